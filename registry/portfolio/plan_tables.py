"""The tables of a stored plan as rows, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.core.strategy.record import text_from_json
from registry.kit.text import translate

TABLES: dict[str, tuple[str, ...]] = {
    "begin": (
        *("remediation", "name", "kind", "system", "system_name", "year", "done"),
        *("cost", "funding", "must", "frees", "sooner"),
    ),
    "free": ("initiative", "name", "needed_by", "from", "benefit_per_year", "years", "benefit"),
    "blocked": ("initiative", "name", "benefit_per_year"),
    "money": ("year", "funding", "kronor", "left"),
    "frontier": ("money", "cost", "benefit", "freed"),
    "left_out": ("remediation", "name", "system", "system_name", "cost", "funding", "frees", "why"),
}
"""The names of the lists in a plan (planned.to_json) with the columns of each."""


def rows(result: Mapping[str, Any], table: str) -> Iterator[Sequence[object]]:
    """One list of a plan, a row for each entry."""
    for entry in result[table]:
        yield [_cell(column, entry[column]) for column in TABLES[table]]


def _cell(column: str, value: Any) -> object:
    if column == "why":
        return translate(text_from_json(value))
    return ", ".join(value) if isinstance(value, list) else value
