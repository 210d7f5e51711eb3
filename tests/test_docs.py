"""The documentation leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "specs" / "README.md", *sorted((ROOT / "registry" / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def test_every_setting_is_told_in_the_readme():
    from dataclasses import fields

    from registry.config import PREFIX, Settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = {field.name for field in fields(Settings) if f"`{PREFIX}{field.name.upper()}`" in readme}
    assert {field.name for field in fields(Settings)} - told == set()


def test_every_command_is_told_in_the_readme():
    from registry.cli import COMMANDS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"registry {name}" not in readme] == []
