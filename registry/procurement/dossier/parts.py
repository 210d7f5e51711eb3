"""What a dossier is made of: parts with words, facts, a table, a picture; the page and the PDF show the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from registry.contracts.models import Contract
from registry.core.text import Text
from registry.kit.text import show, show_money
from registry.procurement.dossier.graph_picture import GraphPicture
from registry.procurement.spend_picture import YearPicture

PRINTED_ROWS = 6
"""Rows of a table that are printed where the table does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Kronor:
    """An amount, shown as money; None is shown as not known."""

    amount: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table or a fact; `link` is the noun and key of the record it stands for."""

    value: object
    link: tuple[str, str] | None = None

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return show_money(self.value.amount) if isinstance(self.value, Kronor) else show(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under `head`; columns in `numbers` stand to the right; `widths` is the share of the width each takes in print.

    `printed` is how many rows are printed; the page has all of them.
    """

    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    printed: int = PRINTED_ROWS


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of the table it stands beside, and what it says in words (its alternative text)."""

    picture: YearPicture
    alternative: Text


@dataclass(frozen=True, slots=True)
class Part:
    """One headed part; `name` is its anchor. What is empty is not shown."""

    name: str
    heading: Text
    words: tuple[Text, ...] = ()
    facts: tuple[tuple[Text, Cell], ...] = ()
    table: Table | None = None
    remark: Text | None = None
    picture: GraphPicture | None = None
    plot: Plot | None = None


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Words that are not the registry's own, and the language that they are in: "sv" or "en"."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A tender requirement in the reader's language, with what it answers to; `link` leads to the source.

    The tender is written in Swedish, so a requirement that nobody has put into the reader's language is shown in Swedish.
    """

    name: InLanguage
    text: InLanguage
    source: Text
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One contract's dossier: the answer in words, the parts, and the requirements for the tender."""

    contract: Contract
    headline: Text
    parts: tuple[Part, ...]
    requirements: tuple[Requirement, ...]


def cells(*values: object) -> tuple[Cell, ...]:
    """A row of plain values; what is a Cell already stays."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)
