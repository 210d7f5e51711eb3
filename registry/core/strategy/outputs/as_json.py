"""Verdicts as one JSON object, file after file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from registry.core.strategy.outputs.outcome import Compared, NotRead, Outcome
from registry.core.strategy.profile import Profile
from registry.core.strategy.record import text_to_json, to_json


def write_json(outcomes: Iterable[Outcome], profile: Profile) -> Iterator[str]:
    """`{"profile", "profile_version", "files": [...]}`, each file as `file_to_json` gives it. In English, with templates."""
    yield head_of(profile)
    for number, outcome in enumerate(outcomes):
        yield (", " if number else "") + entry_of(outcome)
    yield END


END = "]}\n"


def head_of(profile: Profile) -> str:
    """What stands before the first file."""
    return f'{_dump({"profile": profile.id, "profile_version": profile.version})[:-1]}, "files": ['


def entry_of(outcome: Outcome) -> str:
    """One file's entry."""
    return _dump(file_to_json(outcome))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def file_to_json(outcome: Outcome) -> dict[str, Any]:
    """`file` with the report, or with `error` and `line`; `baseline` tells what a comparison left out."""
    if isinstance(outcome, NotRead):
        return {"file": outcome.file, "error": str(outcome.message), "line": outcome.line}
    entry = {"file": outcome.file, **to_json(outcome.report)}
    return entry if outcome.compared is None else {**entry, "baseline": _compared(outcome.compared)}


def _compared(compared: Compared) -> dict[str, Any]:
    gone = [{"clause": one.clause, "rule": one.rule, "count": one.places, **text_to_json(one.message)} for one in compared.gone]
    return {"known": compared.known, "mended": gone}
