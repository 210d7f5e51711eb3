"""The landscape's pages: picture, text, table and file give one answer, to whoever may see it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.core.api_vocabulary import VersionStatus
from registry.core.vocabulary import DependencyKind, InitiativeStatus, Lifecycle, RemediationKind, Strength, Touch, Verdict
from registry.initiatives.models import Initiative, Remediation, SystemTouched
from registry.kit.access import Role
from registry.kit.database import database
from registry.organisations.models import Organisation
from registry.systems.models import Dependency, LegacyVerdict, System

HOSTILE = "<script>alert(1)</script> & Co"
SECRET = 987654321


@pytest.fixture
def reader(app: Flask, session: Session, client_as: Callable[[Role], FlaskClient]) -> FlaskClient:
    """Someone who only reads, on a catalogue where an old archive blocks new e-services."""
    app.config["TODAY"] = date(2026, 11, 24)
    town = Organisation(key="ORG-1", name="Town hall")
    names = {"services": "E-services", "cases": HOSTILE, "archive": "Archive", "maps": "Maps", "alone": "Alone"}
    systems = {
        key: System(key=key, name=name, domain="Services" if key == "services" else "Records", owner_organisation=town)
        for key, name in names.items()
    }
    systems["archive"].maintenance_cost = SECRET
    systems["archive"].can_be_secured, systems["archive"].assessed_on = 2, date(2026, 1, 15)
    systems["maps"].lifecycle = Lifecycle.PLANNED
    session.add_all(systems.values())
    version = ApiVersion(key="maps-1", api=Api(key="maps", name="Map API"), version="1.0", status=VersionStatus.ACTIVE)
    ties = (
        ("services", "cases", DependencyKind.API, Strength.HARD),
        ("cases", "archive", DependencyKind.FILE_TRANSFER, Strength.HARD),
        ("cases", "archive", DependencyKind.MANUAL, Strength.SOFT),
        ("maps", "cases", DependencyKind.API, Strength.SOFT),
        ("archive", "maps", DependencyKind.PLATFORM, Strength.HARD),
    )
    for number, (source, target, kind, strength) in enumerate(ties, 1):
        edge = Dependency(key=f"DEP-{number}", source=systems[source], target=systems[target], kind=kind, strength=strength)
        edge.api_version = version if number == 4 else None
        session.add(edge)
    session.add_all(
        [
            LegacyVerdict(
                key="VERD-1",
                system=systems["archive"],
                verdict=Verdict.LEGACY,
                reason="Nobody knows it",
                decided_on=date(2026, 1, 1),
                review_on=date(2027, 1, 1),
            ),
            Remediation(key="REM-1", name="Replace", system=systems["archive"], kind=RemediationKind.REPLACE),
            SystemTouched(
                key="TOUCH-1",
                initiative=Initiative(key="INI-1", name="Moves online", status=InitiativeStatus.ACTIVE),
                system=systems["services"],
                touch=Touch.CHANGES,
            ),
        ]
    )
    session.commit()
    return client_as(Role.READER)


def data(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))[1:]


def keys_in_table(page: str) -> set[str]:
    """The dependencies that the page's table links to."""
    return set(re.findall(r'href="/dependencies/(DEP-\d+)"', page))


QUESTIONS = ["", "?start=cases", "?start=services&hops=3", "?kind=api", "?start=cases&direction=dependents", "?domain=Records"]


def test_picture_text_table_and_file_hold_the_same_dependencies(reader: FlaskClient) -> None:
    for question in QUESTIONS:
        drawn, page, file = (
            data(reader, f"/landscape/data.json{question}"),
            text_of(reader, f"/landscape{question}"),
            rows_of(reader, f"/landscape/dependencies.csv{question}"),
        )
        edges = {edge["id"] for edge in drawn["edges"]}
        assert edges
        assert keys_in_table(page) == edges == {row[0] for row in file}
        sentences = re.search(r'<ul class="sentences">(.*?)</ul>', page, re.DOTALL)
        assert sentences
        tied = {end for edge in drawn["edges"] for end in (edge["from"], edge["to"])}
        assert sentences.group(1).count("<li>") == len(edges) + len(drawn["nodes"]) - len(tied)
        assert len(drawn["nodes"]) + drawn["hidden"] == drawn["total"]


