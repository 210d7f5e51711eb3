"""`registry reminders`: send what is due, for cron or systemd; safe beside the scheduler of the web application."""

from __future__ import annotations

import click


@click.group("reminders")
def reminders_group() -> None:
    """Reminders about contracts' days, by e-mail."""


@reminders_group.command("send")
@click.option("--dry-run", is_flag=True, help="Only list what is due, sent or not.")
def send(dry_run: bool) -> None:
    """Send every reminder that is due and has not been sent."""
    from registry.app import create_app
    from registry.kit import clock
    from registry.kit.database import opened
    from registry.procurement import reminder_mail

    with opened(create_app()) as session:
        if dry_run:
            for item, renewal in reminder_mail.all_due(session, clock.today()):
                click.echo(f"{renewal.action.day}  {item.account.email}  {renewal.action.kind.label}: {renewal.contract.name}")
            return
        server = reminder_mail.server_of_installation()
        if server is None:
            raise click.ClickException("No e-mail is sent: set REGISTRY_SMTP_HOST and REGISTRY_SMTP_FROM.")
        outcome = reminder_mail.send_due(session, server, clock.today())
    click.echo(f"Reminders sent: {outcome.sent}")
    if outcome.unknown:
        click.echo(f"Not known whether they went, and not sent again: {outcome.unknown}. The page Reminders says which.")
    if outcome.problem is not None:
        raise click.ClickException(f"Some could not be sent and are tried again: {outcome.problem}")
