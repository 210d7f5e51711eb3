"""A list of products in use: system, supplier, what it is for, which services use it and through what kind of interface."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from registry.core.strategy.words import fold
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind
from registry.governance.estate import Estate, EstateSystem, key_of
from registry.governance.slugs import slug
from registry.kit.spreadsheets import Table

COLUMNS = ("system", "supplier")
_FILES = re.compile(r"([\w.-]+)\.(?:wsdl|ya?ml|json)", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"]+)\"")
_PARTS = re.compile(r"[(),/\"]|\s\d+$")
# The first that the interface's description mentions; what hides in files and tables is told before the protocol.
_INTERFACES = (
    ("database", DependencyKind.SHARED_DATABASE),
    ("sftp", DependencyKind.FILE_TRANSFER),
    ("soap", DependencyKind.WEB_SERVICE),
    ("rest", DependencyKind.API),
    ("http", DependencyKind.API),
    ("code", DependencyKind.API),
)


@dataclass(slots=True)
class Product:
    """A product with the services that use it, by key."""

    system: EstateSystem
    consumers: frozenset[str]
    interface: str
    aliases: frozenset[str]
    met: set[str] = field(default_factory=set)  # consumers whose use another list has told

    @property
    def kind(self) -> DependencyKind | None:
        told = self.interface.lower()
        return next((kind for word, kind in _INTERFACES if word in told), None)

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(stem.lower() for stem in _FILES.findall(self.interface))


class Products:
    """The products of one list, and which of them a row of another list means."""

    def __init__(self, products: list[Product] | None = None) -> None:
        self._products = products or []

    def used(self, consumer: str, title: str, file: str, kind: str) -> Product | None:
        """The product that `consumer` calls by `title` or `file`: of those it is known to use, the one whose file or name fits,
        else its only web service.
        """
        own = [product for product in self._products if consumer in product.consumers]
        fitting = [product for product in own if _fits(product, title, file)]
        if not fitting and kind == "wsdl":
            soap = [product for product in own if product.kind is DependencyKind.WEB_SERVICE]
            fitting = soap if len(soap) == 1 else []
        for product in fitting[:1]:
            product.met.add(consumer)
            return product
        return None

    def add_rest(self, estate: Estate) -> None:
        """Put all products into `estate`, with the uses that no other list told."""
        for product in self._products:
            estate.systems.setdefault(product.system.key, product.system)
            for consumer in sorted(product.consumers - product.met):
                source = estate.service(consumer)
                estate.use(source.key, product.system.key, product.kind or DependencyKind.OTHER, product.interface[:200])


def _fits(product: Product, title: str, file: str) -> bool:
    stem = file.rsplit(".", 1)[0].lower()
    if stem and any(stem.startswith(known) for known in product.files):
        return True
    wanted = _folded(title)
    return any(alias in wanted or (len(wanted) > 3 and alias.startswith(wanted)) for alias in product.aliases)


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def read_products(table: Table, name: str, estate: Estate) -> Products:
    """The products in `table`; problems go to `estate`."""
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        found = ", ".join(table.columns)
        estate.problems.append(
            str(_("{file}: the column “{column}” is missing; found are {found}", file=name, column=missing[0], found=found))
        )
        return Products()
    products = []
    for row in table.rows:
        called = " ".join(row.values["system"].split())
        if not called:
            estate.problems.append(str(_("{file}, row {row}: the system is not named", file=name, row=row.number)))
            continue
        supplier = _PARTS.split(row.values["supplier"])[0].strip() or None
        key = key_of(slug(_PARTS.split(called)[0]) or called)
        system = EstateSystem(key, called[:200], row.values.get("what", "").strip() or None, supplier)
        consumers = frozenset(key_of(consumer) for consumer in row.values.get("consumers", "").split())
        interface = row.values.get("interface", "").strip()
        products.append(Product(system, consumers, interface, _aliases(called, supplier, interface)))
    return Products(products)


def _aliases(name: str, supplier: str | None, interface: str) -> frozenset[str]:
    """What else the product may be called: parts of its name, its supplier, and what the interface's description quotes."""
    parts = [*_PARTS.split(name), name.split()[0], supplier or "", *_QUOTED.findall(interface)]
    return frozenset(folded for part in parts if len(folded := _folded(part)) > 1)
