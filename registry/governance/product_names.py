"""Names of registered systems and suppliers, found in the title of a document (an API must not be named after a product)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from registry.apis.models import Api
from registry.core.strategy.words import fold, split_name
from registry.suppliers.models import Supplier
from registry.systems.models import System

_REMARK = re.compile(r"\s*[(/,].*$")
_LEGAL_FORM = re.compile(r"\s+(?:AB|Aktiebolag|HB|KB|Ltd|Limited|Inc|LLC|GmbH|Oyj?|A/S|AS|ASA|ApS)\.?$", re.IGNORECASE)
_SHORTEST = 3  # shorter names would be found in every other title
_LONGEST_TITLE = 400
_MOST_WORDS = 8


class ProductNames:
    """Which of many names stand in a title, whatever the spelling between their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for name in names:
            for spelling in _spellings(name):
                key = "".join(fold(word) for word in split_name(spelling))
                if len(key) >= _SHORTEST:
                    self._names[key].add(spelling)

    def within(self, title: str) -> frozenset[str]:
        """The names that stand in `title`."""
        return frozenset(name for span in _spans(title) for name in self._names.get(span, ()))


def registered(session: Session) -> ProductNames:
    """The names of all systems and suppliers.

    A system without a supplier that carries the name of an API it provides is that API's own service, no product behind it.
    """
    own_service = and_(
        System.supplier_id.is_(None),
        exists().where(Api.system_id == System.id, func.lower(Api.name) == func.lower(System.name)),
    )
    systems = session.scalars(select(System.name).where(or_(System.supplier_id.is_not(None), ~own_service)))
    return ProductNames([*systems, *session.scalars(select(Supplier.name))])


def _spellings(name: str) -> Iterator[str]:
    """The name as written, and as people say it: without remarks in brackets and without the legal form."""
    yield name.strip()
    short = _LEGAL_FORM.sub("", _REMARK.sub("", name)).strip()
    if short and short != name.strip():
        yield short


def _spans(title: str) -> Iterator[str]:
    words = [fold(word) for word in split_name(title[:_LONGEST_TITLE])]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            yield "".join(words[start:end])
