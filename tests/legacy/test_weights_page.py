"""The weights: seen by all, changed by architects and administrators, never before their consequences were looked at."""

import re
from datetime import date

import pytest
from conftest import csrf_of
from sqlalchemy import select

from registry.core.legacy.weights import WEIGHTS
from registry.kit.access import Role
from registry.systems.models import LegacyWeights, System

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
    assert "2 systems' scores would move, 2 would change standing" in answer.text
    rows = answer.text.split("<tbody>")[2].split("</tbody>")[0]
    moves = [abs(float(found)) for found in re.findall(r'data-label="Moves by">([-+][\d.]+)<', rows)]
    assert len(moves) == 2
    assert moves == sorted(moves, reverse=True)
    assert "Quite unknown" not in rows
    assert session.scalars(select(LegacyWeights)).all() == []


def test_decided_weights_are_in_force_with_who_and_why_and_move_the_score(client_as, session, systems):
    client = client_as(Role.ADMINISTRATOR)
    assert "Not known" in client.get("/systems/SYS-1").text
    page = post(client, HEAVY_ON_BUSINESS).text
    answer = post(client, HEAVY_ON_BUSINESS, decide="1", seen=seen_in(page), reason="The board wants it")
    assert answer.status_code == 302
    [version] = session.scalars(select(LegacyWeights))
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
    assert session.scalars(select(LegacyWeights)).all() == []


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
