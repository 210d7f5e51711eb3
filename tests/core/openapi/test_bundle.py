"""A document of several files is judged as one, and nothing outside what was sent is ever opened."""

from __future__ import annotations

import stat
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.openapi.archive import packed
from registry.core.openapi.bundle import put_together, read_with_files
from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Limits, Unreadable
from registry.core.strategy.engine import check
from registry.core.strategy.profile import built_in_profiles, load_profile
from registry.core.strategy.verdict import State, Waiver

SUNDSVALL = load_profile(built_in_profiles()["sundsvall"])
TODAY = date(2026, 11, 25)
ROOT = b"""\
openapi: 3.1.0
info: {title: Pets, version: "1.0"}
paths:
  /pets:
    get:
      $ref: resources/pets/list.yml
  /pets/{petId}:
    $ref: 'resources/pets/one.yml'
"""
FILES = {
    "resources/pets/list.yml": b"""\
operationId: listPets
parameters:
  - $ref: ../../shared/parameters.yml#/owner
responses:
  "200":
    description: Pets
    content:
      application/json:
        schema:
          type: array
          items:
            $ref: '../../models/pet.yml'
""",
    "resources/pets/one.yml": b"""\
get:
  operationId: getPet
  parameters:
    - {name: petId, in: path, required: true, schema: {type: string, format: uuid}}
  responses:
    "200":
      description: A pet
      content: {application/json: {schema: {$ref: ../../models/pet.yml}}}
""",
    "models/pet.yml": b"""\
type: object
properties:
  name: {type: string}
  anything: {}
  parent:
    $ref: '#'
""",
    "shared/parameters.yml": b"""\
unused: {name: a, in: query}
owner:
  name: personnummer
  in: query
  schema: {type: string}
""",
}
ALL = {"openapi.yaml": ROOT, **FILES}


def zipped(files: dict[str, bytes], **entries: zipfile.ZipInfo) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(entries.get(name.replace(".", "_").replace("/", "_"), name), data)
    return buffer.getvalue()


def found(document: Document, clause: str) -> list[tuple[str | None, int | None, str]]:
    result = check(document, SUNDSVALL, today=TODAY).clause(clause)
    return [(finding.file, finding.line, str(finding.message)) for finding in result.findings]


def test_findings_name_the_file_and_the_line_in_it() -> None:
    document = read(zipped(ALL))
    assert [operation.label for operation in document.operations] == ["GET /pets", "GET /pets/{petId}"]
    [personal] = found(document, "R10")
    assert personal[:2] == ("shared/parameters.yml", 2)
    [untyped] = found(document, "R05")
    assert untyped == ("models/pet.yml", 4, "“anything” may be anything: its schema has no type")
    assert found(document, "R03") == [], "the whole of it is valid OpenAPI"
    assert found(document, "R12")[0][:2] == ("openapi.yaml", 3)
    assert document.outside_references == []


def test_a_waiver_reaches_into_a_file_and_says_when_its_place_is_gone() -> None:
    here = Waiver("R05", "/x-files/models~1pet.yml/properties/anything", "Old", "CIO", date(2027, 1, 1))
    report = check(read(zipped(ALL)), SUNDSVALL, waivers=(here,), today=TODAY)
    assert report.clause("R05").state is State.WAIVED
    gone = Waiver("R05", "/x-files/models~1dog.yml", "Old", "CIO", date(2027, 1, 1))
    notes = check(read(zipped(ALL)), SUNDSVALL, waivers=(gone,), today=TODAY).notes
    assert "no longer in the document" in str(notes[0])


def test_a_file_that_is_missing_leaves_the_reference_leading_outside() -> None:
    without = {name: data for name, data in ALL.items() if name != "models/pet.yml"}
    document = read(zipped(without))
    assert {target for _pointer, target in document.outside_references} == {"../../models/pet.yml"}
    assert check(document, SUNDSVALL, today=TODAY).clause("R06").state is not State.PASSED


@pytest.mark.parametrize(
    "target",
    [
        "https://example.se/pet.yml", "//example.se/pet.yml", "file:///etc/passwd", "/etc/passwd", "../outside.yml",
        "a/../../outside.yml", "..%2foutside.yml", "%2e%2e/outside.yml", "..\\outside.yml", "C:/outside.yml", "", "?x",
    ],
)  # fmt: skip
def test_nothing_outside_the_upload_is_opened(target: str) -> None:
    asked: list[str] = []

    def opened(name: str) -> bytes | None:
        asked.append(name)
        return None

    root = f'openapi: 3.1.0\ninfo: {{title: A, version: "1.0"}}\npaths: {{/a: {{$ref: "{target}"}}}}\n'.replace("\\", "\\\\")
    read_with_files("openapi.yaml", root.encode(), opened, Limits())
    assert all(not name.startswith(("..", "/")) and ":" not in name for name in asked), asked
    assert "outside.yml" not in {name for name in asked if "/" not in name} or target.startswith("a/../..") is False


