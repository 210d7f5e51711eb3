"""`registry specs`: a folder of documents becomes a catalogue, once."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

import registry.app
from registry.apis.models import Api, ApiVersion, CheckResult, Consumer
from registry.commands.specs import specs_group
from registry.core.vocabulary import DependencyKind
from registry.db.history import revision
from registry.governance.watch.runs import begin
from registry.kit.database import database
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency, System

DOCUMENT = """\
openapi: 3.1.0
info: {{title: {title}, version: "{version}"}}
paths:
  /things:
    get: {{responses: {{"200": {{description: Things, content: {{application/json: {{schema: {{type: string}}}}}}}}}}}}
"""
HEADER = (
    "consumer_repo,provider_spec_file,provider_title,provider_version,provider_repo_guess,kind,provider_type,"
    "provider_own_version_in_corpus"
)

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the test's own database."""
    monkeypatch.setattr(registry.app, "create_app", lambda: app)
    return lambda *arguments: CliRunner().invoke(specs_group, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    (made / "api-service-party.yaml").write_text(DOCUMENT.format(title="api-party", version="2.2"))
    (made / "api-service-notes.yml").write_text(DOCUMENT.format(title="Notes", version="4.0"))
    return made


@pytest.fixture
def integrations(tmp_path: Path) -> Path:
    file = tmp_path / "integrations.csv"
    rows = (
        "Town/api-service-notes,party.yml,api-party,2.0,Town/api-service-party,spec,internal,2.2",
        "Town/api-service-notes,Permit.wsdl,PermitExport,,,wsdl,external,",
        "Town/api-service-permits,party.yml,api-party,2.2,Town/api-service-party,spec,internal,2.2",
        "Town/api-service-permits,,sftp,,,code,infrastructure,",
        "Town/api-service-permits,mail.yml,mail,3.0,Town/api-service-mail,spec,internal,3.1",
        "Town/api-service-permits,mail.yml,mail,3.0,Town/api-service-mail,spec,internal,3.1",
    )
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    return file


@pytest.fixture
def products(tmp_path: Path) -> Path:
    file = tmp_path / "systems.csv"
    file.write_text(
        "system,supplier,what,consumers,interface\n"
        "PermitPro (desktop),Permit Systems AB (agency),permit cases,api-service-notes api-service-search,SOAP (Permit.wsdl)\n"
        "Ledger,,finance,api-service-permits,database / SFTP file\n"
    )
    return file


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        models = (System, Supplier, Api, ApiVersion, Consumer, Dependency, CheckResult)
        found = {model.__tablename__: database.session.scalar(select(func.count()).select_from(model)) or 0 for model in models}
        return {**found, "revision": revision(database.session)}


def test_documents_and_integrations_become_a_catalogue(app: Flask, run: Run, folder: Path, integrations: Path) -> None:
    done = run("import", folder, "--integrations", integrations)
    assert done.exit_code == 0, done.output
    with app.app_context():
        session = database.session
        assert set(session.scalars(select(System.key))) == {
            "api-service-party", "api-service-notes", "api-service-permits", "api-service-mail", "permit-export", "sftp",
        }  # fmt: skip
        party = session.scalars(select(ApiVersion).join(Api).where(Api.key == "party")).one()
        assert (party.version, party.status, party.api.name) == ("2.2", "active", "Party")
        users = session.scalars(select(Consumer).where(Consumer.api_version_id == party.id))
        assert {user.system.key: user.purpose for user in users} == {
            "api-service-notes": "party.yml 2.0",
            "api-service-permits": "party.yml 2.2",
        }
        edges = session.scalars(select(Dependency))
        kinds = {(edge.source.key, edge.target.key): (edge.kind, edge.api_version_id) for edge in edges}
        assert kinds["api-service-notes", "api-service-party"] == (DependencyKind.API, party.id)
        assert kinds["api-service-notes", "permit-export"] == (DependencyKind.WEB_SERVICE, None)
        assert kinds["api-service-permits", "sftp"] == (DependencyKind.FILE_TRANSFER, None)
        mail = session.scalars(select(ApiVersion).join(Api).where(Api.key == "mail")).one()
        assert (mail.version, mail.document_id) == ("3.1", None)


def test_a_second_time_nothing_is_written(app: Flask, run: Run, folder: Path, integrations: Path, products: Path) -> None:
    arguments = ("import", folder, "--integrations", integrations, "--systems", products)
    run(*arguments)
    before = counts(app)
    again = run(*arguments)
    assert "0 changes." in again.output
    assert counts(app) == before


def test_products_take_the_place_of_titles_and_bring_their_suppliers(
    app: Flask, run: Run, folder: Path, integrations: Path, products: Path
) -> None:
    run("import", folder, "--integrations", integrations, "--systems", products)
    with app.app_context():
        session = database.session
        product = session.scalars(select(System).where(System.name == "PermitPro (desktop)")).one()
        assert product.supplier is not None
        assert product.supplier.name == "Permit Systems AB"
        uses = session.scalars(select(Dependency).where(Dependency.target_id == product.id))
        assert {use.source.key for use in uses} == {"api-service-notes", "api-service-search"}
        assert session.scalars(select(System).where(System.key == "permit-export")).first() is None
        to_ledger = select(Dependency).join(System, System.id == Dependency.target_id).where(System.name == "Ledger")
        ledger = session.scalars(to_ledger).one()
        assert ledger.kind is DependencyKind.SHARED_DATABASE


def test_a_changed_document_is_published_and_nothing_people_wrote_is_lost(app: Flask, run: Run, folder: Path) -> None:
    run("import", folder)
    with app.app_context():
        system = database.session.scalars(select(System).where(System.key == "api-service-notes")).one()
        system.name = "Anteckningar"
        database.session.commit()
    file = folder / "api-service-notes.yml"
    file.write_text(file.read_text() + "tags: [{name: Things}]\n")
    done = run("import", folder)
    assert "1 documents published" in done.output
    assert "1 changes." in done.output
    with app.app_context():
        assert database.session.scalars(select(System.name).where(System.key == "api-service-notes")).one() == "Anteckningar"


def test_every_problem_is_named_and_nothing_written(app: Flask, run: Run, folder: Path, integrations: Path) -> None:
    (folder / "broken.yaml").write_text("openapi: 3.1.0\ninfo: ]")
    (folder / "empty.json").write_text("")
    (folder / "unversioned.yaml").write_text("openapi: 3.1.0\ninfo: {title: X}\npaths: {}")
    integrations.write_text(integrations.read_text() + "Town/a,b.yml,B,1.0,,telepathy,external,\n,b.yml,B,1.0,,spec,external,\n")
    before = counts(app)
    done = run("import", folder, "--integrations", integrations)
    assert done.exit_code == 2
    for told in (
        "broken.yaml, line 2:",
        "empty.json: The document is empty.",
        "unversioned.yaml: “info.version” is missing",
        "integrations.csv, row 8, column kind: “telepathy” is not one of spec, wsdl, code",
        "integrations.csv, row 9, column consumer_repo: the consumer is not named",
    ):
        assert told in done.output
    assert counts(app) == before


def test_unreadable_documents_are_left_out_by_name_when_asked(app: Flask, run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("openapi: 3.1.0\ninfo: ]")
    done = run("import", folder, "--skip-unreadable")
    assert done.exit_code == 0
    assert "left out: broken.yaml, line 2:" in done.output
    assert counts(app)["api_version"] == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [("a;b\n1;2\n", "the column “consumer_repo” is missing; found are a, b"), ("", "is empty"), ("a,a\n1,2\n", "two columns")],
)
def test_a_list_that_is_none_is_told(app: Flask, run: Run, folder: Path, tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(content)
    done = run("import", folder, "--integrations", file)
    assert done.exit_code == 2
    assert "list.csv: " in done.output
    assert told in done.output
    assert counts(app)["system"] == 0


def test_two_documents_of_one_version_are_a_problem(run: Run, folder: Path) -> None:
    (folder / "api-service-party-2.2.yaml").write_text(DOCUMENT.format(title="api-party", version="2.2"))
    done = run("import", folder)
    assert done.exit_code == 2
    assert "is version 2.2 of the same API" in done.output


def test_of_several_versions_the_highest_is_active(app: Flask, run: Run, tmp_path: Path) -> None:
    for version in ("1.4", "2.10", "2.9"):
        (tmp_path / f"notes-{version}.yaml").write_text(DOCUMENT.format(title="Notes", version=version))
    assert run("import", tmp_path).exit_code == 0
    with app.app_context():
        found = dict(database.session.execute(select(ApiVersion.version, ApiVersion.status)).all())
    assert found == {"1.4": None, "2.9": None, "2.10": "active"}


def test_a_folder_without_documents_is_told(run: Run, tmp_path: Path) -> None:
    done = run("import", tmp_path)
    assert done.exit_code == 2
    assert "no document" in done.output


def test_checking_again_finds_nothing_new(app: Flask, run: Run, folder: Path) -> None:
    run("import", folder)
    done = run("check")
    assert "2 documents, 0 checked anew" in done.output


def test_documents_are_read_in_threads_that_come_and_go() -> None:
    """The reader's extension ends the process when the thread that first imported it is gone: the application imports it."""
    script = """
from threading import Thread
from registry.governance.documents import read_document
data = b"openapi: 3.1.0\\ninfo: {title: a, version: b}\\npaths: {}\\n" + b"# more\\n" * 2000
for _ in range(50):
    thread = Thread(target=read_document, args=(data, "a.yaml"))
    thread.start()
    thread.join()
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_real_municipalitys_documents_are_imported_twice_with_nothing_new(app: Flask, run: Run, corpus: Path) -> None:
    arguments = (
        "import", corpus / "own", "--integrations", corpus / "integrations.csv", "--systems", corpus / "systems_real.csv",
    )  # fmt: skip
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    before = counts(app)
    with (corpus / "integrations.csv").open(encoding="utf-8", newline="") as file:
        consumers = {row["consumer_repo"].rsplit("/", 1)[-1] for row in csv.DictReader(file)}
    with app.app_context():
        assert consumers <= set(database.session.scalars(select(System.key)))
        documented = database.session.scalar(select(func.count()).where(ApiVersion.document_id.is_not(None)))
    assert documented == len(list((corpus / "own").iterdir()))
    assert before["check_result"] == documented
    assert before["dependency"] > 200
    assert "0 changes." in run(*arguments).output
    assert counts(app) == before


def test_refresh_tells_each_address_without_a_document_and_the_sum(run: Run, folder: Path, app: Flask) -> None:
    run("import", folder)
    with app.app_context():
        for number, version in enumerate(database.session.scalars(select(ApiVersion).order_by(ApiVersion.id))):
            version.specification_url = f"http://127.0.0.1/{number}"
        database.session.commit()
    result = run("refresh")
    assert result.exit_code == 0, result.output
    assert result.output.count("failed: ") == 2
    assert "does not lead to a public address" in result.output
    assert result.output.splitlines()[-1] == "0 changed, 0 unchanged, 2 without a document, 0 left for the next time"
    assert "0 of 0 addresses asked" in run("refresh").output
    assert "2 of 2 addresses asked" in run("refresh", "--all").output


def test_refresh_leaves_the_work_to_a_run_that_is_under_way(run: Run, app: Flask) -> None:
    with app.app_context():
        begin(database.session, "somebody")
    result = run("refresh")
    assert result.exit_code == 2
    assert "Run 1 is under way" in result.output
