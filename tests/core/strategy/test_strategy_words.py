"""Swedish words are told from English ones, with or without their dots and rings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.strategy.words import is_swedish, split_name, swedish_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("personNummer", ["person", "Nummer"]),
        ("person-nummer_2", ["person", "nummer"]),
        ("PERSON_NUMMER", ["PERSON", "NUMMER"]),
        ("metakatalogAPI", ["metakatalog", "API"]),
        ("APIKey", ["API", "Key"]),
        ("partyIDNumber", ["party", "ID", "Number"]),
        ("HTTPStatus2xx", ["HTTP", "Status", "xx"]),
        ("ÄrendeÅtgärd", ["Ärende", "Åtgärd"]),
        ("", []),
    ],
)
def test_names_are_split_into_words(name: str, words: list[str]) -> None:
    assert split_name(name) == words


@pytest.mark.parametrize(
    "word",
    [
        "handlaggare",
        "handläggare",
        "arende",
        "arenden",
        "konfidentialitet",
        "handlingstyper",
        "kodtabeller",
        "bygglov",
        "fastighet",
        "fastighetsbeteckning",
        "personnummer",
        "fornamn",
        "bygglovshandlaggare",
        "beslutsdatum",
        "avtal",
        "myndigheten",
        "kommunens",
        "metakatalog",
        "arendenummer",
        "Leverantör",
        "startdatum",
        "enhetschef",
        "kundnr",
        "avtalsnr",
        "avsandar",
        "grupp",
        "struktur",
        "licens",
        "moms",
        "saldo",
        "skolenhetskod",
        "objekttyp",
    ],
)
def test_swedish_words_are_found(word: str) -> None:
    assert is_swedish(word)


@pytest.mark.parametrize(
    "word",
    [
        "status",
        "period",
        "person",
        "system",
        "address",
        "party",
        "case",
        "errand",
        "stakeholder",
        "facility",
        "agreement",
        "invoice",
        "barn",
        "return",
        "license",
        "regions",
        "lists",
        "mark",
        "category",
        "municipality",
        "legal",
        "id",
        "organization",
        "number",
        "information",
        "document",
        "kind",
        "type",
        "format",
        "attachment",
        "decision",
        "both",
        "from",
        "attest",
        "landing",
        "permit",
        "handling",
        "marketing",
        "trailing",
        "gallery",
        "tomorrow",
        "standard",
        "kernel",
        "storage",
        "container",
        "namespace",
        "replica",
        "saga",
        "dock",
        "redo",
        "lite",
        "sedan",
        "valet",
        "licensor",
        "signature",
        "profile",
        "medicine",
        "eleven",
        "modeller",
        "personprofile",
        "datamodelling",
        "datalists",
        "extrahosts",
        "barnacle",
        "fortune",
        "laggard",
        "ombudsman",
    ],
)
def test_english_words_are_left_alone(word: str) -> None:
    assert not is_swedish(word)


def test_products_are_no_words_but_what_stands_beside_them_is() -> None:
    assert swedish_words("ByggRArende") == ("Arende",)
    assert swedish_words("byggr-archiver") == ()
    assert swedish_words("byggruta") == ("byggruta",)
    assert swedish_words("getByggRCase") == ()
    assert swedish_words("frejaEidSession") == swedish_words("fortnoxInvoice") == swedish_words("AUTOGIRO_MANDATE") == ()


@given(st.text(max_size=200))
def test_any_name_is_judged(name: str) -> None:
    assert all(word in name for word in swedish_words(name))
