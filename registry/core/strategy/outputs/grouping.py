"""How outcomes are grouped, named and coloured where they are shown as HTML: in the report and on the registry's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.core.strategy.outputs.wording import ORDER
from registry.core.strategy.verdict import ClauseResult, Level, State
from registry.core.text import Text
from registry.core.text import text as _

HEADINGS: Mapping[State, Text] = {
    State.FAILED: _("Failed"),
    State.WAIVED: _("Waived"),
    State.NOT_CHECKABLE: _("Not checkable"),
    State.PASSED: _("Passed"),
}
VERDICTS: Mapping[State, Text] = {
    State.PASSED: _("Follows all MUST clauses that can be checked"),
    State.FAILED: _("Breaks MUST clauses"),
    State.NOT_CHECKABLE: _("Nothing could be checked"),
}
_KINDS = {State.PASSED: "good", State.FAILED: "bad", State.WAIVED: "info", State.NOT_CHECKABLE: "unknown"}


def by_state(results: Iterable[ClauseResult]) -> dict[State, list[ClauseResult]]:
    """The outcomes by state, what needs work first; MUST before SHOULD before MAY, otherwise in their own order."""
    levels = list(Level)
    groups: dict[State, list[ClauseResult]] = {state: [] for state in ORDER}
    for result in sorted(results, key=lambda result: levels.index(result.level)):
        groups[result.state].append(result)
    return groups


def kind_of(state: State, level: Level = Level.MUST) -> str:
    """The colour: a broken MUST is bad, a broken SHOULD or MAY warns."""
    if state is State.FAILED and level is not Level.MUST:
        return "warning"
    return _KINDS[state]
