"""One value of a closed list, as the vocabularies are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from registry.core.text import Text


class Term(StrEnum):
    """One value of a closed list: its stored word and the label people read."""

    label: Text

    def __new__(cls, value: str, label: Text) -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term
