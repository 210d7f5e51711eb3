"""Names compared and turned into keys, products found in titles, documents led to their API."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.apis.models import Api
from registry.governance.estate import key_of
from registry.governance.placing import api_called
from registry.governance.product_names import ProductNames
from registry.governance.slugs import pretty, slug
from registry.kit.values import KEY


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CaseManagement", "case-management"),
        ("Case management", "case-management"),
        ("api-service-party-assets", "party-assets"),
        ("Citizen API", "citizen"),
        ("Ärendehantering", "arendehantering"),
        ("API", "api"),
        ("???", ""),
    ],
)
def test_names_that_differ_in_spelling_have_one_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_only_technical_titles_are_made_readable() -> None:
    assert pretty("api-party-assets") == "Party assets"
    assert pretty("ByggR Archiver") == "ByggR Archiver"


@given(st.text(max_size=500))
def test_any_name_gives_a_key(name: str) -> None:
    key = key_of(name)
    assert len(key) <= 64
    assert KEY.fullmatch(key)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("ByggR Archiver", {"ByggR"}),
        ("byggr-archiver", {"ByggR"}),
        ("KivraSender", {"Kivra"}),
        ("Archive", set()),
        ("Byggrätt", set()),
        ("", set()),
    ],
)
def test_products_are_found_in_titles_whatever_the_spelling(title: str, found: set[str]) -> None:
    names = ProductNames(["ByggR", "Kivra (digital mail)", "Comfact AB", "IT"])
    assert names.within(title) == found


def test_a_supplier_is_found_without_its_legal_form() -> None:
    assert ProductNames(["Comfact AB"]).within("Comfact Signature") == {"Comfact"}


@pytest.mark.parametrize("title", ["Case management", "CaseManagement", "case-management", "CASE MANAGEMENT"])
def test_a_document_finds_its_api_by_any_spelling_of_its_title(session: Session, title: str) -> None:
    session.add(Api(key="API-1", name="Case management"))
    session.commit()
    found = api_called(session, title)
    assert found is not None
    assert found.key == "API-1"


def test_a_title_that_two_apis_share_in_spelling_is_nobodys(session: Session) -> None:
    session.add_all([Api(key="A-1", name="Case-management"), Api(key="A-2", name="CaseManagement ")])
    session.commit()
    assert api_called(session, "Case management") is None
