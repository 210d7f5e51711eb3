"""Accounts payable: which rows of a ledger file belong to which supplier, and what they sum to as costs of a year.

Nothing is written here. What comes out is a table of costs, which goes through the ordinary import: its plan shows every cost
that is added or changed, and it is applied whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.contracts.costs import CostLine
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import CostKind
from registry.db.base import tables
from registry.kit.lookup import BATCH, References
from registry.kit.resource import Field, fields_of
from registry.kit.spreadsheets import Table
from registry.kit.values import ValueWrong, parse
from registry.suppliers.models import Supplier

HEADERS: Mapping[str, tuple[str, ...]] = {
    "organisation_number": ("organisation_number", "organisationsnummer", "orgnr", "org.nr"),
    "supplier": ("supplier", "leverantör", "leverantörsnamn"),
    "date": ("date", "datum", "bokföringsdatum", "fakturadatum"),
    "year": ("year", "år"),
    "organisation": ("organisation", "förvaltning", "enhet"),
    "amount": ("amount", "belopp", "belopp exkl. moms"),
    "kind": ("kind", "kostnadsslag"),
    "contract": ("contract", "avtal"),
}
"""The columns of a ledger file, each with the headers it goes by."""

NEEDED = ("amount", "organisation")
COLUMNS = ("year", "organisation", "supplier", "contract", "kind", "actual")
YEAR = re.compile(r"\s*((?:19|20)\d{2})(?:-?\d{2}-?\d{2})?\s*")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used: which row and column, and why. `unmatched` when its supplier is not in the registry."""

    row: int
    column: str
    message: Text
    unmatched: bool = False
    ambiguous: bool = False


Cost = tuple[str, str, str, str, str]
"""What a sum is for: year, and the keys of organisation, supplier, contract (empty when none) and kind of cost."""


@dataclass(slots=True)
class Ledger:
    """What a ledger file comes to: rows matched, rows with a problem, and the costs in kronor by what they are for."""

    matched: int = 0
    problems: list[Problem] = field(default_factory=list)
    costs: dict[Cost, Decimal] = field(default_factory=dict)

    @property
    def unmatched(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.unmatched]

    @property
    def ambiguous(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.ambiguous]

    @property
    def wrong(self) -> list[Problem]:
        """Problems that are faults of the file itself."""
        return [problem for problem in self.problems if not problem.unmatched and not problem.ambiguous]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The costs as rows of COLUMNS, in whole kronor."""
        for cost, kronor in sorted(self.costs.items()):
            yield (*cost, str(kronor.quantize(Decimal(1), ROUND_HALF_UP)))


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The registry's suppliers by normalised number and by folded name."""

    by_number: Mapping[str, Sequence[tuple[str, str]]]
    by_name: Mapping[str, Sequence[tuple[str, str]]]


def match(session: Session, table: Table) -> Ledger:
    """Match every row of a ledger file; reads, never writes."""
    columns = {name: header for header in table.columns for name, known in HEADERS.items() if header.strip().casefold() in known}
    found = Ledger()
    for name in NEEDED:
        if name not in columns:
            accepted = ", ".join(HEADERS[name])
            found.problems.append(Problem(1, name, _("The column is missing; it goes by one of: {accepted}", accepted=accepted)))
    if not {"organisation_number", "supplier"} & columns.keys():
        accepted = ", ".join((*HEADERS["organisation_number"], *HEADERS["supplier"]))
        found.problems.append(
            Problem(1, "organisation_number", _("The column is missing; it goes by one of: {accepted}", accepted=accepted))
        )
    if not {"date", "year"} & columns.keys():
        accepted = ", ".join((*HEADERS["date"], *HEADERS["year"]))
        found.problems.append(Problem(1, "date", _("The column is missing; it goes by one of: {accepted}", accepted=accepted)))
    if not found.problems:
        _match_rows(session, table, columns, found)
    return found


