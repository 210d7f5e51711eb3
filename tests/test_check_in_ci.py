"""What the documentation tells build servers to do can be done: its YAML is read, its commands and calls exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from flask import Flask

from registry.cli import main
from registry.kit.security import TOKEN_HEADER

PAGE = (Path(__file__).parents[1] / "registry" / "docs" / "check-in-ci.md").read_text(encoding="utf-8")
WORKFLOWS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)]


def scripts(workflow: dict[Any, Any]) -> Iterator[str]:
    """The lines that a workflow runs, of either kind of build server."""
    steps = [step for job in workflow.get("jobs", {}).values() for step in job["steps"]]
    for lines in [step["run"] for step in steps if "run" in step]:
        yield from lines.splitlines()
    for job in workflow.values():
        if isinstance(job, dict):
            yield from job.get("script", [])


COMMANDS = [line for workflow in WORKFLOWS for line in scripts(workflow)]
COMMANDS += [line.strip() for line in PAGE.splitlines() if line.startswith("    registry ") or line.startswith("    curl ")]


def test_there_is_a_workflow_for_each_way_and_each_kind_of_server() -> None:
    kinds = ["jobs" in workflow for workflow in WORKFLOWS]
    ways = ["registry check" in " ".join(scripts(workflow)) for workflow in WORKFLOWS]
    assert sorted(zip(kinds, ways, strict=True)) == [(False, False), (False, True), (True, False), (True, True)]
    for workflow in WORKFLOWS:
        assert "on" in workflow or True in workflow or "script" in next(iter(workflow.values()))  # YAML 1.1 reads `on` as true


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("registry ")])
def test_every_command_is_one_with_options_it_takes(line: str) -> None:
    _program, name, *arguments = shlex.split(line)
    command = main.get_command(main.make_context("registry", ["--help"], resilient_parsing=True), name)
    assert command is not None, name
    command.make_context(name, arguments)  # raises what the command line would say


def test_every_option_in_the_table_is_one_the_check_takes() -> None:
    table = [line for line in PAGE.splitlines() if line.startswith("| ")]
    told = [part for line in table for part in re.findall(r"`(--[^`]*)`", line)]
    command = main.get_command(main.make_context("registry", ["--help"], resilient_parsing=True), "check")
    assert command is not None
    assert len(told) > 8
    for options in told:
        command.make_context("check", ["specs", *shlex.split(options)])


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("curl ")])
def test_every_call_goes_where_the_interface_is(app: Flask, line: str) -> None:
    address = urlsplit(shlex.split(line)[-1].replace("$REGISTRY_URL", "https://registry.example.se"))
    call = app.test_client().get("/api/openapi.json").json["paths"][address.path]["post"]
    assert parse_qs(address.query).keys() <= {parameter["name"] for parameter in call["parameters"]}
    headers = {word.partition(":")[0]: word.partition(":")[2].strip() for word in shlex.split(line) if ":" in word}
    assert TOKEN_HEADER in headers
    assert headers["Content-Type"] in call["requestBody"]["content"]
