"""The weights of the lock-in score: decided by those who see terms, and told wherever a score is shown or kept."""

import re
from datetime import date, timedelta

import pytest
from conftest import csrf_of
from procurement.catalogue import contract

from registry.contracts.costs import LockInSnapshot
from registry.core.lock_in.weights import WEIGHTS
from registry.core.vocabulary import DataExport, Score, SupplierRelation
from registry.kit.access import Role
from registry.procurement import lock_in_days, weights_pages
from registry.procurement.lock_in import lock_in_of
from registry.scores.weights import decide

ADDRESS = "/lock-in/weights"
TODAY = date(2026, 11, 25)
HEAVY_ON_DATA = {
    **WEIGHTS,
    "data_export": 53,
    "integrations": 0,
    "dependents": 0,
    "critical_dependents": 0,
    "relation": 0,
    "time_left": 6,
}


@pytest.fixture
def contracts(app, session):
    app.config["TODAY"] = TODAY
    closed = contract(session, "CON-1", data_export=DataExport.NONE, switching_months=18)
    closed.supplier.relation, closed.supplier.relation_reviewed_on = SupplierRelation.WORKABLE, date(2026, 5, 1)
    contract(session, "CON-2", data_export=DataExport.OPEN_FORMAT)
    session.commit()
    return closed


def post(client, weights, **more):
    token = csrf_of(client.get(ADDRESS).text)
    return client.post(ADDRESS, data={"csrf_token": token, **{key: str(points) for key, points in weights.items()}, **more})


def seen_in(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def cells(page, label):
    return re.findall(rf'data-label="{label}" class="number">([^<]*)<', page)


def ends(written):
    low, _dash, high = written.partition("–")
    return [low, high or low]


def test_the_score_on_a_contracts_page_can_be_added_up_by_hand_under_the_weights_it_names(client_as, session, contracts):
    decide(session, Score.LOCK_IN, HEAVY_ON_DATA, after=0, by="a@granvik.example", reason="Data first")
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1").text
    assert "Reckoned with version 1 of the weights" in page
    *points, total = cells(page, "Points")[: len(WEIGHTS) + 1]
    *most, hundred = cells(page, "Of at most")
    shares = cells(page, "Share")
    assert [int(each) for each in most] == list(HEAVY_ON_DATA.values())
    assert hundred == "100"
    for written, weight, share in zip(points, most, shares, strict=True):
        by_hand = [2 * int(weight) * _fraction(each) + 1 for each in ends(share)]
        assert [int(each) for each in ends(written)] == [int(each // 2) for each in by_hand]
    assert [sum(int(ends(each)[side]) for each in points) for side in (0, 1)] == [int(each) for each in ends(total)]


def _fraction(written):
    upper, _slash, lower = written.partition("/")
    return int(upper) / int(lower or 1)


def test_who_would_move_is_shown_to_those_who_decide_and_nothing_is_saved_before(client_as, session, contracts):
    client = client_as(Role.PROCUREMENT)
    preview = post(client, HEAVY_ON_DATA)
    assert "2 scores would move" in preview.text
    assert "Avtal CON-1" in preview.text
    before = lock_in_of_one(client.application, session, contracts)
    assert post(client, HEAVY_ON_DATA, decide="1", seen=seen_in(preview.text), reason="Data first").status_code == 302
    after = lock_in_of_one(client.application, session, contracts)
    assert after.low > before.low
    assert {part.key: part.weight for part in after.components} == HEAVY_ON_DATA


def lock_in_of_one(app, session, one):
    with app.app_context():
        return lock_in_of(session, one, TODAY)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ARCHITECT])
def test_others_read_the_weights_but_never_which_contracts_would_move(client_as, contracts, role):
    client = client_as(role)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "See what would move" not in page.text
    answer = client.post(ADDRESS, data={"csrf_token": csrf_of(client.get("/me").text), **HEAVY_ON_DATA})
    assert answer.status_code == 403
    assert "Avtal" not in page.text + answer.text


def test_kept_scores_say_which_weights_they_had_and_are_not_compared_across_them(client_as, app, session, contracts):
    with app.app_context():
        lock_in_days.keep(session, TODAY - timedelta(days=30))
        session.commit()
        decide(session, Score.LOCK_IN, HEAVY_ON_DATA, after=0, by="a@granvik.example", reason="Data first")
        found = lock_in_of(session, contracts, TODAY)
        assert lock_in_days.standing(session, contracts.id, found) is None
        lock_in_days.keep(session, TODAY)
        session.commit()
        assert lock_in_days.standing(session, contracts.id, found).others == 1
    assert {row.day: row.weights_id is None for row in session.query(LockInSnapshot)} == {
        TODAY - timedelta(days=30): True,
        TODAY: False,
    }
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1").text
    assert "The weights were changed in between" in page
    assert re.search(r"version 1</td>.*the product(?:&#39;|.)s own</td>", page, re.DOTALL)


def test_many_contracts_are_sampled_evenly_and_the_page_says_so(client_as, contracts, monkeypatch):
    monkeypatch.setattr(weights_pages, "SAMPLE", 1)
    assert "An even sample of 1 of 2 contracts that may be in force." in post(client_as(Role.PROCUREMENT), HEAVY_ON_DATA).text
