"""The `registry` command. Each command's module is imported only when it is called, so that checking a document starts fast."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "check": "check:check_command",
    "diff": "diff:diff_command",
    "drift": "drift:drift_command",
    "blockers": "blockers:blockers_command",
    "plan": "plan:plan_command",
    "indicators": "indicators:indicators_group",
    "specs": "specs:specs_group",
    "strategy": "strategy:strategy_group",
    "reminders": "reminders:reminders_group",
    "demo": "demo:demo_command",
    "database": "database:database_group",
    "accounts": "accounts:accounts_group",
}


class LazyGroup(click.Group):
    """Commands named in COMMANDS, found when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(import_module(f"registry.commands.{module}"), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="digital-legacy-registry")
def main() -> None:
    """Registry of digital legacy and APIs."""
