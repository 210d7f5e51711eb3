"""Lock-in, cost over time, rights and personal data, alternatives, and the plan for what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.contracts.plans import ProcurementStep
from registry.core.agreements import Deadline
from registry.core.agreements.quarters import quarter_of
from registry.core.costs import AgainstIndex
from registry.core.lock_in import LockIn
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Lifecycle
from registry.procurement.dossier.parts import Cell, Kronor, Part, Plot, Table, cells
from registry.procurement.indexing import of_contract as of_contract_by_index
from registry.procurement.spend_picture import year_picture
from registry.procurement.spending import Sum, of_contract
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import SubSupplier
from registry.systems.models import System

MOST_YEARS = 8
MOST_SUPPLIERS = 8


def lock_in_part(found: LockIn) -> Part:
    """How locked in the contract is: every part with its points, the worst first, and what would lower it."""
    worst = sorted(found.components, key=lambda part: (-part.high, -part.low))
    rows = tuple(
        cells(part.name, _points(part.low, part.high, part.weight), part.evidence, part.lowered_by or "") for part in worst
    )
    head = (_("Part"), _("Points"), _("Evidence"), _("What would lower it"))
    return Part("lock-in", _("How locked in we are"), words=(found.level.label, found.why), table=Table(head, rows, (3, 2, 4, 4)))


def _points(low: int, high: int, weight: int) -> Text:
    if low == high:
        return _("{points} of {weight}", points=low, weight=weight)
    return _("{low}–{high} of {weight}", low=low, high=high, weight=weight)


def money_part(session: Session, contract: Contract, notice: Deadline | None, today: date) -> Part:
    """What the contract has cost and is planned to cost, year by year, and what is committed until it can end."""
    years = of_contract(session, contract.id)[-MOST_YEARS:]
    followed = of_contract_by_index(session, contract)
    facts = [(_("Value per year"), _kronor(contract.annual_value))]
    if contract.total_value is not None:
        facts.append((_("Value over the whole term"), _kronor(contract.total_value)))
    if contract.price_index is not None:
        facts.append((_("Price follows"), Cell(contract.price_index)))
    if notice is not None and notice.ends is not None and contract.annual_value is not None and notice.ends > today:
        committed = round(contract.annual_value * (notice.ends - today).days / 365)
        facts.append(
            (_("Committed until it can end"), Cell(_("{kronor} kronor, until {ends}", kronor=committed, ends=notice.ends)))
        )
    return Part(
        "money",
        _("Cost over time"),
        facts=tuple(facts),
        table=_costs(years, followed.years if followed else {}) if years else None,
        remark=(followed.words if followed else None)
        if years
        else _("No costs are entered for the contract; only its value per year is known."),
        plot=_plot(years),
    )


def _costs(years: Sequence[Sum], by_index: Mapping[int, AgainstIndex]) -> Table:
    """Costs year by year, held against the index where there is one."""
    head = [_("Year"), _("Planned"), _("Actual")]
    rows = [[str(year.name), _kronor(year.planned), _kronor(year.actual)] for year in years]
    if by_index:
        head += [_("By the index"), _("Above it")]
        for year, row in zip(years, rows, strict=True):
            held = by_index.get(year.name)
            row += [_kronor(held.by_index if held else None), _kronor(held.above if held else None)]
    columns = len(head)
    return Table(
        tuple(head), tuple(cells(*row) for row in rows), (1,) * columns, frozenset(range(1, columns)), printed=MOST_YEARS
    )


def _plot(years: Sequence[Sum]) -> Plot | None:
    """The years as bars; a single bar would say no more than its number does."""
    picture = year_picture(years) if len(years) > 1 else None
    if picture is None:
        return None
    first, last = years[0], years[-1]
    alternative = _(
        "Costs from {first} to {last}: {before} kronor the first year, {after} kronor the last. The table has every year.",
        first=str(first.name),
        last=str(last.name),
        before=first.size,
        after=last.size,
    )
    return Plot(picture, alternative)


def _kronor(amount: int | None) -> Cell:
    return Cell(Kronor(int(amount))) if amount is not None else Cell(_("Not known"))


def rights_part(session: Session, contract: Contract, systems: Sequence[System]) -> Part:
    """What the contract gives the right to, and personal data: which systems, which agreement, which sub-suppliers."""
    facts = (
        (_("Data is handed over in"), _known(contract.data_export)),
        (_("Supplier must help at exit"), _known(contract.exit_assistance)),
        (_("Right to use the system's APIs"), _known(contract.api_access_right)),
        (_("Right to the documentation"), _known(contract.documentation_right)),
        (_("Exit terms"), _known(contract.exit_terms or _("The contract has no exit terms, or nobody has entered them"))),
        (_("Data-processing agreement"), _known(contract.data_processing_agreement)),
    )
    return Part(
        "rights", _("Rights, exit and personal data"), words=tuple(_personal_data(session, contract, systems)), facts=facts
    )


def _known(value: object) -> Cell:
    return Cell(value if value is not None else _("Not known"))


def _personal_data(session: Session, contract: Contract, systems: Sequence[System]) -> Iterator[Text]:
    handling = [system.name for system in systems if system.personal_data]
    unknown = [system.name for system in systems if system.personal_data is None]
    if handling:
        yield _("Personal data is handled in: {names}.", names=", ".join(handling))
        if contract.data_processing_agreement is not True:
            yield _("No data-processing agreement is known. The law demands one (GDPR, article 28).")
    if unknown:
        yield _("Not known whether personal data is handled in: {names}.", names=", ".join(unknown))
    query = select(Supplier.name).join(SubSupplier, SubSupplier.supplier_id == Supplier.id)
    handing = query.where(SubSupplier.delivers_to_id == contract.supplier_id, SubSupplier.personal_data.is_not(False))
    names = session.scalars(handing.order_by(Supplier.name).limit(MOST_SUPPLIERS)).all()
    if names:
        yield _("Sub-suppliers that handle personal data, or may: {names}.", names=", ".join(names))


def market_part(session: Session, contract: Contract, systems: Sequence[System]) -> Part:
    """Who else could deliver: the look at the market, and suppliers the municipality already has in the same domains."""
    words: list[Text] = []
    if contract.alternatives is None:
        words.append(_("Nobody has looked at the market. Ask it, and neighbouring municipalities, before the day to decide."))
    else:
        words.append(
            _(
                "Other suppliers that could deliver: {count}, said on {on}.",
                count=contract.alternatives,
                on=contract.alternatives_on,
            )
        )
    if contract.switching_months is not None:
        words.append(_("A change of supplier takes {months} months.", months=contract.switching_months))
    domains = sorted({system.domain for system in systems if system.domain})
    rows = tuple(cells(Cell(name, ("supplier", key)), domain) for key, name, domain in _neighbours(session, contract, domains))
    head = (_("Supplier the municipality already has"), _("In the domain"))
    return Part("market", _("Alternatives"), words=tuple(words), table=Table(head, rows, (1, 1)) if rows else None)


def _neighbours(session: Session, contract: Contract, domains: Sequence[str]) -> list[tuple[str, str, str]]:
    query = (
        select(Supplier.key, Supplier.name, System.domain)
        .join(System, System.supplier_id == Supplier.id)
        .where(System.domain.in_(domains), Supplier.id != contract.supplier_id, System.lifecycle != Lifecycle.RETIRED)
        .distinct()
        .order_by(Supplier.name)
        .limit(MOST_SUPPLIERS)
    )
    return [(key, name, domain or "") for key, name, domain in session.execute(query)]


def plan_part(session: Session, contract: Contract) -> Part:
    """What is meant to come after: way forward, quarter, stages, who leads it."""
    query = select(ProcurementStep).where(ProcurementStep.contract_id == contract.id)
    steps = session.scalars(query.order_by(ProcurementStep.planned_for, ProcurementStep.id)).all()
    leads = contract.procurement_responsible
    facts = (
        (_("Way forward"), Cell(contract.renewal_strategy or _("Nothing decided"))),
        (_("Procurement planned to start"), Cell(quarter(contract.procurement_start))),
        (_("Procurement began on"), Cell(contract.procurement_started or _("Not begun"))),
        (_("Procurement stage"), Cell(contract.procurement_stage or _("Not started"))),
        (_("Leads the procurement"), Cell(leads.name, ("person", leads.key)) if leads else Cell(_("Nobody is named"))),
        (_("Plan for what comes after"), Cell(contract.procurement_strategy or _("Nothing is written"))),
    )
    rows = tuple(
        cells(step.stage, step.planned_for, step.reached_on, step.responsible.name if step.responsible else "") for step in steps
    )
    head = (_("Stage"), _("Planned for"), _("Reached on"), _("Responsible"))
    return Part("plan", _("Plan for what comes after"), facts=facts, table=Table(head, rows, (2, 1, 1, 2)) if rows else None)


def quarter(day: date | None) -> Text:
    """The quarter a procurement is planned to begin in."""
    if day is None:
        return _("Not planned")
    found = quarter_of(day)
    return _("Quarter {quarter} of {year} ({day})", quarter=found.number, year=str(found.year), day=day)
