"""Excel workbooks (xlsx): the first visible sheet in, one tidy sheet out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from registry.core.text import text as _
from registry.kit.spreadsheets.cells import shown
from registry.kit.spreadsheets.formulas import looks_guarded, runs
from registry.kit.spreadsheets.table import Table, TableTooLarge, TableUnreadable, assemble

LONGEST_CELL = 32_767
"""Characters a cell of a workbook can hold."""

SHEET_ROWS = 1_048_576
"""Rows a sheet can hold."""

_MOST_UNPACKED = 300_000_000
_MOST_PACKED_RATIO = 100
_SMALL = 10_000_000
_LARGEST_EXACT = 10**15
_FIRST_SAFE_YEAR = 1901
_COLUMN_WIDTH = 24

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, filename: str) -> Table:
    """The table on the first visible sheet; raises TableUnreadable. A formula that no program has reckoned yet reads as empty."""
    _check_archive(data, filename)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return assemble(_lines(book), ragged=True)
        finally:
            book.close()
    except TableUnreadable:
        raise
    except Exception:  # a damaged workbook makes the library fail in too many ways to name
        raise TableUnreadable(_("“{file}” is damaged: Excel may be able to mend it and save it anew", file=filename)) from None


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "Data") -> bytes:
    """The table as a workbook with bold, frozen header and filter buttons; numbers and dates stay numbers and dates.

    Text is stored as text whatever it begins with, and marked so that editing the cell does not make a formula of it.
    Raises TableTooLarge.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _COLUMN_WIDTH
    packed = io.BytesIO()
    try:
        last = _append(sheet, columns, rows)
        sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(columns), 1))}{last}"
    finally:
        book.save(packed)  # also after an error: it is what removes the library's temporary file
    return packed.getvalue()


def _append(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write header and rows; returns the number of the last row."""
    header = [_text_cell(sheet, column) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    last = 1
    for last, row in enumerate(rows, start=2):
        if last > SHEET_ROWS:
            raise TableTooLarge(_("A sheet cannot hold more than {most} rows: choose csv, or fewer rows", most=SHEET_ROWS))
        sheet.append([_cell(sheet, value) for value in row])
    return last


def _check_archive(data: bytes, filename: str) -> None:
    """Refuse what is no workbook, and what would unpack to more than fits in memory, before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise TableUnreadable(_("“{file}” is damaged: it cannot be unpacked", file=filename)) from None
    if not any(part.filename.startswith("xl/") for part in parts):
        raise TableUnreadable(_("“{file}” is not an Excel file. Save it as .xlsx or .csv.", file=filename))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or unpacked > max(_SMALL, len(data) * _MOST_PACKED_RATIO):
        raise TableUnreadable(_("“{file}” unpacks to more than can be read", file=filename))


def _lines(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise TableUnreadable(_("The workbook has no visible sheet"))
    # The stated size of the sheet may be anything, and each row would be filled up to it.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > SHEET_ROWS:
            raise TableUnreadable(_("The sheet has more than {most} rows", most=SHEET_ROWS), number)
        texts = [_text(number, place, cell) if cell.value is not None else "" for place, cell in enumerate(cells, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        yield number, texts


def _text(row: int, place: int, cell: Any) -> str:
    if cell.data_type == "e":
        where = f"{get_column_letter(place)}{row}"
        message = _("Row {row}: cell {cell} holds the error {error}", row=row, cell=where, error=cell.value)
        raise TableUnreadable(message, row, get_column_letter(place))
    if isinstance(cell.value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.value)
    return shown(cell.value)


def _cell(sheet: Any, value: object) -> Any:
    match value:
        case None | bool():
            return value
        case int() | float() | Decimal():
            return value if -_LARGEST_EXACT < value < _LARGEST_EXACT else _text_cell(sheet, shown(value))
        case datetime() if value.tzinfo is None and value.year >= _FIRST_SAFE_YEAR:
            return _date_cell(sheet, value, "yyyy-mm-dd hh:mm:ss")
        case date() if not isinstance(value, datetime) and value.year >= _FIRST_SAFE_YEAR:
            return _date_cell(sheet, value, "yyyy-mm-dd")
        case _:
            return _text_cell(sheet, shown(value))


def _date_cell(sheet: Any, value: date, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    # Reading takes an apostrophe away from text that csv has guarded; text that looks so by itself gets one to lose.
    kept = f"'{text}" if looks_guarded(text) else text
    # The format writes characters XML cannot hold as _xHHHH_, and therefore also text that looks like that.
    written = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", kept))
    if len(written) > LONGEST_CELL:
        raise TableTooLarge(_("A cell of a sheet cannot hold more than {most} characters: choose csv", most=LONGEST_CELL))
    cell = WriteOnlyCell(sheet, written)
    cell.data_type = "s"  # the library takes “=…” for a formula and “#N/A” for an error
    if runs(text):
        cell.quotePrefix = True
    return cell
