"""PDF documents: tagged, in the reader's language, and safe from what people type."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from registry.kit.pdf import pdf

DATA: dict[str, Any] = {
    "title": "Underlag till ledningen",
    "headline": "3 av 9 aktiva initiativ är blockerade",
    "foot": "Granviks kommun",
    "sections": [
        {
            "heading": "Blockerande system",
            "words": ["Åldern ensam gör inget till arv."],
            "facts": [["Ansvarig", "Digitaliseringschefen"]],
            "table": {"head": ["System", "Nytta"], "rows": [["Artvise", "1 250 000 kr"]] * 60, "numbers": [1], "widths": [1, 0]},
            "remark": "Nytta per år.",
        }
    ],
}


def tags(node: Any) -> Iterator[str]:
    """Every structure tag of the document, depth first."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node:
            yield from tags(node["/K"])


@pytest.fixture(scope="module")
def read() -> PdfReader:
    return PdfReader(io.BytesIO(pdf("sections", DATA, "sv")))


def test_document_says_what_it_is_and_in_which_language(read: PdfReader) -> None:
    root = read.trailer["/Root"].get_object()
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == "Underlag till ledningen"


def test_english_document_says_it_is_english() -> None:
    made = PdfReader(io.BytesIO(pdf("sections", DATA, "en")))
    assert made.trailer["/Root"].get_object()["/Lang"] == "en"


def test_headings_and_tables_are_tagged(read: PdfReader) -> None:
    found = list(tags(read.trailer["/Root"].get_object()["/StructTreeRoot"]))
    assert found.count("/Table") == 1
    assert found.count("/TH") == 2
    assert {"/H1", "/P", "/TD"} <= set(found)


def test_everything_is_printed_over_as_many_pages_as_it_takes(read: PdfReader) -> None:
    assert len(read.pages) == 2
    text = "".join(page.extract_text() for page in read.pages)
    assert "3 av 9 aktiva initiativ är blockerade" in text
    assert text.count("Artvise") == 60


TYPED = ['#panic("no")', "$x$ *bold* _it_ `raw` @ref <label> \\", '"); #read("house.typ")', "= Heading\n- list"]


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_stays_what_they_typed(typed: str) -> None:
    made = PdfReader(io.BytesIO(pdf("sections", {**DATA, "headline": typed}, "sv")))
    printed = "".join(made.pages[0].extract_text().split())
    assert "".join(typed.split()) in printed


def test_fonts_are_carried_by_the_document(read: PdfReader) -> None:
    fonts = read.pages[0]["/Resources"]["/Font"].values()
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
    assert descendants
    for font in descendants:
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())
