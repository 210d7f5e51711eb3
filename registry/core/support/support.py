"""Until when is this product and version supported? Answers from the table of facts, by the names and versions people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from registry.core.support.ends import SupportEnd, Undated
from registry.core.support.facts import SupportFact, facts, plain, product_ids
from registry.core.support.versions import Version, parse_version

LONGEST_NAME = 120
"""Characters; longer is not a product's name."""


@lru_cache(maxsize=4096)
def find(product: str, version: str) -> SupportFact | None:
    """The release cycle of `product` that `version` belongs to, None when the table does not tell.

    The product may carry the version (“Windows Server 2012 R2”). A version that names several cycles (“Windows 10”) is answered
    with the one released last among them: never worse than what was said.
    """
    for known, rest in _readings(product):
        named = _name_words(known)
        wanted = parse_version(f"{rest} {version}".strip(), known, named)
        fits = [(fit, fact) for fact in facts()[known] if (fit := _fit(wanted, fact, named)) is not None]
        if fits:
            closest = min(fit for fit, _fact in fits)
            return max((fact for fit, fact in fits if fit == closest), key=_latest)
    return None


def suggest(product: str, count: int = 3) -> tuple[str, ...]:
    """Titles of known products with a name near `product`, the nearest first; nothing when none is near."""
    names = product_ids()
    near = get_close_matches(plain(product[:LONGEST_NAME]), names, n=count * 3, cutoff=0.6)
    return tuple(dict.fromkeys(facts()[names[name]][0].title for name in near))[:count]


def titles() -> tuple[str, ...]:
    """Every product in the table, by title."""
    return tuple(sorted((cycles[0].title for cycles in facts().values()), key=str.casefold))


def _readings(product: str) -> Iterator[tuple[str, str]]:
    """Ways to read a product's name: the longest known name it begins with, and the words after; without its maker if need be."""
    words = product[:LONGEST_NAME].split()
    names = product_ids()
    for first in (0, 1) if words and plain(words[0]) in {"microsoft", "ms"} else (0,):
        for last in range(len(words), first, -1):
            known = names.get(plain(" ".join(words[first:last])))
            if known is not None:
                yield known, " ".join(words[last:])
                return


@lru_cache(maxsize=256)
def _name_words(product: str) -> frozenset[str]:
    """Words of the product's names, which a version or a cycle's label may repeat."""
    title = facts()[product][0].title
    return frozenset(word for word in re.findall(r"[^\W\d_]+", f"{title} {product}".casefold()))


def _fit(wanted: Version, fact: SupportFact, named: frozenset[str]) -> tuple[int, int] | None:
    """By either of the two names a cycle has (SQL Server 2016 is also 13.0), the worse when both fit."""
    both = (wanted.fit(parse_version(name, fact.product, named)) for name in (fact.cycle, fact.label) if name)
    return max((fit for fit in both if fit is not None), default=None)


def _latest(fact: SupportFact) -> tuple[date, date]:
    return fact.released, _as_date(fact.support_ends)


def _as_date(end: SupportEnd) -> date:
    if isinstance(end, date):
        return end
    return date.max if end is Undated.NOT_ANNOUNCED else date.min
