"""Tables read from the files people send, and written so that they come back the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from registry.core.vocabulary import Lifecycle
from registry.kit.spreadsheets import Table, TableTooLarge, TableUnreadable, read_table, workbook, write_csv, write_xlsx
from registry.kit.spreadsheets.formulas import guarded, restored

Write = Callable[[Any, Any], bytes]


untimed = settings(deadline=None)
"""How long an example takes depends on what else the machine does."""


def as_csv(columns: Any, rows: Any, **options: Any) -> bytes:
    return b"".join(write_csv(columns, rows, **options))


BOTH = pytest.mark.parametrize("write", [as_csv, write_xlsx], ids=["csv", "xlsx"])


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.values.values()) for row in table.rows]


def read_text(text: str, encoding: str = "utf-8") -> Table:
    return read_table(text.encode(encoding), "systems.csv")


def refusal(data: bytes | str, name: str = "systems.csv") -> TableUnreadable:
    with pytest.raises(TableUnreadable) as refused:
        read_table(data.encode() if isinstance(data, str) else data, name)
    return refused.value


def sheet_of(*rows: Any) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- there and back again

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
risky = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''@x",
        "+46 60-19 10 00",
        "-5",
        "-5,5",
        "-a",
        "@x",
        "\tx",
        "\rx",
        "_x000D_",
        "__x0041_",
        "_X0041_",
        "_xd800_",
        "#N/A",
        "a;b,c\td",
        '"',
        "TRUE",
        "＝1",
    ]
)
texts = st.one_of(anything, risky)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    columns = draw(st.lists(texts.map(str.strip).filter(bool), min_size=1, max_size=4, unique=True))
    rows = st.lists(texts, min_size=len(columns), max_size=len(columns)).filter(lambda row: any(cell.strip() for cell in row))
    return columns, draw(st.lists(rows, max_size=6))


@untimed
@given(tables(), st.sampled_from(";,\t"))
def test_csv_comes_back_the_same_whatever_the_text_and_the_delimiter(
    table: tuple[list[str], list[list[str]]], delimiter: str
) -> None:
    columns, rows = table
    back = read_table(as_csv(columns, rows, delimiter=delimiter), "any.csv")
    assert (list(back.columns), [list(row) for row in cells(back)]) == (columns, rows)


@untimed
@given(tables())
def test_a_workbook_comes_back_the_same_whatever_the_text(table: tuple[list[str], list[list[str]]]) -> None:
    columns, rows = table
    back = read_table(write_xlsx(columns, rows), "any.xlsx")
    assert (list(back.columns), [list(row) for row in cells(back)]) == (columns, rows)


@untimed
@given(texts)
def test_an_apostrophe_given_is_taken_away_again(text: str) -> None:
    assert restored(guarded(text)) == text


@BOTH
def test_values_of_every_kind_are_read_back_as_text(write: Write) -> None:
    values = [None, True, 7, -5, 0.1 + 0.2, 3.0, Decimal("1250000.50"), 10**20, date(2026, 9, 30), Lifecycle.PRODUCTION]
    back = read_table(write([f"c{place}" for place in range(len(values))], [values]), "values")
    assert cells(back) == [("", "true", "7", "-5", "0.3", "3", "1250000.5", "100000000000000000000", "2026-09-30", "production")]


@BOTH
def test_a_moment_keeps_its_time_and_its_zone(write: Write) -> None:
    moments = [datetime(2026, 9, 30, 8, 30), datetime(2026, 9, 30, 8, 30, tzinfo=UTC), date(1850, 1, 1), time(8, 30)]  # noqa: DTZ001
    back = read_table(write(["local", "utc", "old", "time"], [moments]), "moments")
    assert cells(back) == [("2026-09-30T08:30:00", "2026-09-30T08:30:00+00:00", "1850-01-01", "08:30:00")]


def test_no_number_means_an_empty_cell() -> None:
    assert cells(read_table(as_csv(["a", "b"], [[float("nan"), 1]]), "x.csv")) == [("", "1")]


# --- csv: encodings, delimiters, rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_swedish_letters_survive_every_encoding_offices_use(encoding: str) -> None:
    table = read_text("namn;förvaltning\nÄrendehantering;Miljö å bygg\n", encoding)
    assert (table.columns, cells(table)) == (("namn", "förvaltning"), [("Ärendehantering", "Miljö å bygg")])


def test_big_endian_utf16_is_told_by_its_mark() -> None:
    assert read_table("a;b\n1;å".encode("utf-16-be").join([b"\xfe\xff", b""]), "x.csv").columns == ("a", "b")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert cells(read_text(f"name{delimiter}cost\nCastor{delimiter}5\n")) == [("Castor", "5")]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('"Name, short";Cost\n1;2\n', ("Name, short", "Cost")),
        ("Name, short, kind;Cost\nA;1\nB;2\n", ("Name, short, kind", "Cost")),
        ("Cost;Note\n1,5;a\n2,5;b\n", ("Cost", "Note")),
        ("Name\nAlone\n", ("Name",)),
        ("Name;\nA;\n", ("Name",)),
    ],
)
def test_commas_in_names_and_numbers_do_not_pass_for_delimiters(text: str, columns: tuple[str, ...]) -> None:
    assert read_text(text).columns == columns


def test_rows_have_the_number_of_the_line_they_begin_on() -> None:
    table = read_text('\nname;note\n\nA;"two\nlines"\n;\nB;x\n')
    assert [row.number for row in table.rows] == [4, 7]
    assert table.rows[0].values["note"] == "two\nlines"


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("a;b\n1;2\n3\n", 3, "Row 3: has 1 cells, but there are 2 columns"),
        ("a;b\n1;2;3\n", 2, "Row 2: has 3 cells, but there are 2 columns"),
        ("a;;b\n1;2;3\n", 1, "Row 1: column 2 has no name"),
        ("a;b;a\n", 1, "Row 1: two columns are named “a”"),
        ('a;b\n"1;2\n', 2, "Row 2: a quotation mark is not closed"),
        ('a;b\n1;2\n"x"y;2\n', 3, "Row 3: a quotation mark is not closed, or stands inside"),
        ("a;b\n1;" + "x" * 200_000, 2, "Row 2: a cell is longer than"),
        (";".join(f"c{n}" for n in range(300)), 1, "more than 200 columns"),
        ("", None, "The file is empty"),
        ("\n;;\n  \n", None, "The file is empty"),
        ('"\'\t"\n', 1, "column 1 has no name"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_row_and_reason(text: str, row: int | None, message: str) -> None:
    found = refusal(text)
    assert message in str(found.message)
    assert found.row == row


def test_a_doubled_column_is_named() -> None:
    assert refusal("a;b;a\n").column == "a"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a;b\n1;\x00\n", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\xff", "not a text file"),
        (b"%PDF-1.7 \xe2\xe3", "is a document, not a table"),
        (b"<!DOCTYPE html><table>", "is a document, not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of the old kind or with a password"),
        (b"PK\x03\x04 and nothing more", "is damaged"),
    ],
)
def test_what_is_not_a_table_at_all_is_told_apart_by_its_content(data: bytes, message: str) -> None:
    assert message in str(refusal(data, "systems.xlsx").message)


def test_too_many_bytes_or_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.kit.spreadsheets.reading.MAX_BYTES", 10)
    assert "larger than 10 bytes" in str(refusal("a;b\n1;2\n3;4\n").message)
    monkeypatch.undo()
    monkeypatch.setattr("registry.kit.spreadsheets.table.MAX_ROWS", 1)
    assert refusal("a;b\n1;2\n3;4\n").row == 3


# --- csv out


def test_csv_opens_right_in_swedish_excel() -> None:
    assert as_csv(["namn", "år"], [["Å;Ä", 1]]) == '\ufeff"namn";"år"\r\n"Å;Ä";"1"\r\n'.encode()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+46 60", "@SUM(A1)", "-2+3", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert f'"\'{text}"'.encode() in as_csv(["a"], [[text]])


@pytest.mark.parametrize("number", ["-5", "-5,50", "-0.5"])
def test_negative_numbers_stay_numbers(number: str) -> None:
    assert f'"{number}"'.encode() in as_csv(["a"], [[number]])


def test_csv_is_written_in_pieces() -> None:
    pieces = list(write_csv(["a"], (["x" * 1000] for _ in range(1000))))
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 100_000


# --- workbooks


def test_a_sheet_gives_text_whatever_its_cells_hold() -> None:
    book = sheet_of(
        ["name", "ends", "at", "cost", "share", "on", "hours", "clock"],
        ["Castor", date(2026, 9, 30), datetime(2026, 9, 30, 8), 3.0, 0.25, True, timedelta(hours=30), time(8, 30)],  # noqa: DTZ001
    )
    assert cells(read_table(saved(book), "x.xlsx")) == [
        ("Castor", "2026-09-30", "2026-09-30T08:00:00", "3", "0.25", "true", "1 day, 6:00:00", "08:30:00")
    ]


def test_a_workbook_is_known_by_its_content_whatever_its_name() -> None:
    assert read_table(saved(sheet_of(["a"], ["1"])), "systems.csv").columns == ("a",)


def test_rows_of_a_sheet_keep_their_numbers_and_short_ones_are_filled() -> None:
    table = read_table(saved(sheet_of([], ["a", "b"], [], ["1"], [None, "2"])), "x.xlsx")
    assert [(row.number, row.values) for row in table.rows] == [(4, {"a": "1", "b": ""}), (5, {"a": "", "b": "2"})]


def test_a_formula_gives_the_value_last_reckoned() -> None:
    packed = saved(sheet_of(["a"], ["=1+1"]))
    unpacked = zipfile.ZipFile(io.BytesIO(packed))
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as target:
        for part in unpacked.namelist():
            target.writestr(
                part,
                re.sub(rb"<f>1\+1</f><v *(/>|></v>)", b"<f>1+1</f><v>2</v>", unpacked.read(part)),
            )
    assert cells(read_table(rewritten.getvalue(), "x.xlsx")) == [("2",)]


def test_a_cell_with_an_error_is_named() -> None:
    found = refusal(saved(sheet_of(["a", "b"], [1, "#REF!"])), "x.xlsx")
    assert str(found.message) == "Row 2: cell B2 holds the error #REF!"
    assert (found.row, found.column) == (2, "B")


def test_the_first_visible_sheet_is_read() -> None:
    book = sheet_of(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("shown").append(["seen"])
    assert read_table(saved(book), "x.xlsx").columns == ("seen",)


def test_a_sheet_that_lies_about_its_size_costs_nothing() -> None:
    packed = zipfile.ZipFile(io.BytesIO(saved(sheet_of(["a"], ["1"]))))
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as target:
        for part in packed.namelist():
            target.writestr(part, packed.read(part).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert len(read_table(rewritten.getvalue(), "x.xlsx").rows) == 1


@pytest.mark.parametrize(
    ("old", "new"), [(b'r="A2"', b'r="ZZZZZZZ2"'), (b'<row r="2"', b'<row r="99999999999"'), (b"</row>", b"</raw>")]
)
def test_a_workbook_with_impossible_places_is_refused(old: bytes, new: bytes) -> None:
    packed = zipfile.ZipFile(io.BytesIO(saved(sheet_of(["a"], ["1"]))))
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as target:
        for part in packed.namelist():
            target.writestr(part, packed.read(part).replace(old, new))
    with pytest.raises(TableUnreadable):
        read_table(rewritten.getvalue(), "x.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(20_000_000))
    assert "unpacks to more than can be read" in str(refusal(packed.getvalue(), "x.xlsx").message)


def test_another_kind_of_archive_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "is not an Excel file" in str(refusal(packed.getvalue(), "x.ods").message)


def test_a_workbook_has_a_bold_frozen_header_and_filters_and_keeps_types() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(["a", "b"], [[1, date(2026, 9, 30)], [-2.5, "=1+1"]]))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:B3", True)
    assert (sheet["A2"].value, sheet["A3"].value, sheet["B2"].is_date) == (1, -2.5, True)
    assert (sheet["B3"].value, sheet["B3"].data_type, sheet["B3"].quotePrefix) == ("=1+1", "s", True)


def test_an_empty_table_is_a_workbook_with_a_header() -> None:
    assert read_table(write_xlsx(["a"], []), "x.xlsx") == Table(("a",), ())


def test_what_a_sheet_cannot_hold_is_refused_rather_than_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableTooLarge, match="32767 characters"):
        write_xlsx(["a"], [["x" * 32_768]])
    monkeypatch.setattr(workbook, "SHEET_ROWS", 2)
    with pytest.raises(TableTooLarge, match="2 rows"):
        write_xlsx(["a"], [["1"], ["2"]])
