"""The weights: seen by all, changed by architects and administrators, never before their consequences were looked at."""

import re
from datetime import date

import pytest
from conftest import csrf_of
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from registry.core.legacy.weights import WEIGHTS
from registry.core.vocabulary import Score
from registry.kit.access import Role
from registry.scores.models import ScoreWeights
from registry.scores.weights import OWN, DecidedMeanwhile, decide
from registry.systems.models import System

ADDRESS = "/legacy/weights"
HEAVY_ON_BUSINESS = {**WEIGHTS, "business_fit": 52, "technology": 0, "security": 0, "supplier_support": 8}


@pytest.fixture
def systems(app, session):
    app.config["TODAY"] = date(2026, 11, 25)
    day = date(2026, 10, 1)
    answers = {"can_be_developed": 1, "can_be_secured": 1, "competence": 1, "documented": 1, "supplier_support": 1}
    session.add(System(key="SYS-1", name="Sound but unloved", business_fit=1, assessed_on=day, **dict.fromkeys(answers, 5)))
    session.add(System(key="SYS-2", name="Loved but unsound", business_fit=5, assessed_on=day, **answers))
    session.add(System(key="SYS-3", name="Quite unknown"))
    session.commit()


def post(client, weights, **more):
    token = csrf_of(client.get(ADDRESS).text)
    return client.post(ADDRESS, data={"csrf_token": token, **{key: str(points) for key, points in weights.items()}, **more})


def seen_in(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_preview_names_whose_score_moves_and_whose_standing_turns_and_saves_nothing(client_as, session, systems):
    answer = post(client_as(Role.ARCHITECT), HEAVY_ON_BUSINESS)
    assert answer.status_code == 200
    assert "2 scores would move, 2 would come to mean something else" in answer.text
    rows = answer.text.split("<tbody>")[2].split("</tbody>")[0]
    moves = [abs(float(found)) for found in re.findall(r'data-label="Moves by">([-+][\d.]+)<', rows)]
    assert len(moves) == 2
    assert moves == sorted(moves, reverse=True)
    assert "Quite unknown" not in rows
    assert session.scalars(select(ScoreWeights)).all() == []


def test_decided_weights_are_in_force_with_who_and_why_and_move_the_score(client_as, session, systems):
    client = client_as(Role.ADMINISTRATOR)
    assert "Not known" in client.get("/systems/SYS-1").text
    page = post(client, HEAVY_ON_BUSINESS).text
    answer = post(client, HEAVY_ON_BUSINESS, decide="1", seen=seen_in(page), reason="The board wants it")
    assert answer.status_code == 302
    [version] = session.scalars(select(ScoreWeights))
    assert (version.decided_by, version.reason) == ("administrator@granvik.example", "The board wants it")
    assert version.weights == HEAVY_ON_BUSINESS
    assert "The board wants it" in client_as(Role.READER).get(ADDRESS).text
    assert "52 of 100" in client.get("/systems/SYS-1").text or "52 to" in client.get("/systems/SYS-1").text


def test_nothing_is_decided_without_a_reason_or_with_points_that_nobody_looked_at(client_as, session, systems):
    client = client_as(Role.ARCHITECT)
    seen = seen_in(post(client, HEAVY_ON_BUSINESS).text)
    without = post(client, HEAVY_ON_BUSINESS, decide="1", seen=seen, reason=" ")
    assert without.status_code == 422
    assert "Say why" in without.text
    other = {**WEIGHTS, "technology": 19, "security": 17}
    unseen = post(client, other, decide="1", seen=seen, reason="Because")
    assert unseen.status_code == 422
    assert "The points have changed since you looked" in unseen.text
    assert session.scalars(select(ScoreWeights)).all() == []


def test_points_that_do_not_sum_to_a_hundred_are_refused_and_kept(client_as, systems):
    answer = post(client_as(Role.ARCHITECT), {**WEIGHTS, "technology": 99})
    assert answer.status_code == 422
    assert "The points sum to 179; they must sum to 100." in answer.text
    assert 'value="99"' in answer.text
    assert "“many” is not a whole number" in post(client_as(Role.ARCHITECT), {**WEIGHTS, "technology": "many"}).text


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.PROCUREMENT])
def test_others_read_the_weights_and_change_nothing(client_as, role, systems):
    client = client_as(role)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "See what would move" not in page.text
    token = csrf_of(client.get("/me").text)
    assert client.post(ADDRESS, data={"csrf_token": token}).status_code == 403


def test_a_register_too_large_to_load_is_sampled_and_says_so(app, client_as, systems, monkeypatch):
    monkeypatch.setattr("registry.legacy.chosen.SAMPLE", 2)
    app.config["LANDSCAPE_LARGEST"] = 1
    answer = post(client_as(Role.ARCHITECT), HEAVY_ON_BUSINESS)
    assert "An even sample of 1 of 3 systems in use." in answer.text


def test_what_others_decided_meanwhile_is_shown_before_anything_is_decided_over_it(client_as, session, systems):
    first, second = client_as(Role.ARCHITECT), client_as(Role.ADMINISTRATOR)
    seen = seen_in(post(first, HEAVY_ON_BUSINESS).text)
    other = {**WEIGHTS, "technology": 19, "security": 17}
    post(second, other, decide="1", seen=seen_in(post(second, other).text), reason="Security first")
    late = post(first, HEAVY_ON_BUSINESS, decide="1", seen=seen, reason="The board wants it")
    assert late.status_code == 422
    assert "Others have decided new weights since you looked" in late.text
    assert "The board wants it</textarea>" in late.text
    assert [row.weights for row in session.scalars(select(ScoreWeights))] == [other]
    again = post(first, HEAVY_ON_BUSINESS, decide="1", seen=seen_in(late.text), reason="The board wants it")
    assert again.status_code == 302
    assert [row.number for row in session.scalars(select(ScoreWeights).order_by(ScoreWeights.number))] == [1, 2]
    assert "Reckoned with version 2 of the weights" in first.get("/systems/SYS-1").text


def test_two_decisions_at_once_become_one(session):
    decide(session, Score.LEGACY, WEIGHTS, after=0, by="a", reason="r")
    session.add(ScoreWeights(score=Score.LEGACY, number=1, decided_by="b", reason="r", weights=dict(WEIGHTS)))
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()
    with pytest.raises(DecidedMeanwhile):
        decide(session, Score.LEGACY, WEIGHTS, after=0, by="b", reason="r")
    decide(session, Score.LOCK_IN, OWN[Score.LOCK_IN], after=0, by="b", reason="r")


@pytest.mark.parametrize("seen", ["", "x", "9" * 30, "-1,technology:20"])
def test_a_made_up_sign_of_having_looked_is_refused_and_what_was_typed_kept(client_as, systems, seen):
    answer = post(client_as(Role.ARCHITECT), HEAVY_ON_BUSINESS, decide="1", seen=seen, reason="Because")
    assert answer.status_code == 422
    assert "Because</textarea>" in answer.text
    wrong = post(client_as(Role.ARCHITECT), {**WEIGHTS, "technology": 99}, decide="1", seen=seen, reason="Because")
    assert wrong.status_code == 422
    assert "Because</textarea>" in wrong.text
