"""A folder of published documents, one service each: read whole before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping, string
from registry.core.openapi.reading import Limits
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document
from registry.governance.estate import Estate, EstateVersion

SUFFIXES = (".yaml", ".yml", ".json")
_LONGEST_VERSION = 60


def read_folder(folder: Path, estate: Estate, *, skip_unreadable: bool) -> None:
    """Add the services documented in `folder` and below it to `estate`; problems go there too, each naming file and line."""
    before = len(estate.problems)
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()):
        problem = _read_file(path, path.relative_to(folder).as_posix(), estate)
        if problem is not None:
            (estate.skipped if skip_unreadable else estate.problems).append(problem)
    _name_statuses(estate)
    if not estate.versions and not estate.problems[before:]:
        suffixes = ", ".join(SUFFIXES)
        estate.problems.append(
            str(_("{folder}: no document ({suffixes}) can be read here", folder=folder.name, suffixes=suffixes))
        )


def _read_file(path: Path, name: str, estate: Estate) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(Limits().size + 1)
        document = read_document(data, name)
    except DocumentRefused as refusal:
        return str(refusal.message)
    except OSError as problem:
        return str(_("{file}: cannot be opened: {problem}", file=name, problem=problem.strerror or str(problem)))
    for problem_text in _lacks(document):
        return str(_("{file}: {problem}", file=name, problem=problem_text))
    return _add(estate, document, data, name, _repository(path.stem, document.version))


def _lacks(document: Document) -> Iterator[str]:
    if not document.version:
        yield str(_("“info.version” is missing, so nobody can tell which version this is"))
    elif len(document.version) > _LONGEST_VERSION:
        yield str(_("“info.version” is longer than {most} characters", most=_LONGEST_VERSION))


def _repository(stem: str, version: str) -> str:
    """The service's name in the file's name: without the version that some folders put at its end."""
    return re.sub(rf"[-_]v?{re.escape(version)}$", "", stem) or stem


def _add(estate: Estate, document: Document, data: bytes, name: str, repository: str) -> str | None:
    description = string(mapping(document.raw.get("info")).get("description"))[:2000] or None
    api = estate.api_of(repository, document.title, description)
    place = (api.key, document.version)
    if place in estate.versions:
        other = estate.versions[place].filename
        return str(_("{file}: {other} is version {version} of the same API", file=name, other=other, version=document.version))
    estate.versions[place] = EstateVersion(*place, filename=name.rsplit("/", 1)[-1], data=data)
    return None


def _name_statuses(estate: Estate) -> None:
    """The highest version of each API is the ACTIVE one; what the older ones are, the folder does not tell."""
    for api in estate.apis:
        own = [version for version in estate.versions.values() if version.api == api]
        if own:
            max(own, key=lambda version: _order(version.version)).status = VersionStatus.ACTIVE


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", version)]
