"""Delimited text (csv) as Swedish offices make it: any of three delimiters, any of three encodings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from typing import Any

from registry.core.text import text as _
from registry.kit.spreadsheets.cells import shown
from registry.kit.spreadsheets.formulas import guarded
from registry.kit.spreadsheets.table import Table, TableUnreadable, assemble

_DELIMITERS = (";", "\t", ",")
_SAMPLE_ROWS = 50
_CHUNK = 65_536
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_csv(data: bytes, filename: str) -> Table:
    """The table in delimited text; raises TableUnreadable."""
    text = _decoded(data, filename)
    return assemble(_lines(text, _delimiter(text)), ragged=False)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ";") -> Iterator[bytes]:
    """The table as delimited text, in pieces, never whole in memory.

    Excel in Swedish opens it right: UTF-8 with byte order mark, semicolons. Every cell is quoted, so that no text can be
    taken for a delimiter, and guarded against being run as a formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    buffer.write("\ufeff")
    writer.writerow([_cell(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() >= _CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _cell(value: object) -> str:
    text = shown(value)
    # A NUL cannot stand in a text file: the file would be refused when read back.
    return text if isinstance(value, int | float | Decimal) else guarded(text.replace("\x00", ""))


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", errors="replace")
    buffer.seek(0)
    buffer.truncate()
    return piece


def _decoded(data: bytes, filename: str) -> str:
    """The text, told by its byte order mark, or else UTF-8 when it is valid UTF-8, or else Windows-1252, which holds
    Latin-1's letters.
    """
    encodings = [encoding for mark, encoding in _BOMS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Almost any bytes are “valid” Windows-1252; control characters tell a picture or a program from text.
        if "\x00" not in text and not (encoding == "cp1252" and _CONTROL.search(text)):
            return text
    raise TableUnreadable(_("“{file}” is not a text file in UTF-8, UTF-16 or Windows-1252, nor an .xlsx file", file=filename))


def _delimiter(text: str) -> str:
    """The delimiter under which the first rows agree best in width with the header, and then the one that makes most
    columns.
    """

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        widths: list[int] = []
        with suppress(csv.Error):  # the rows before the error still tell
            widths.extend(len(cells) for cells in islice(_reader(text, delimiter), _SAMPLE_ROWS) if cells)
        if not widths:
            return False, 0.0, 0
        return widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0]

    return max(_DELIMITERS, key=fitness)


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on, which is not the count of rows when a cell holds line breaks."""
    reader = _reader(text, delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            if "field limit" in str(problem):
                message = _("Row {row}: a cell is longer than {most} characters", row=number, most=csv.field_size_limit())
            else:
                message = _(
                    "Row {row}: a quotation mark is not closed, or stands inside a cell without being doubled", row=number
                )
            raise TableUnreadable(message, number) from None
        yield number, cells
