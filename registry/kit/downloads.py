"""Any table of a page as a file to take home: csv, or Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, abort

from registry.core.text import text as _
from registry.kit.spreadsheets import TableTooLarge, write_csv, write_xlsx
from registry.kit.text import translate
from registry.kit.transfer_pages import XLSX

EXTENSIONS = "any(csv, xlsx)"
"""For the address of such a file: `/<name>.<any(csv, xlsx):extension>`."""


def spreadsheet(name: str, extension: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The table as the file `name`.`extension`; 413 when it does not fit one Excel sheet. `rows` are read before it is sent."""
    attached = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    if extension == "csv":
        return Response(list(write_csv(columns, rows)), mimetype="text/csv", headers=attached)
    try:
        return Response(write_xlsx(columns, rows), mimetype=XLSX, headers=attached)
    except TableTooLarge:
        abort(413, translate(_("That is too much for one Excel sheet; take csv instead.")))
