"""`registry plan`: the best use of a budget for remediation, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from registry.commands.catalogue import catalogue
from registry.core.remediation.plan import Impossible
from registry.core.vocabulary import Funding
from registry.kit.clock import today
from registry.portfolio.planned import SECONDS, planned, to_json
from registry.portfolio.planning import Terms, TermsWrong, case_of, terms_of


class Budget(click.ParamType[tuple[int, Funding, int]]):
    """`YEAR:FUNDING:KRONOR`, such as 2027:investment:5000000."""

    name = "YEAR:FUNDING:KRONOR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, Funding, int]:
        parts = str(value).replace(" ", "").replace("_", "").split(":")
        accepted = ", ".join(funding.value for funding in Funding)
        if len(parts) != 3 or not parts[0].isdecimal() or not parts[2].isdecimal():
            self.fail(f"“{value}” is not YEAR:FUNDING:KRONOR, for example 2027:investment:5000000", param, ctx)
        if parts[1] not in {funding.value for funding in Funding}:
            self.fail(f"“{parts[1]}” is not a funding; accepted are {accepted}", param, ctx)
        return int(parts[0]), next(funding for funding in Funding if funding.value == parts[1]), int(parts[2])


@click.command("plan")
@click.option("--budget", "budgets", type=Budget(), multiple=True, required=True, help="May be given many times.")
@click.option("--most", type=click.IntRange(min=1), help="So many remediations may begin in one year.")
@click.option(
    "--seconds", type=click.FloatRange(min=0.5), default=SECONDS, show_default=True, help="Time to look for a better plan."
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def plan_command(budgets: tuple[tuple[int, Funding, int], ...], most: int | None, seconds: float, output: str) -> None:
    """Choose the remediations that free the most benefit for a budget.

    Exit status 1 when no plan keeps to it, for what must be done does not fit.
    """
    with catalogue() as session:
        case = case_of(session, _terms(budgets, most), today())
        try:
            found = to_json(planned(case, seconds))
        except Impossible:
            raise click.ClickException("No plan keeps to this budget: what must be done does not fit money and years.") from None
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if output == "json" else "\n".join(to_text(found)))


def _terms(budgets: tuple[tuple[int, Funding, int], ...], most: int | None) -> Terms:
    try:
        return terms_of(budgets, most, today())
    except TermsWrong as wrong:
        raise click.ClickException(str(wrong)) from None


def to_text(found: dict[str, Any]) -> Iterator[str]:
    """The plan for people: the answer, what to begin each year, what it frees, what was left out and why."""
    gain = found["benefit"] - found["benefit_without_plan"]
    yield (
        f"{len(found['begin'])} remediations for {found['cost']:,} kronor free {len(found['free'])} initiatives and bring "
        f"{gain:,} kronor more by {found['horizon']} than what is agreed already."
    )
    if found["bound"] - found["benefit"] > found["benefit"] // 1_000:
        yield f"No plan can bring more than {found['bound'] - found['benefit']:,} kronor beyond this one."
    year = None
    for one in found["begin"]:
        if one["year"] != year:
            year = one["year"]
            yield f"\nBegin {year}"
        must = ", must be done" if one["must"] else ""
        yield f"  {one['name']} ({one['system_name']}): {one['cost']:,} kronor of {one['funding']}, done {one['done']}{must}"
        if one["frees"]:
            yield f"    frees {', '.join(one['frees'])}"
        if one["sooner"]:
            yield f"    frees sooner {', '.join(one['sooner'])}"
    yield "\nFreed"
    for one in found["free"]:
        yield f"  {one['name']}: from {one['from']}, {one['benefit_per_year']:,} kronor a year for {one['years']} years"
    yield "\nStill blocked"
    yield from (f"  {one['name']}: {one['benefit_per_year']:,} kronor a year" for one in found["blocked"])
    yield "\nLeft out"
    yield from (f"  {one['name']} ({one['cost']:,} kronor): {one['why']['message']}" for one in found["left_out"])
    for one in found["more"]:
        yield f"\n{one['kronor']:,} kronor more of {one['funding']} in {found['years'][0]} would bring {one['benefit']:,} kronor."
    yield from (f"Cannot be weighed: {one['name']}" for one in (*found["unready"], *found["unweighed"]))
