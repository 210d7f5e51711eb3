"""What people write becomes the value they mean, or a message that says what is accepted."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.vocabulary import Criticality, Lifecycle
from registry.kit.resource import fields_of
from registry.kit.values import ValueWrong, parse, plain
from registry.organisations.models import Person
from registry.suppliers.models import Supplier
from registry.systems.models import System, Technology

SYSTEM = fields_of(System)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("name", "  Byggia ", "Byggia"),
        ("lifecycle", "production", Lifecycle.PRODUCTION),
        ("lifecycle", "IN PRODUCTION", Lifecycle.PRODUCTION),
        ("criticality", "P1 Critical", Criticality.CRITICAL),
        ("maintenance_cost", "1 234 567 kr", 1_234_567),
        ("maintenance_cost", "125\u00a0000", 125_000),
        ("maintenance_cost", "SEK 1,250,000", 1_250_000),
        ("maintenance_cost", 12, 12),
        ("confidentiality", "3.0", 3),
        ("personal_data", "ja", True),
        ("personal_data", "Nej", False),
        ("personal_data", True, True),
        ("planned_retirement", "2027-03-31", date(2027, 3, 31)),
        ("planned_retirement", "20270331", date(2027, 3, 31)),
        ("planned_retirement", "2027-03-31 00:00:00", date(2027, 3, 31)),
        ("planned_retirement", "", None),
        ("documentation_url", "https://wiki.granvik.example/byggia", "https://wiki.granvik.example/byggia"),
    ],
)
def test_what_people_write_is_understood(name, written, value):
    assert parse(SYSTEM[name], written) == value


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("name", " ", "Fill in Name"),
        ("name", "x" * 201, "At most 200 characters; this has 201"),
        ("name", "a\x00b", "control characters"),
        ("lifecycle", "gammal", "not one of: planned, development"),
        ("confidentiality", "5", "outside 0 to 4"),
        ("confidentiality", "high", "not a whole number"),
        ("maintenance_cost", "12,5", "whole kronor"),
        ("maintenance_cost", "-1", "outside 0"),
        ("maintenance_cost", "9" * 40, "outside 0"),
        ("personal_data", "kanske", "neither yes nor no"),
        ("planned_retirement", "31/3 2027", "year-month-day"),
        ("planned_retirement", "2027-02-30", "year-month-day"),
        ("documentation_url", "javascript:alert(1)", "begins with https:// or http://"),
        ("documentation_url", "http://[", "begins with https:// or http://"),
        ("key", "SYS 1/2", "no spaces"),
        ("name", ["a"], "single value"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_is_accepted(name, written, said):
    with pytest.raises(ValueWrong, match=said):
        parse(SYSTEM[name], written)


def test_swedish_organisation_numbers_are_checked_by_their_digit():
    field = fields_of(Supplier)["organisation_number"]
    assert parse(field, "2120002411") == "212000-2411"
    assert parse(field, "SE212000241101") == "212000-2411"
    with pytest.raises(ValueWrong, match="valid check digit"):
        parse(field, "212000-2412")


def test_addresses_of_mail_are_checked():
    field = fields_of(Person)["email"]
    assert parse(field, "Anna.Berg@granvik.example") == "Anna.Berg@granvik.example"
    with pytest.raises(ValueWrong, match="not an e-mail address"):
        parse(field, "anna@@granvik")


@given(st.dates())
def test_a_date_survives_writing_and_reading(day):
    assert parse(SYSTEM["planned_retirement"], plain(day)) == day


@given(st.integers(0, 10**15))
def test_an_amount_survives_writing_and_reading(amount):
    assert parse(SYSTEM["maintenance_cost"], plain(amount)) == amount


@given(st.sampled_from(list(Lifecycle)))
def test_a_term_survives_writing_and_reading(term):
    assert parse(SYSTEM["lifecycle"], plain(term)) is term


@given(st.sampled_from(sorted(SYSTEM)), st.text())
def test_no_text_breaks_a_parser(name, text):
    with suppress(ValueWrong):
        parse(SYSTEM[name], text)


def test_a_version_stays_the_text_it_was():
    assert parse(fields_of(Technology)["version"], "2012 R2") == "2012 R2"
    assert parse(fields_of(Technology)["version"], "1.0") == "1.0"
