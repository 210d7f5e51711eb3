"""`registry plan`: the best use of a budget from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask import Flask

from registry.cli import main

pytestmark = pytest.mark.database
BUDGET = ["--budget", "2027:operating:2 000 000", "--budget", "2028:investment:6000000", "--budget", "2028:operating:2000000"]


@pytest.fixture
def run(demo_app: Flask, monkeypatch: pytest.MonkeyPatch):
    settings = demo_app.config["SETTINGS"]
    monkeypatch.setenv("REGISTRY_INSTANCE", str(settings.instance))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", settings.database_url)
    return lambda *arguments: CliRunner().invoke(main, ["plan", *arguments])


def test_the_plan_keeps_to_the_money_and_adds_up(run) -> None:
    result = run(*BUDGET, "--format", "json")
    assert result.exit_code == 0, result.output
    plan = json.loads(result.output)
    assert plan["benefit"] == sum(one["benefit"] for one in plan["free"])
    assert plan["cost"] == sum(one["cost"] for one in plan["begin"])
    assert all(one["benefit"] == one["benefit_per_year"] * one["years"] for one in plan["free"])
    for place in plan["money"]:
        paid = [
            paid["kronor"]
            for one in plan["begin"]
            for paid in one["payments"]
            if (paid["year"], one["funding"]) == (place["year"], place["funding"])
        ]
        assert place["left"] == place["kronor"] - sum(paid) >= 0
    assert {one["initiative"] for one in plan["free"]}.isdisjoint(one["initiative"] for one in plan["blocked"])
    assert [point["benefit"] for point in plan["frontier"]] == sorted(point["benefit"] for point in plan["frontier"])


def test_the_text_says_what_to_begin_what_it_frees_and_why_the_rest_waits(run) -> None:
    text = run(*BUDGET).output
    assert "Begin 2027" in text
    assert "must be done" in text
    assert "It stands in no initiative's way" in text
    assert "kronor more of operating in 2027 would bring" in text


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ("2027:gold:5", "“gold” is not a funding; accepted are operating, investment"),
        ("2027:5", "is not YEAR:FUNDING:KRONOR"),
        ("1999:operating:5", "The years must begin with"),
    ],
)
def test_a_wrong_budget_is_told(run, budget: str, told: str) -> None:
    result = run("--budget", budget)
    assert result.exit_code != 0
    assert told in result.output


def test_what_must_be_done_and_does_not_fit_is_told(run) -> None:
    result = run("--budget", "2027:operating:1")
    assert result.exit_code == 1
    assert "what must be done does not fit" in result.output