def _match_rows(session: Session, table: Table, columns: Mapping[str, str], found: Ledger) -> None:
    rows = [(row.number, {name: row.values.get(header, "").strip() for name, header in columns.items()}) for row in table.rows]
    suppliers = _suppliers(session, [values for _number, values in rows])
    read = _Reader(References(session), fields_of(CostLine))
    for name in ("organisation", "contract"):
        read.references.prefetch(name, [values[name] for _number, values in rows if values.get(name)])
    for number, values in rows:
        try:
            cost, kronor = _cost(number, values, suppliers, read)
        except _NotUsable as problem:
            found.problems.append(problem.problem)
            continue
        found.matched += 1
        found.costs[cost] = found.costs.get(cost, Decimal(0)) + kronor


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of a row that name something of the catalogue. Raises _NotUsable with the cell's place."""

    references: References
    fields: Mapping[str, Field]
    keys: dict[tuple[str, int], str] = field(default_factory=dict)

    def record(self, number: int, name: str, written: str) -> str:
        """The key of the organisation or contract that a cell names; empty for an empty cell that may be empty."""
        field_ = self.fields[name]
        if not written and field_.nullable:
            return ""
        try:
            record = self.references.resolve(field_, parse(field_, written))
        except ValueWrong as error:
            raise _NotUsable(Problem(number, name, error.message)) from error
        if (name, record) not in self.keys:
            model = tables()[name]
            self.keys[name, record] = str(self.references.session.scalar(select(model.key).where(model.id == record)))
        return self.keys[name, record]

    def kind(self, number: int, written: str) -> str:
        if not written:
            return CostKind.OTHER.value
        try:
            return str(parse(self.fields["kind"], written).value)
        except ValueWrong as error:
            raise _NotUsable(Problem(number, "kind", error.message)) from error


class _NotUsable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


def _cost(number: int, values: Mapping[str, str], suppliers: Suppliers, read: _Reader) -> tuple[Cost, Decimal]:
    """The cost that a row belongs to, and its kronor. Raises _NotUsable."""
    supplier = _supplier(number, values, suppliers)
    year = YEAR.fullmatch(values.get("year") or values.get("date") or "")
    if year is None:
        column = "year" if values.get("year") else "date"
        raise _NotUsable(Problem(number, column, _("“{value}” is neither a year nor a date", value=values.get(column, ""))))
    organisation = read.record(number, "organisation", values["organisation"])
    contract = read.record(number, "contract", values.get("contract", ""))
    kind = read.kind(number, values.get("kind", ""))
    return (year.group(1), organisation, supplier, contract, kind), _amount(number, values["amount"])


def _amount(number: int, written: str) -> Decimal:
    """Kronor with or without öre, as ledgers write them; a credit is negative."""
    bare = re.sub(r"[\s\u00a0\u202f]|(?i:kr)$", "", written).replace("−", "-")
    if re.fullmatch(r"-?\d{1,12}(?:[.,]\d{1,2})?", bare):
        return Decimal(bare.replace(",", "."))
    raise _NotUsable(Problem(number, "amount", _("“{value}” is not an amount, for example 12 500,50", value=written)))


def _supplier(number: int, values: Mapping[str, str], suppliers: Suppliers) -> str:
    """The key of the one supplier that a row means. Raises _NotUsable when there is none, or more than one."""
    written, name = values.get("organisation_number", ""), values.get("supplier", "")
    column = "organisation_number" if written else "supplier"
    found = suppliers.by_number.get(normalised(written), ()) if written else suppliers.by_name.get(name.casefold(), ())
    if len(found) == 1:
        return found[0][0]
    if found:
        keys = ", ".join(key for key, _name in found)
        message = _("“{value}” fits several suppliers: {keys}", value=written or name, keys=keys)
        raise _NotUsable(Problem(number, column, message, ambiguous=True))
    if not written and not name:
        raise _NotUsable(Problem(number, column, _("The row names no supplier")))
    message = _("No supplier has “{value}”", value=written or name)
    raise _NotUsable(Problem(number, column, message, unmatched=True))


def normalised(number: str) -> str:
    """An organisation number as only its ten digits; any other number without spaces and hyphens."""
    bare = re.sub(r"[\s-]", "", number).upper()
    swedish = re.fullmatch(r"(?:SE)?(?:16)?(\d{10})(?:01)?", bare)
    return swedish.group(1) if swedish else bare


def _suppliers(session: Session, rows: Sequence[Mapping[str, str]]) -> Suppliers:
    by_number: dict[str, list[tuple[str, str]]] = {}
    for column in (Supplier.organisation_number, Supplier.foreign_number):
        query = select(column, Supplier.key, Supplier.name).where(column.is_not(None)).order_by(Supplier.key)
        for number, key, name in session.execute(query):
            by_number.setdefault(normalised(number or ""), []).append((key, name))
    names = sorted({row["supplier"].lower() for row in rows if row.get("supplier") and not row.get("organisation_number")})
    by_name: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(names), BATCH):
        named = select(Supplier.key, Supplier.name).where(func.lower(Supplier.name).in_(names[start : start + BATCH]))
        for key, name in session.execute(named.order_by(Supplier.key)):
            by_name.setdefault(name.casefold(), []).append((key, name))
    return Suppliers(by_number, by_name)
