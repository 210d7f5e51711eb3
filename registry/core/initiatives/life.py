"""The life of an initiative: from which status it may go to which, and what is asked at each step, no earlier."""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus as Status


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the life. `needs` are the fields that must be filled in, `asks` those that may be; `day` is set to the day it
    is taken. `reveals` asks what legacy the initiative ran into."""

    name: str
    label: Text
    question: Text
    sources: frozenset[Status]
    target: Status
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    day: str | None = None
    reveals: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "assess",
            _("Assess it together"),
            _("What would it give, what would it cost, and what could go wrong? An estimate that all agree on is enough."),
            frozenset({Status.IDEA, Status.ASSESSED}),
            Status.ASSESSED,
            ("expected_benefit", "budget", "risk"),
            ("benefit_note", "running_cost", "funding", "risk_note"),
            "assessed_on",
        ),
        Step(
            "activate",
            _("Start it"),
            _("By which day may nothing stand in its way any more? From that day the registry finds what blocks it."),
            frozenset({Status.ASSESSED, Status.PAUSED}),
            Status.ACTIVE,
            ("needed_by",),
            ("starts_on", "lead"),
        ),
        Step(
            "finish",
            _("It is done"),
            _("What did it give, what did you learn, and what legacy did you run into?"),
            frozenset({Status.ACTIVE}),
            Status.DONE,
            (),
            ("realised_benefit", "learnt"),
            "ended_on",
            reveals=True,
        ),
        Step(
            "pause",
            _("Pause it"),
            _("Why does it wait, and what would set it going again?"),
            frozenset({Status.ACTIVE}),
            Status.PAUSED,
            ("status_reason",),
        ),
        Step(
            "stop",
            _("Stop it"),
            _("Why is it stopped? A no with its reason saves the next one from asking again."),
            frozenset({Status.IDEA, Status.ASSESSED, Status.ACTIVE, Status.PAUSED}),
            Status.STOPPED,
            ("status_reason",),
            ("learnt",),
            "ended_on",
        ),
        Step(
            "reopen",
            _("Take it up again"),
            _("It becomes an idea again; what was assessed is kept, and should be looked at anew."),
            frozenset({Status.STOPPED}),
            Status.IDEA,
        ),
    )
}


def steps_from(status: Status) -> tuple[Step, ...]:
    """The steps that may be taken from `status`, the one forward first."""
    return tuple(step for step in STEPS.values() if status in step.sources)
