"""Which kind of file it is, told by its content: names lie, and browsers send what types they like."""

from __future__ import annotations

from registry.core.text import text as _
from registry.kit.spreadsheets.delimited import read_csv
from registry.kit.spreadsheets.table import MAX_BYTES, Table, TableUnreadable
from registry.kit.spreadsheets.workbook import read_xlsx

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF-"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml")


def read_table(data: bytes, filename: str) -> Table:
    """The table in a csv or xlsx file; `filename` is only used to speak of it. Raises TableUnreadable.

    Everything is text: dates in ISO form, numbers without needless decimals, a formula as the value the program last reckoned.
    """
    if len(data) > MAX_BYTES:
        raise TableUnreadable(_("“{file}” is larger than {most} bytes", file=filename, most=MAX_BYTES))
    if data.startswith(_ZIP):
        return read_xlsx(data, filename)
    if data.startswith(_OLE):
        raise TableUnreadable(
            _("“{file}” is an Excel file of the old kind or with a password. Save it as .xlsx without password.", file=filename)
        )
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((_PDF.lower(), *_MARKUP)):
        raise TableUnreadable(_("“{file}” is a document, not a table. Save it as .xlsx or .csv.", file=filename))
    return read_csv(data, filename)