@given(st.text(alphabet="./\\%2feaC:#?~x", max_size=30))
def test_no_spelling_of_a_reference_leads_out(target: str) -> None:
    asked: list[str] = []
    import json

    root = json.dumps({"openapi": "3.1.0", "info": {}, "paths": {"/a": {"$ref": target}}})
    read_with_files("in/side/openapi.json", root.encode(), lambda name: asked.append(name), Limits())  # type: ignore[func-returns-value]
    assert all(not name.startswith(("..", "/")) and "\\" not in name and ":" not in name for name in asked)


def _link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped({**ALL, "../evil.yml": b"a: b"}), "../evil.yml leads out of the archive"),
        (zipped({**ALL, "/etc/evil.yml": b"a: b"}), "leads out of the archive"),
        (zipped({**ALL, "C:evil.yml": b"a: b"}), "leads out of the archive"),
        (zipped({**ALL, "link.yml": b"/etc/passwd"}, link_yml=_link("link.yml")), "link.yml is a link"),
        (zipped({"readme.md": b"#"}), "holds no .yaml, .yml, .json file"),
        (zipped(FILES), "None of the 4 files"),
        (zipped({"a.yaml": ROOT, "b.yaml": ROOT}), "several documents (a.yaml, b.yaml)"),
        (zipped({**ALL, "models/pet.yml": b"a: [b"}), "models/pet.yml: Not valid YAML"),
        (b"PK\x03\x04" + b"\x00" * 50, "cannot be read"),
        (zipped(ALL)[:-40], "cannot be read"),
        (zipped({f"{number}.yml": b"a: b" for number in range(3_001)}), "3001 files"),
    ],
    ids=["parent", "absolute", "drive", "link", "nothing", "no root", "two roots", "broken part", "no archive", "cut", "many"],
)
def test_an_archive_that_cannot_be_used_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert says in str(refusal.value)


def test_a_bomb_is_not_unpacked() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("openapi.yaml", ROOT)
        for number in range(4):
            archive.writestr(f"bomb{number}.yml", b" " * 8_000_000)
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(Unreadable, match="unpacks to more than 20000000 bytes"):
        read(buffer.getvalue())


@given(st.binary(max_size=300))
def test_no_bytes_that_look_like_an_archive_end_in_anything_but_an_answer(tail: bytes) -> None:
    with pytest.raises(Unreadable):
        read(b"PK\x03\x04" + tail)


def test_files_in_circles_end() -> None:
    files = {"a.yml": b"$ref: b.yml", "b.yml": b"$ref: a.yml"}
    document = read_with_files("openapi.yaml", b"openapi: 3.1.0\npaths: {/a: {$ref: a.yml}}\n", files.get, Limits())
    assert document.operations == []


def test_files_sent_together_become_one_document_and_its_parts_are_none_of_their_own() -> None:
    flat = {
        "openapi.yaml": b"openapi: 3.1.0\ninfo: {title: A, version: '1.0'}\npaths: {/a: {$ref: a.yml}}\n",
        "a.yml": b"get: {responses: {'200': {description: A}}}\n",
        "other.yaml": b"openapi: 3.1.0\ninfo: {title: B, version: '1.0'}\npaths: {}\n",
        "stray.yml": b"get: {}\n",
    }
    made = put_together(list(flat.items()), Limits())
    assert [name for name, _data in made] == ["openapi.zip", "other.yaml", "stray.yml"]
    assert read(made[0][1]).operations[0].label == "GET /a"
    again = put_together(list(reversed(flat.items())), Limits())
    assert dict(again)["openapi.zip"] == made[0][1], "equal files give equal bytes, whatever their order"


def test_a_packed_document_remembers_its_root() -> None:
    two = {"a.yaml": ROOT.replace(b"Pets", b"Cats"), "b.yaml": ROOT}
    assert read(packed(two, "a.yaml")).title == "Cats"
    assert read(packed(two, "b.yaml")).title == "Pets"


def test_other_openapi_files_do_not_take_the_root_s_place() -> None:
    assert read(zipped({"docs/openapi.yaml": ROOT.replace(b"Pets", b"Old"), **ALL})).title == "Pets"


@pytest.mark.corpus
def test_a_real_root_of_hundreds_of_files_is_read_and_says_what_is_missing(corpus: Path) -> None:
    data = (corpus / "edge" / "digitalocean-root-multifile.yaml").read_bytes()
    alone = read(data)
    assert len(alone.outside_references) > 400
    files = {
        "description.yml": b"introduction: An API for droplets.",
        "resources/account/account_get.yml": b"operationId: account\nresponses: {'200': {description: The account}}\n",
    }
    document = read_with_files("openapi.yaml", data, files.get, Limits())
    assert [operation.raw["operationId"] for operation in document.operations if "operationId" in operation.raw] == ["account"]
    assert document.file_of("/paths/~1v2~1account/get/responses/200") == "resources/account/account_get.yml"
    assert document.raw["tags"][0]["description"] == "An API for droplets."
    assert 400 < len(document.outside_references) < len(alone.outside_references)
    report = check(document, SUNDSVALL, today=TODAY)
    assert report.clause("R06").state is not State.PASSED, "what was not read proves nothing"
