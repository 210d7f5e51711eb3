"""Asking many addresses at once: the bound, the turn of each host, and what silence costs. Nothing here touches a network."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.core.text import text as _
from registry.governance.watch.fetching import PATIENCE, Target, ask_all
from registry.governance.watch.recording import LONGEST_RETRY, pause_after
from registry.kit.fetch import Fetched, FetchRefused, MadeUp, NoAnswer, NotNow


def targets(*hosts: str, each: int = 1) -> list[Target]:
    return [
        Target(number, f"https://{host}/{number}")
        for number, host in enumerate(host for host in hosts for _number in range(each))
    ]


def fetched(target: Target) -> Fetched:
    return Fetched(target.url, b"", {})


def test_every_address_is_answered_once() -> None:
    asked = targets("a", "b", "c", each=4)
    answers = list(ask_all(asked, fetched, workers=3, pause=0))
    assert Counter(answer.target.url for answer in answers) == Counter(target.url for target in asked)
    assert all(answer.fetched for answer in answers)


def test_no_more_than_the_bound_are_asked_at_once_and_each_host_one_at_a_time() -> None:
    busy, most, lock = Counter[str](), Counter[str](), threading.Lock()

    def fetch(target: Target) -> Fetched:
        with lock:
            busy.update({"all": 1, target.host: 1})
            for name, number in busy.items():
                most[name] = max(most[name], number)
        threading.Event().wait(0.005)
        with lock:
            busy.subtract({"all": 1, target.host: 1})
        return fetched(target)

    list(ask_all(targets("a", "b", "c", "d", "e", each=3), fetch, workers=3, pause=0))
    assert most == {"all": 3, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}


def test_a_host_that_hangs_delays_no_other() -> None:
    others_done = threading.Event()

    def fetch(target: Target) -> Fetched:
        if target.host == "hangs" and not others_done.wait(20):
            raise AssertionError("the others waited for the host that hangs")
        return fetched(target)

    seen = []
    for answer in ask_all(targets("hangs", "a", "b", each=5), fetch, workers=2, pause=0):
        seen.append(answer.target.host)
        if seen.count("a") == seen.count("b") == 5:
            others_done.set()
        assert answer.fetched, answer.problem
    assert seen[:10].count("hangs") == 0


def test_hosts_that_failed_before_come_after_the_others() -> None:
    troubled, well = Target(1, "https://troubled/", failures=2), Target(2, "https://well/")
    assert [answer.target for answer in ask_all([troubled, well], fetched, workers=1, pause=0)] == [well, troubled]


def test_a_host_that_cannot_be_is_left_alone_at_once() -> None:
    tried = []

    def fetch(target: Target) -> Fetched:
        tried.append(target)
        raise MadeUp(_("“{host}” is a made-up name", host=target.host))

    answers = list(ask_all(targets("api.granvik.example", each=6), fetch, pause=0))
    assert len(tried) == 1
    assert {(answer.asked, str(answer.problem)) for answer in answers} == {(False, "“api.granvik.example” is a made-up name")}


def test_a_silent_host_is_soon_left_alone() -> None:
    def fetch(target: Target) -> Fetched:
        raise NoAnswer(_("“{host}” does not answer", host=target.host))

    answers = list(ask_all(targets("silent", each=6), fetch, pause=0))
    assert [answer.asked for answer in answers] == [True] * PATIENCE + [False] * (6 - PATIENCE)


def test_a_host_that_lacks_one_document_is_asked_for_the_others() -> None:
    def fetch(target: Target) -> Fetched:
        raise FetchRefused(_("“{host}” answers {status} instead of the document", host=target.host, status=404))

    assert all(answer.asked for answer in ask_all(targets("forgetful", each=6), fetch, pause=0))


def test_a_host_that_asks_for_time_is_asked_for_nothing_more() -> None:
    def fetch(_target: Target) -> Fetched:
        raise NotNow(_("Wait"), 600)

    answers = list(ask_all(targets("busy", each=3), fetch, pause=0))
    assert [(answer.asked, answer.wait) for answer in answers] == [(True, 600), (False, 600), (False, 600)]


def test_a_fault_over_one_address_is_that_addresss_problem() -> None:
    def fetch(target: Target) -> Fetched:
        if target.version_id == 1:
            raise RuntimeError("a fault of ours")
        return fetched(target)

    answers = {answer.target.version_id: answer for answer in ask_all(targets("a", each=3), fetch, pause=0)}
    assert "fault in this software" in str(answers[1].problem)
    assert answers[0].fetched
    assert answers[2].fetched


@given(st.integers(1, 10_000))
def test_each_failure_lengthens_the_pause_up_to_a_day(failures: int) -> None:
    assert timedelta(minutes=15) <= pause_after(failures) <= pause_after(failures + 1) <= LONGEST_RETRY
