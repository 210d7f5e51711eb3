"""What is taken for somebody's number and what is not; check digits are reckoned here as the library reckons them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from registry.core.strategy.personal_numbers import is_named_so, may_hold_personal_numbers, personal_numbers

TODAY = date(2026, 11, 25)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(1, 999), st.integers(0, 9))
def test_a_number_counts_exactly_when_the_library_finds_its_check_digit_right(born: date, serial: int, digit: int) -> None:
    number = f"{born:%Y%m%d}-{serial:03}{digit}"
    right = luhn.is_valid(number[2:].replace("-", ""))
    assert bool(list(personal_numbers(number, TODAY))) == right
    assert may_hold_personal_numbers(number) == right


def found(text: str, name: str = "") -> bool:
    return any(not number.is_sample for number in personal_numbers(text, TODAY, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("19811228–1236", ""),  # as word processors write it
        ("811228‑1236", ""),
        ("811228−1236", ""),
        ("19811228 1236", ""),
        ("19811228\u00a01236", ""),
        ("19811228 1236, 19701063-2391", "personnummer"),
        ("https://api.example.se/persons/198112281236/cases", ""),
        ("/persons/811228-1236/", ""),
        ("beslut_198112281236.pdf", ""),
        ("_811228-1236_", ""),
        ("?pnr=198112281236&page=1", ""),
        ('{"personId":"198112281236"}', ""),
        ("811228-1236,811228-1236.", ""),
        ("701063-2391", ""),
        ("7010632391", "samordningsnummer"),
        ("8112281236 or another", "personalNumber"),
        ("202111010019", "birthDateAndNumber"),
        ("20000101-1238", ""),
        ("20240229-1237", ""),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, name: str) -> None:
    assert found(text, name)
    assert may_hold_personal_numbers(f"123456\0{text}\0001234")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("550e8400-e29b-41d4-a716-198112281236", ""),
        ("19811228-1236-41d4-a716-446655440000", ""),
        ("a8112281236", ""),
        ("0.198112281236", ""),
        ("/orders/8112281236", ""),
        ("scan_8112281236.pdf", ""),
        ("born 19811228 1236 m from here", ""),
        ("811228 1236", ""),
        ("811228.1236", ""),
        ("202111010019", "createdTimestamp"),
        ("202111010019", "updatedAt"),
        ("202111010019", "startDate"),
        ("20211101001901", ""),
        ("20240101-20241231", ""),
        ("0701740607", ""),
        ("+46701740607", ""),
        ("0812281236", "telefon"),
        ("8112281236", "organisationsnummer"),
        ("8112281236", "arendenummer"),
        ("8112281236", "diarienr"),
        ("8112281236", "kundnummer"),
        ("8112281236", "bankgiro"),
        ("556677-8899", ""),
        ("165566778899", ""),
        ("212000-2411", ""),
        ("7010632391", ""),
        ("19811228-XXXX", ""),
    ],
)
def test_dates_ids_telephones_and_organisations_are_nobody(text: str, name: str) -> None:
    assert not found(text, name)


@pytest.mark.parametrize(
    "name", ["persnr", "pers_nr", "personalIdentificationNumber", "samordningsnr", "X-Sokande-Personnr", "ssn"]
)
def test_a_name_that_says_so(name: str) -> None:
    assert is_named_so(name)


@pytest.mark.parametrize("name", ["partyId", "personId", "legalIdentityName", "personnel", "pension", "session", "caseNumber"])
def test_a_name_that_only_looks_so(name: str) -> None:
    assert not is_named_so(name)


pieces = st.sampled_from(
    ["8112281236", "198112281236", "811228", "1236", "19", "-", "+", " ", "–", "/", "_", ".", "\0", "a", "7", "123456"]
)


@given(st.lists(pieces, max_size=12).map("".join), st.sampled_from(["", "pnr", "orderNumber"]))
def test_the_quick_look_overlooks_none(texts: str, name: str) -> None:
    if any(list(personal_numbers(text, TODAY, name)) for text in texts.split("\0")):
        assert may_hold_personal_numbers(texts)
