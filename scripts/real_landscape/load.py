"""Bring the csv files beside this script into the catalogue through the product's own import, as a user would."""

from __future__ import annotations

import sys
from pathlib import Path

from registry.app import create_app
from registry.db import history
from registry.kit import transfer
from registry.kit.database import opened
from registry.kit.spreadsheets import read_table
from registry.resources import RESOURCES

FOLDER = Path(__file__).parent
NOUNS = ("system", "technology", "initiative", "system_touched", "remediation")


def main() -> None:
    with opened(create_app()) as session:
        history.note(session, actor="real_landscape", reason="Assessments and initiatives made up for trying the registry")
        for noun in NOUNS:
            path = FOLDER / f"{noun}.csv"
            made = transfer.plan(session, RESOURCES[noun], RESOURCES[noun].fields, read_table(path.read_bytes(), path.name))
            if made.problems:
                sys.exit("\n".join(f"{path.name}:{each.row}: {each.column}: {each.message}" for each in made.problems))
            transfer.apply(session, made)
        session.commit()


if __name__ == "__main__":
    main()
