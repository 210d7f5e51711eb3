"""Keys and personal numbers are found by form, never repeated, and looked for in a time that grows with the text only."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from registry.core.openapi.document import read
from registry.core.strategy.credentials import credentials, known_by_form, may_hold_credentials
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.engine import check
from registry.core.strategy.personal_numbers import is_named_so, may_hold_personal_numbers, personal_numbers
from registry.core.strategy.profile import built_in_profiles, load_profile
from registry.core.strategy.record import to_json
from registry.core.strategy.rule import Context
from registry.core.strategy.words import swedish_words

TODAY = date(2026, 11, 24)
CORPUS = Path(__file__).parents[3] / "../shared/corpus"
LOT = "Zk8vQ2nLx0Rt5wYb7Mc3Hd9JfS4aGuE1pKoT6iXr"
JWT = ".".join(["eyJ" + LOT, "eyJ" + LOT, LOT])
KEYS = {
    "a signed token": JWT,
    "a private key": f"-----BEGIN RSA PRIVATE KEY-----\n{LOT}{LOT}\n-----END RSA PRIVATE KEY-----",
    "a private key on one line": f"-----BEGIN PRIVATE KEY-----\\n{LOT}{LOT}",
    "a cloud provider's key": "AKIA" + "QZ7XW3N5LKJH2RTY",
    "a code service's token": "ghp_" + LOT[:36],
    "a payment service's key": "sk_live_" + LOT[:24],
}


@pytest.mark.parametrize("secret", KEYS.values(), ids=KEYS)
def test_what_has_the_form_of_a_key_is_found_in_running_text_and_not_repeated(secret: str) -> None:
    found = list(known_by_form(f"first line\nthen: {secret} and more"))
    assert [credential.start for credential in found] == [17]
    message = str(found[0].message)
    assert "••••" in message
    assert secret[4:12] not in message


@pytest.mark.parametrize(
    "text",
    ["-----BEGIN PRIVATE KEY-----\n...", "AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "eyJhbGciOi", "xox"],
)
def test_documentation_s_own_samples_are_no_keys(text: str) -> None:
    assert not list(credentials(text))


def test_neither_numbers_nor_keys_stand_anywhere_in_a_report() -> None:
    number = "811228" + "123" + luhn.calc_check_digit("811228123")
    document = f"""
openapi: 3.1.0
info: {{title: Cases, version: "1.0", description: 'As 19{number}, with {JWT}'}}
paths:
  /cases:
    get:
      parameters: [{{name: apiKey, in: query, schema: {{type: string, example: {LOT[:30]}}}}}]
      responses: {{"200": {{description: ok}}}}
"""
    report = check(read(document.encode()), load_profile(built_in_profiles()["sundsvall"]), today=TODAY)
    assert any("19811228-****" in str(finding.message) for finding in report.clause("R10").findings)
    assert [finding.line for finding in report.clause("SECRETS").findings] == [3, 7]
    told = str(to_json(report))
    assert all(secret not in told for secret in (number, number[6:], LOT[:30], LOT[10:]))


@pytest.mark.parametrize("name", ["personnummer", "sokandePersonnummer", "X-Person-Nr", "applicantSsn", "LEGAL_ID"])
def test_names_of_personal_numbers_are_known(name: str) -> None:
    assert is_named_so(name)


@pytest.mark.parametrize("name", ["partyId", "personId", "persona", "impersonate", "internationalId", "classname"])
def test_names_that_look_alike_are_not_taken_for_them(name: str) -> None:
    assert not is_named_so(name)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(1, 979), st.booleans(), st.sampled_from(["", "-"]))
def test_every_number_that_may_be_somebody_s_is_found_and_only_its_date_is_shown(
    born: date, serial: int, is_coordination: bool, sign: str
) -> None:
    day = f"{born:%y%m}{born.day + 60 * is_coordination:02}"
    ending = f"{serial:03}" + luhn.calc_check_digit(f"{day}{serial:03}")
    found = list(personal_numbers(f"see {born:%Y}"[:-2] + day + sign + ending, TODAY))
    if (day + ending) != "1212121212":
        assert [(one.masked[-4:], one.is_sample, one.is_coordination) for one in found] == [("****", False, is_coordination)]


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_is_looked_through(text: str, name: str) -> None:
    list(credentials(text, name))
    list(personal_numbers(text, TODAY, name))


@pytest.mark.parametrize(
    "part",
    [
        "eyJ-",
        "eyJaaaaaaaa.",
        "bearer ",
        "a://b:",
        "AKIA",
        "1",
        "811228-",
        "-----BEGIN PRIVATE KEY-----",
        "Basic AA",
        "sÅ",
        "xoxb-a",
    ],
)
def test_half_a_megabyte_of_anything_takes_less_than_a_second(part: str) -> None:
    text = part * (500_000 // len(part))
    begun = time.process_time()
    list(credentials(text, text))
    list(personal_numbers(text, TODAY, text))
    swedish_words(text)
    assert time.process_time() - begun < 1


def test_the_rules_of_this_subject_are_discovered() -> None:
    assert {"personal-number-examples", "secrets-in-document"} <= set(all_rules())


@pytest.mark.corpus
def test_published_documents_without_secrets_are_left_alone() -> None:
    documents = sorted(path for folder in ("own", "clients") for path in (CORPUS / folder).glob("*.y*ml"))
    if not documents:
        pytest.skip("corpus not present")
    for path in documents:
        document = read(path.read_bytes())
        for rule in ("personal-number-examples", "secrets-in-document"):
            assert not list(all_rules()[rule].findings(document, Context(today=TODAY))), path.name


words = st.sampled_from(
    [*KEYS.values(), "Bearer " + LOT, "apiKey", "token", LOT, "https://a:hemligt1@b.example", "19811228-1236", "8112281236"]
)
looked_at = st.lists(st.lists(words | st.text(max_size=12), max_size=4).map(" ".join), max_size=5)


@given(looked_at, st.lists(words, max_size=3))
def test_a_quick_look_overlooks_nothing(texts: list[str], names: list[str]) -> None:
    together = "\0".join(texts)
    if not may_hold_credentials(together, names):
        assert not [found for text in texts for name in ["", *names] for found in credentials(text, name)]
    if not may_hold_personal_numbers(together):
        assert not [found for text in texts for name in ["", *names] for found in personal_numbers(text, TODAY, name)]
