"""`registry indicators`: today's values of the municipality's indicators, kept."""

from __future__ import annotations

import click

from registry.commands.catalogue import catalogue
from registry.kit.clock import today
from registry.procurement import lock_in_days
from registry.procurement.upkeep import reckon_all
from registry.reports.indicators import take


@click.group("indicators")
def indicators_group() -> None:
    """The municipality's indicators."""


@indicators_group.command("take")
def take_command() -> None:
    """Keep today's indicators and every contract's lock-in: run it daily. A second time on one day replaces the first."""
    with catalogue() as session:
        reckon_all(session, today())
        number = take(session, today())
        contracts = lock_in_days.keep(session, today())
        session.commit()
    click.echo(f"{number} indicators taken, and the lock-in of {contracts} contracts.")
