"""What the search box finds beside the nouns: a layer registers it, and says which of it this reader may find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from registry.core.text import Text
from registry.db.search import SearchEntry


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Entries kept under `noun`: what they are called, the numbers that may be found in this request, where one leads."""

    noun: str
    plural: Text
    within: Callable[[], Select[Any]]
    address: Callable[[SearchEntry], str]


_sources: dict[str, SearchSource] = {}


def add(source: SearchSource) -> None:
    """Let the search box find what `source` has."""
    _sources[source.noun] = source


def sources() -> list[SearchSource]:
    return list(_sources.values())
