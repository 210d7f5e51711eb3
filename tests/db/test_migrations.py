"""The migrations and the models must say the same, on every database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from registry.db import migrations, search
from registry.db.base import Base
from registry.db.session import normalise_url


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """The full-text index differs by database and stands outside the models."""
    return not (kind == "index" and name in search.INDEX_NAMES) and not (
        kind == "table" and (name or "").startswith("search_text")
    )


def test_upgrading_an_empty_database_gives_the_models_tables(databases, shared_app):
    assert shared_app  # the tables of every layer are known once an application is made
    address = databases.empty("upgraded")
    migrations.upgrade(address)
    engine = create_engine(normalise_url(address))
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": _ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(databases):
    address = databases.empty("twice")
    migrations.upgrade(address)
    engine = create_engine(normalise_url(address))
    before = sorted(inspect(engine).get_table_names())
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO goal (key, name, created_at, updated_at, row_version) VALUES ('GOAL-1', 'Kvalitet', :at, :at, 1)"),
            {"at": "2026-01-01 00:00:00"},
        )
    migrations.upgrade(address)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM goal")) == "Kvalitet"
    assert sorted(inspect(engine).get_table_names()) == before
    engine.dispose()


def test_changing_a_table_keeps_what_refers_to_its_rows(databases):
    address = databases.empty("referred")
    migrations.upgrade(address, "0007")
    engine = create_engine(normalise_url(address))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO role (id, name) VALUES (1, 'procurement')"))
        connection.execute(
            text(
                "INSERT INTO account (id, email, name, active, fs_uniquifier, create_datetime, update_datetime)"
                " VALUES (1, 'upphandling@granvik.example', 'Upphandling', true, 'u', :at, :at)"
            ),
            {"at": "2026-01-01 00:00:00"},
        )
        connection.execute(text("INSERT INTO account_role (account_id, role_id) VALUES (1, 1)"))
    migrations.upgrade(address)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM account_role")) == 1
    engine.dispose()


def test_decided_weights_of_the_legacy_score_keep_their_order_as_numbers(databases):
    address = databases.empty("weights")
    migrations.upgrade(address, "0009")
    engine = create_engine(normalise_url(address))
    decided = "INSERT INTO legacy_weights (id, decided_at, decided_by, reason, weights) VALUES (:id, :at, 'a', :why, :weights)"
    with engine.begin() as connection:
        for number, why in ((3, "first"), (7, "second")):
            values = {"id": number, "at": "2026-01-01 00:00:00", "why": why, "weights": '{"technology": 100}'}
            connection.execute(text(decided), values)
    migrations.upgrade(address)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT score, number, reason FROM score_weights ORDER BY id")).all()
        assert [tuple(row) for row in rows] == [("legacy", 1, "first"), ("legacy", 2, "second")]
        new = "INSERT INTO score_weights (score, number, decided_at, decided_by, reason, weights)"
        values = {"at": "2026-01-02 00:00:00", "weights": "{}"}
        connection.execute(text(f"{new} VALUES ('legacy', 3, :at, 'a', 'third', :weights)"), values)
    engine.dispose()


def insert(connection, table, **values):
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"), values)


def test_old_reminders_that_nothing_is_known_about_stay_unsent_and_refused_ones_are_tried_again(databases):
    address = databases.empty("reminders")
    migrations.upgrade(address, "0010")
    engine = create_engine(normalise_url(address))
    at = "2026-01-01 00:00:00"
    record = {"id": 1, "name": "A", "created_at": at, "updated_at": at, "row_version": 1}
    with engine.begin() as connection:
        account = {
            "email": "a@granvik.example",
            "active": True,
            "fs_uniquifier": "u",
            "create_datetime": at,
            "update_datetime": at,
        }
        insert(connection, "account", id=1, name="A", **account)
        insert(connection, "supplier", key="SUP-1", active=True, **record)
        insert(connection, "contract", key="CON-1", kind="licence", supplier_id=1, **record)
        reminder = {"contract_id": 1, "account_id": 1, "kind": "notice", "day": "2026-02-01", "escalation": False, "tries": 1}
        for number, sent, problem in ((1, at, None), (2, None, "451"), (3, None, None)):
            what = {"id": number, "distance": number, "sent_at": sent, "problem": problem}
            insert(connection, "reminder", claimed_at=at, **reminder, **what)
    migrations.upgrade(address)
    with engine.connect() as connection:
        handed = connection.execute(text("SELECT id FROM reminder WHERE handed_at IS NOT NULL ORDER BY id"))
        assert handed.scalars().all() == [1, 3]
    engine.dispose()