def test_what_does_not_fit_is_counted_and_can_be_opened(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.landscape.question.MOST_DRAWN", 2)
    page = text_of(reader, "/landscape?view=systems")
    assert "3 systems are hidden." in page
    assert "/landscape?view=systems&amp;opened=1" in page
    assert len(data(reader, "/landscape/data.json?view=systems")["nodes"]) == 2
    assert len(data(reader, "/landscape/data.json?view=systems&opened=1")["nodes"]) == 5
    assert len(rows_of(reader, "/landscape/dependencies.csv?view=systems")) == 5


def test_dependencies_that_lead_out_of_the_picture_are_counted(reader: FlaskClient) -> None:
    page = text_of(reader, "/landscape?start=services")
    assert "1 dependency between the systems shown." in page
    assert "3 more lead out of the picture" in " ".join(page.split())
    cards = {node["id"]: dict(node["card"]["facts"]) for node in data(reader, "/landscape/data.json?start=services")["nodes"]}
    assert cards["cases"]["Dependencies not in the picture"] == "3"


def test_every_system_has_a_place_of_its_own_from_the_server(reader: FlaskClient) -> None:
    for question in QUESTIONS:
        nodes = data(reader, f"/landscape/data.json{question}")["nodes"]
        assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
        assert data(reader, f"/landscape/data.json{question}")["nodes"] == nodes


def test_legacy_and_blocking_show_in_shape_border_and_symbol(reader: FlaskClient) -> None:
    nodes = {node["id"]: node for node in data(reader, "/landscape/data.json")["nodes"]}
    archive, services = nodes["archive"], nodes["services"]
    assert archive["label"] == "⊘⚠ Archive"
    assert archive["shapeProperties"] == {"borderRadius": 0, "borderDashes": [6, 4]}
    assert archive["borderWidth"] > services["borderWidth"]
    assert archive["card"]["blocks"] == [["Moves online", "/initiatives/INI-1"]]
    assert services["label"] == "E-services"
    assert nodes["maps"]["label"] == "Maps\n(Planned)"


def test_lines_show_what_conducts_and_parallel_ones_are_bent_apart(reader: FlaskClient) -> None:
    edges = {edge["id"]: edge for edge in data(reader, "/landscape/data.json")["edges"]}
    assert {key: edge["look"] for key, edge in edges.items()} == {
        "DEP-1": "conducts",
        "DEP-2": "conducts",
        "DEP-3": "soft",
        "DEP-4": "soft",
        "DEP-5": "conducts",
    }
    assert edges["DEP-2"]["smooth"]["roundness"] != edges["DEP-3"]["smooth"]["roundness"]
    assert "smooth" not in edges["DEP-1"]


def test_active_initiatives_are_drawn_when_asked_for(reader: FlaskClient) -> None:
    assert all(node["look"] != "initiative" for node in data(reader, "/landscape/data.json")["nodes"])
    drawn = data(reader, "/landscape/data.json?initiatives=1")
    assert [node["label"] for node in drawn["nodes"] if node["look"] == "initiative"] == ["▶ Moves online"]
    assert [(edge["from"], edge["to"]) for edge in drawn["edges"] if edge["look"] == "touch"] == [("INI-1", "services")]
    assert "Moves online – Changes: E-services" in text_of(reader, "/landscape?initiatives=1")


def test_the_headline_is_the_answer(reader: FlaskClient) -> None:
    words = " ".join(re.sub(r"<[^>]+>", "", text_of(reader, "/landscape")).split())
    assert "1 of 5 systems are legacy; 1 stands in the way of active initiatives (1 initiative)." in words
    words = " ".join(re.sub(r"<[^>]+>", "", text_of(reader, "/landscape?start=archive")).split())
    assert "Archive depends on 1 system and has 1 system that depends on it." in words


def test_names_are_never_markup(reader: FlaskClient) -> None:
    pages = ("/landscape", "/landscape?start=cases", "/landscape/impact/cases", "/landscape/path?from=services&to=cases")
    for address in (*pages, "/landscape?q=<script>alert(1)</script>&start=<script>alert(1)</script>"):
        page = reader.get(address).text
        assert "<script>alert" not in page
    assert HOSTILE in unescape(text_of(reader, "/landscape"))
    assert HOSTILE in {node["card"]["name"] for node in data(reader, "/landscape/data.json")["nodes"]}


def test_pages_hold_nothing_inline(reader: FlaskClient) -> None:
    for address in ("/landscape", "/landscape?view=domains", "/landscape/impact/archive", "/systems/archive"):
        page = text_of(reader, address)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


ADDRESSES = [
    "/landscape",
    "/landscape/data.json",
    "/landscape/data.json?initiatives=1",
    "/landscape/dependencies.csv",
    "/landscape/path?from=services&to=archive",
    "/landscape/path.json?from=services&to=archive",
    "/landscape/impact/archive",
    "/landscape/impact/archive.json",
    "/landscape/impact/archive.csv",
    "/systems/archive",
]


def test_costs_are_not_told_to_readers(reader: FlaskClient) -> None:
    for address in ADDRESSES:
        assert str(SECRET) not in re.sub(r"[\s,\u00a0]", "", text_of(reader, address))


def test_nobody_sees_anything_without_logging_in(app: Flask) -> None:
    for address in ADDRESSES:
        assert app.test_client().get(address).status_code == 302


def test_what_cannot_be_asked_is_said_and_left_out(reader: FlaskClient) -> None:
    page = unescape(
        text_of(reader, "/landscape?hops=0019&direction=up&lifecycle=old&kind=x&view=y&start=nobody&organisation=none", 400)
    )
    for message in (
        "Steps is a whole number from 1 to 3, not “0019”.",
        "Direction is one of depends_on, dependents, both, not “up”.",
        "Lifecycle is one of planned, development, production, deprecated, retired, not “old”.",
        "Show is one of systems, domains, organisations, not “y”.",
        "has the key or name “nobody”",
        "has the key or name “none”",
    ):
        assert message in page


def test_a_start_can_be_written_as_the_picker_writes_it(reader: FlaskClient) -> None:
    assert "Archive depends on" in text_of(reader, "/landscape?start=Archive+[archive]")
    assert "Archive depends on" in text_of(reader, "/landscape?start=archive&hops=")


def test_an_empty_catalogue_says_what_belongs_here(client_as: Callable[[Role], FlaskClient]) -> None:
    page = text_of(client_as(Role.READER), "/landscape")
    assert "No systems are registered yet." in page
    assert data(client_as(Role.READER), "/landscape/data.json")["nodes"] == []


def test_filters_that_nothing_fits_can_be_left(reader: FlaskClient) -> None:
    assert "No system fits these filters." in text_of(reader, "/landscape?q=unheard-of")


def test_the_map_from_afar_counts_every_system_and_dependency(reader: FlaskClient) -> None:
    drawn = data(reader, "/landscape/data.json?view=domains")
    assert {node["card"]["name"]: dict(node["card"]["facts"]) for node in drawn["nodes"]} == {
        "Records": {"Systems": "4", "Dependencies inside": "4", "Legacy systems": "1"},
        "Services": {"Systems": "1", "Dependencies inside": "0", "Legacy systems": "0"},
    }
    assert [(edge["from"], edge["to"], edge["label"]) for edge in drawn["edges"]] == [("gServices", "gRecords", "1")]
    page = text_of(reader, "/landscape?view=domains")
    assert "Systems of Services depend on systems of Records: 1 dependencies" in page
    assert "/landscape?view=systems&amp;domain=Records" in page
    drawn = data(reader, "/landscape/data.json?view=organisations")
    assert [node["card"]["start"] for node in drawn["nodes"]] == ["/landscape?view=systems&organisation=ORG-1"]


def test_too_many_systems_for_a_picture_are_shown_by_domain(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.landscape.pages.MOST_DRAWN", 4)
    assert "5 systems in 2 domains." in " ".join(text_of(reader, "/landscape").split())


def test_a_path_is_told_step_by_step(reader: FlaskClient) -> None:
    page = unescape(text_of(reader, "/landscape/path?from=services&to=archive"))
    assert "E-services depends on Archive in 2 steps." in page
    assert "A blockage passes all the way." in page
    steps = re.findall(r"<li>(.*?)</li>", page[page.index('<ol class="sentences">') :])
    assert [step.split(" depends on")[0] for step in steps[:2]] == ["E-services", HOSTILE]
    drawn = data(reader, "/landscape/path.json?from=services&to=archive")
    assert [edge["id"] for edge in drawn["edges"]] == ["DEP-1", "DEP-2"]


def test_no_path_is_an_answer_too(reader: FlaskClient) -> None:
    assert "Alone does not depend on Maps" in text_of(reader, "/landscape/path?from=alone&to=maps")
    assert reader.get("/landscape/path.json?from=alone&to=maps").status_code == 404
    assert "one and the same" in text_of(reader, "/landscape/path?from=maps&to=maps")
    text_of(reader, "/landscape/path?from=alone")
    assert "“nobody”" in text_of(reader, "/landscape/path?from=nobody&to=maps", 400)


def test_what_breaks_is_everything_that_cannot_do_without_it(reader: FlaskClient) -> None:
    page = unescape(text_of(reader, "/landscape/impact/archive"))
    assert "2 systems stand still." in page
    assert keys_in_table(page) == {"DEP-1", "DEP-2"}
    assert {edge["id"] for edge in data(reader, "/landscape/impact/archive.json")["edges"]} == {"DEP-1", "DEP-2"}
    assert {row[0] for row in rows_of(reader, "/landscape/impact/archive.csv")} == {"DEP-1", "DEP-2"}
    assert "Nothing: every system can do without it." in text_of(reader, "/landscape/impact/alone")
    assert reader.get("/landscape/impact/nobody").status_code == 404


def test_a_system_page_tells_its_place_and_its_score(reader: FlaskClient) -> None:
    page = unescape(re.sub(r"\s+", " ", text_of(reader, "/systems/archive")))
    assert "Judged legacy on" in page
    assert "system stands still if it retires" in page or "systems stand still if it retires" in page
    assert '<a href="/initiatives/INI-1">Moves online</a>' in page
    points = re.findall(r'data-label="Points" class="number">(\d+)(?:–(\d+))?<', page)
    low, high = zip(*((int(low), int(high or low)) for low, high in points), strict=True)
    assert (sum(low[:-1]), sum(high[:-1])) == (low[-1], high[-1])
    assert '<a href="/dependencies/?target=archive">' in page
    assert re.search(r"2 of 5 – <a [^>]*>Its security cannot be kept up", page)
    assert "1 or 2 of 5 costs all the points" in page


def test_a_dependency_and_an_api_version_say_whether_a_blockage_passes(reader: FlaskClient) -> None:
    page = unescape(text_of(reader, "/dependencies/DEP-2"))
    assert "A file transfer ties both sides to Archive's format and schedule." in page
    page = unescape(text_of(reader, "/api-versions/maps-1"))
    assert "Map API 1.0 is not published." in page
    assert "What would insulate: Publish Map API 1.0 in the API catalogue." in page


def test_a_register_too_large_for_memory_still_shows_neighbourhoods(app: Flask, reader: FlaskClient) -> None:
    app.config["LANDSCAPE_LARGEST"] = 2
    page = text_of(reader, "/landscape?start=cases")
    assert "too large to compute here which systems block" in page
    assert len(data(reader, "/landscape/data.json?start=cases")["nodes"]) == 4
    assert "more than 2 systems" in text_of(reader, "/landscape/path?from=services&to=archive", 400)
    assert "more than 2 systems" in text_of(reader, "/landscape/impact/archive", 400)
    assert reader.get("/landscape/path.json?from=services&to=archive").status_code == 404
    assert "systems it depends on" in text_of(reader, "/systems/cases") or "system it depends on" in text_of(
        reader, "/systems/cases"
    )
    assert "not computed" in text_of(reader, "/landscape?view=domains")


def test_the_number_of_queries_does_not_follow_what_is_shown(app: Flask, session: Session, reader: FlaskClient) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        event.listen(database.engine, "before_cursor_execute", note)

    def queries(address: str) -> int:
        text_of(reader, address)
        sent.clear()
        text_of(reader, address)
        return len(sent)

    addresses = ("/landscape?start=cases", "/landscape/data.json?start=cases&initiatives=1", "/landscape", "/systems/cases")
    before = [queries(address) for address in addresses]
    cases = session.query(System).where(System.key == "cases").one()
    for number in range(50):
        other = System(key=f"more-{number}", name=f"More {number}")
        session.add(Dependency(key=f"DEP-{number + 10}", source=other, target=cases, kind=DependencyKind.MANUAL))
    session.commit()
    assert [queries(address) for address in addresses] == before
