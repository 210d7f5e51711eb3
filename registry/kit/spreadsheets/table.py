"""A table of text with named columns, and what makes a file not be one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.spreadsheets.formulas import restored

MAX_BYTES = 50_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the user sees it (line of a csv file, row of a sheet) and its text by column."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in order and the rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class TableUnreadable(ValueError):
    """The file is no table; `message` says why, `row` and `column` where, as far as known."""

    def __init__(self, message: Text, row: int | None = None, column: str | None = None) -> None:
        super().__init__(str(message))
        self.message, self.row, self.column = message, row, column


class TableTooLarge(ValueError):
    """The table does not fit the format it should be written in; `message` says what does not."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def assemble(lines: Iterable[tuple[int, Sequence[str]]], *, ragged: bool) -> Table:
    """The table of numbered lines, the first of them that is not empty being the header.

    Empty lines are passed over. With `ragged` a line may be shorter than the header, as in a sheet, where empty cells at
    the end are not stored; without, a short line means that a delimiter or a quotation mark is missing, and the cells would
    land in the wrong columns.
    """
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    first = next(iter(filled), None)
    if first is None:
        raise TableUnreadable(_("The file is empty: its first row must name the columns"))
    columns = _header(*first)
    rows: list[Row] = []
    for number, cells in filled:
        if len(rows) == MAX_ROWS:
            raise TableUnreadable(_("The file has more than {most} rows", most=MAX_ROWS), number)
        rows.append(Row(number, _values(number, columns, cells, ragged=ragged)))
    return Table(columns, tuple(rows))


def _header(number: int, cells: Sequence[str]) -> tuple[str, ...]:
    names = [restored(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise TableUnreadable(_("The file has more than {most} columns", most=MAX_COLUMNS), number)
    if "" in names or not names:
        place = names.index("") + 1 if names else 1
        raise TableUnreadable(_("Row {row}: column {place} has no name", row=number, place=place), number)
    for name in names:
        if names.count(name) > 1:
            raise TableUnreadable(_("Row {row}: two columns are named “{name}”", row=number, name=name), number, name)
    return tuple(names)


def _values(number: int, columns: tuple[str, ...], cells: Sequence[str], *, ragged: bool) -> dict[str, str]:
    short = len(cells) < len(columns) and not ragged
    if short or any(cell.strip() for cell in cells[len(columns) :]):
        counts = {"cells": len(cells), "columns": len(columns)}
        raise TableUnreadable(_("Row {row}: has {cells} cells, but there are {columns} columns", row=number, **counts), number)
    padded = (*cells[: len(columns)], *[""] * (len(columns) - len(cells)))
    return {column: restored(cell) for column, cell in zip(columns, padded, strict=True)}
