"""The life of an initiative: which steps are open, and that every way ends."""

from registry.core.initiatives.life import STEPS, steps_from
from registry.core.vocabulary import InitiativeStatus as Status


def names(status):
    return [step.name for step in steps_from(status)]


def test_an_idea_is_assessed_or_stopped_and_cannot_be_started():
    assert names(Status.IDEA) == ["assess", "stop"]


def test_what_runs_can_be_finished_paused_or_stopped_and_a_pause_ends_in_a_start_or_a_stop():
    assert names(Status.ACTIVE) == ["finish", "pause", "stop"]
    assert names(Status.PAUSED) == ["activate", "stop"]


def test_what_is_done_stays_done_and_what_was_stopped_may_become_an_idea_again():
    assert names(Status.DONE) == []
    assert names(Status.STOPPED) == ["reopen"]


def test_each_step_asks_what_it_must():
    assert STEPS["activate"].needs == ("needed_by",)
    assert STEPS["stop"].needs == STEPS["pause"].needs == ("status_reason",)
    assert [step.name for step in STEPS.values() if step.reveals] == ["finish"]


def test_every_status_can_be_reached_from_an_idea_and_every_way_can_end():
    reached, level = {Status.IDEA}, [Status.IDEA]
    while level:
        level = [step.target for status in level for step in steps_from(status) if step.target not in reached]
        reached.update(level)
    assert reached == set(Status)
    for status in set(Status) - {Status.DONE, Status.STOPPED}:
        assert "stop" in names(status)
