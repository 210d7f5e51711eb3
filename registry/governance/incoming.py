"""Documents out of a request: uploaded files, pasted text, or an address that is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PureWindowsPath

from flask import current_app, request

from registry.core.openapi.bundle import put_together
from registry.core.openapi.reading import Limits
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document
from registry.governance.waiting import Arrival
from registry.kit.fetch import FetchRefused, fetch

MOST_FILES = 50
FETCH_SECONDS = 20.0


@dataclass(slots=True)
class Incoming:
    """What came with the request; `problems` says what cannot be used, `too_large` that something passed the size limit."""

    arrivals: list[Arrival] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)
    too_large: bool = False

    @property
    def status(self) -> int:
        """The HTTP status of an answer that refuses."""
        return 413 if self.too_large else 422

    def take(self, arrival: Arrival) -> None:
        """Add a document, or say why it cannot be used."""
        if len(arrival.data) > Limits().size:
            self.too_large = True
        try:
            read_document(arrival.data, arrival.name or None)
        except DocumentRefused as refusal:
            self.problems.append(refusal.message)
        else:
            self.arrivals.append(arrival)


def received(target: str | None = None, filled_in: str | None = None) -> Incoming:
    """The uploaded files and the fetched address of this request, each read once to see that it can be.

    An address that the form had `filled_in` gives way to a file.
    """
    found = Incoming()
    files = [file for file in request.files.getlist("file") if file.filename]
    address = request.form.get("url", "").strip()
    if files and address == filled_in:
        address = ""
    pasted = request.form.get("text", "")
    if not files and not address and not pasted.strip():
        found.problems.append(_("Choose a file or give an address first."))
    if len(files) > MOST_FILES:
        found.problems.append(_("At most {most} files at a time.", most=MOST_FILES))
        return found
    # Some browsers send the whole path of the sender's machine, with either kind of slash.
    sent = [(PureWindowsPath(file.filename or "").name[:255], file.read()) for file in files]
    for name, data in put_together(sent, Limits()):
        found.take(Arrival(data, filename=name, target=target))
    if pasted.strip():
        found.take(Arrival(pasted.encode("utf-8", "replace")))
    if address:
        _fetch(found, address, target)
    return found


def _fetch(found: Incoming, address: str, target: str | None) -> None:
    settings = current_app.config["SETTINGS"]
    limit = Limits().size
    try:
        fetched = fetch(address, max_bytes=limit, timeout=FETCH_SECONDS, allowed_hosts=settings.fetch_hosts)
    except FetchRefused as refusal:
        found.problems.append(_("{address}: {problem}", address=address[:300], problem=refusal.message))
        return
    found.take(Arrival(fetched.data, source=fetched.url, target=target))
