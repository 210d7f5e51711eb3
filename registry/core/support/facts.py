"""The table of support dates, read once when first asked for.

facts.csv has one line per product and release cycle; scripts/make_support_facts makes it from https://endoflife.date (MIT, see
NOTICE.txt). products.csv holds the other names products go by.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from registry.core.support.ends import SupportEnd, parse_end


@dataclass(frozen=True, slots=True)
class SupportFact:
    """How long the maker mends one release cycle of a product.

    `active_support_ends` ends new functions and ordinary fixes, `support_ends` security fixes for everyone, and
    `extended_support_ends` those sold on top.
    """

    product: str
    title: str
    cycle: str
    label: str
    released: date
    active_support_ends: SupportEnd
    support_ends: SupportEnd
    extended_support_ends: SupportEnd

    def __str__(self) -> str:
        repeats_title = bool(set(self.label.split()) & set(self.title.split()))
        return self.label if repeats_title else f"{self.title} {self.label or self.cycle}"


@cache
def facts() -> Mapping[str, Sequence[SupportFact]]:
    """Every fact by product id, oldest release first."""
    by_product: dict[str, list[SupportFact]] = {}
    for row in _rows("facts.csv"):
        by_product.setdefault(row["product"], []).append(_fact(row))
    return MappingProxyType(by_product)


@cache
def product_ids() -> Mapping[str, str]:
    """Product id by every name it goes by, in the form `plain` gives."""
    ids: dict[str, str] = {}
    for row in _rows("products.csv"):
        product = row["product"]
        for name in (product, facts()[product][0].title, *filter(None, row["names"].split("|"))):
            ids.setdefault(plain(name), product)
    return MappingProxyType(ids)


def plain(name: str) -> str:
    """A product's name without case, signs and spaces: “.NET Framework” and “.net-framework” are one."""
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("registry.core.support").joinpath(name).read_text(encoding="utf-8").splitlines()))


def _fact(row: Mapping[str, str]) -> SupportFact:
    return SupportFact(
        product=row["product"],
        title=row["title"],
        cycle=row["cycle"],
        label=row["label"],
        released=date.fromisoformat(row["released"]),
        active_support_ends=parse_end(row["active_support_ends"]),
        support_ends=parse_end(row["support_ends"]),
        extended_support_ends=parse_end(row["extended_support_ends"]),
    )
