"""What others read: SARIF and JUnit by their schemas, workflow commands by GitHub's rules, the page by its promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from lxml import etree

from registry.core.openapi.document import read
from registry.core.strategy.engine import check
from registry.core.strategy.outputs.as_github import write_github
from registry.core.strategy.outputs.as_html import write_html
from registry.core.strategy.outputs.as_json import write_json
from registry.core.strategy.outputs.as_junit import write_junit
from registry.core.strategy.outputs.as_sarif import write_sarif
from registry.core.strategy.outputs.as_text import write_text
from registry.core.strategy.outputs.outcome import Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import Wording
from registry.core.strategy.profile import Profile, built_in_profiles, load_profile, parse_profile
from registry.core.strategy.record import from_json, to_json
from registry.core.strategy.verdict import Level, State, Waiver
from registry.core.text import text as _

SCHEMAS = Path(__file__).parent / "schemas"
SPECS = Path(__file__).parents[3] / "specs"
TODAY = date(2026, 11, 24)
HOSTILE = '<script>alert(1)</script> ::error::x\\u0007\\u001b[31m %0A & "'
DOCUMENT = f"""\
openapi: 3.1.0
info: {{title: bygglovProjekt, version: "1", description: "{HOSTILE.replace('"', "'")}"}}
servers: [{{url: "https://api.example.se/x/1"}}]
paths:
  /cases/{{caseId}}:
    get:
      parameters: [{{name: caseId, in: path, required: true, schema: {{type: string}}}}]
      responses:
        "200": {{description: ok, content: {{"application/xml": {{schema: {{}}}}}}}}
"""
UNREAD = NotRead("broken <&>.yaml", _("The document is empty"), 3)


@pytest.fixture(scope="module")
def sundsvall() -> Profile:
    return load_profile(built_in_profiles()["sundsvall"])


@pytest.fixture(scope="module")
def small() -> Profile:
    """Three clauses, one of each level, that DOCUMENT breaks."""
    text = "title: {{en: '{id} it', sv: '{id} den'}}, paraphrase: {{en: p, sv: q}}, sources: S"
    clause = f"  - {{{{id: {{id}}, level: {{level}}, {text}, check: [{{rule}}]}}}}\n"
    listed = [("N", "MAY", "api-name"), ("J", "MUST", "json-media-types"), ("V", "SHOULD", "version-levels")]
    clauses = "".join(clause.format(id=name, level=level, rule=rule) for name, level, rule in listed)
    head = 'profile: small\nversion: "1"\ntitle: {en: S, sv: S}\nsources: {S: {document: D, version: "1", link: "https://example.se/d"}}\n'
    return parse_profile(f"{head}clauses:\n{clauses}".encode(), "small.yaml")


def judged(profile: Profile, text: str = DOCUMENT, file: str = "api/one.yaml", waivers: tuple[Waiver, ...] = ()) -> Judged:
    return Judged(file, check(read(text.encode()), profile, waivers=waivers, today=TODAY), text)


def sarif(profile: Profile, *outcomes: Outcome, wording: Wording = Wording()) -> dict[str, Any]:  # noqa: B008 -- frozen
    return json.loads("".join(write_sarif(outcomes, profile, wording, "1.2.3")))


@pytest.fixture(scope="module")
def is_sarif() -> Callable[[object], None]:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text())
    checker = jsonschema.FormatChecker(())
    for name in ("uri", "uri-reference"):  # the library has no check of its own for these
        checker.checks(name)(
            lambda value: re.fullmatch(r"(?:[\w\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})*", value, re.ASCII) is not None
        )
    return jsonschema.Draft4Validator(schema, format_checker=checker).validate


@pytest.mark.parametrize("profile", sorted(built_in_profiles()))
def test_sarif_follows_the_standards_schema_for_every_published_document(
    profile: str, is_sarif: Callable[[object], None]
) -> None:
    chosen = load_profile(built_in_profiles()[profile])
    outcomes = [judged(chosen, path.read_text(), str(path)) for path in sorted(SPECS.glob("*.yaml"))]
    assert len(outcomes) > 20
    is_sarif(sarif(chosen, *outcomes, UNREAD))


def test_sarif_tells_rule_level_line_and_pointer_of_each_finding(small: Profile, is_sarif: Callable[[object], None]) -> None:
    log = sarif(small, judged(small))
    is_sarif(log)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("N", "note"),
        ("J", "error"),
        ("V", "warning"),
    ]
    assert rules[0]["helpUri"] == "https://example.se/d"
    assert "```yaml" in rules[0]["help"]["markdown"]
    found = {result["ruleId"]: result for result in run["results"]}
    assert {name: result["level"] for name, result in found.items()} == {"N": "note", "J": "error", "V": "warning"}
    [place] = found["J"]["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "api/one.yaml"}, "region": {"startLine": 9}}
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("/paths/~1cases~1{caseId}/get/responses/200")
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_fingerprints_stay_when_lines_move_and_items_are_put_before(small: Profile) -> None:
    def marks(text: str) -> list[str]:
        return [
            found["partialFingerprints"]["primaryLocationLineHash"]
            for found in sarif(small, judged(small, text))["runs"][0]["results"]
        ]

    moved = "# a remark\n\n" + DOCUMENT.replace("parameters: [", "parameters: [{name: q, in: query, schema: {type: string}}, ")
    assert marks(moved) == marks(DOCUMENT)
    assert len(set(marks(DOCUMENT))) == len(marks(DOCUMENT)) > 2
    assert marks(DOCUMENT.replace("bygglovProjekt", "caseProjekt")) != marks(DOCUMENT)


def test_sarif_suppresses_what_is_waived_and_reports_what_is_not(small: Profile, is_sarif: Callable[[object], None]) -> None:
    log = sarif(small, judged(small, waivers=(Waiver("J", "", "The supplier delivers in May", "Kim", date(2027, 5, 1)),)))
    is_sarif(log)
    suppressed = {found["ruleId"]: found.get("suppressions") for found in log["runs"][0]["results"]}
    assert suppressed["N"] is suppressed["V"] is None
    [one] = suppressed["J"]
    assert (one["kind"], one["status"]) == ("external", "accepted")
    assert "The supplier delivers in May" in one["justification"]


def test_sarif_says_that_a_document_was_not_read(small: Profile) -> None:
    [run] = sarif(small, UNREAD, judged(small))["runs"]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    [told] = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "The document is empty"
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken%20%3C%26%3E.yaml"
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_sarif_names_absolute_files_and_addresses_as_uris(small: Profile) -> None:
    for file, uri in {"/srv/å b.yaml": "file:///srv/%C3%A5%20b.yaml", "https://x.se/a?b=1": "https://x.se/a?b=1"}.items():
        result = sarif(small, judged(small, file=file))["runs"][0]["results"][0]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_lists_what_could_not_be_checked_with_the_reason(sundsvall: Profile) -> None:
    [told] = sarif(sundsvall, judged(sundsvall))["runs"][0]["properties"]["documents"]
    assert told["verdict"] == "failed"
    assert "person" in told["notCheckable"]["R01"]


def junit(profile: Profile, *outcomes: Outcome, fail_on: Level | None = Level.MUST) -> Any:
    tree = etree.fromstring("".join(write_junit(outcomes, profile, Wording(), fail_on)).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(tree)
    return tree


def test_junit_follows_the_schema_of_jenkins_for_every_published_document(sundsvall: Profile) -> None:
    outcomes = [judged(sundsvall, path.read_text(), str(path)) for path in sorted(SPECS.glob("*.yaml"))]
    tree = junit(sundsvall, *outcomes, UNREAD)
    for suite in tree:
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == len(list(suite.iter(tag))), (suite.get("name"), name)


@pytest.mark.parametrize(
    ("fail_on", "failing"), [(Level.MUST, ["J"]), (Level.SHOULD, ["J", "V"]), (Level.MAY, ["N", "J", "V"]), (None, [])]
)
def test_junit_fails_what_fails_the_run_and_skips_the_rest_with_its_findings(
    small: Profile, fail_on: Level | None, failing: list[str]
) -> None:
    tree = junit(small, judged(small), fail_on=fail_on)
    assert [test.get("name")[0] for test in tree.iter("testcase") if test.find("failure") is not None] == failing
    assert all(len(test) for test in tree.iter("testcase")), "a clause that failed must never look passed"
    assert "api/one.yaml:9: " in "".join(tree.itertext())


def test_junit_of_a_document_that_was_not_read_is_an_error(small: Profile) -> None:
    [suite] = junit(small, UNREAD)
    assert suite.find("testcase/error").text == "broken <&>.yaml:3: The document is empty"


def test_junit_holds_no_character_that_xml_forbids(small: Profile) -> None:
    tree = junit(small, judged(small, DOCUMENT.replace("bygglovProjekt", '"bygglov\\u0007\\uFFFE"')))
    assert "bygglov" in "".join(tree.itertext()) + "".join(test.get("message", "") for test in tree.iter())


COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^:,\r\n]*,?)*)::(.*)")


def test_github_gets_one_command_per_finding_must_first(small: Profile) -> None:
    lines = "".join(write_github([judged(small)], small, Wording())).splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines[:-1]]
    assert all(commands)
    assert [found[1] for found in commands if found] == ["error", "warning", "notice", "notice"]
    assert lines[0].startswith("::error file=api/one.yaml,line=9,title=J MUST J it::GET /cases/{caseId} answers 200")
    assert lines[-1] == "failed: api/one.yaml"


def test_github_is_told_nothing_by_the_document_itself(small: Profile) -> None:
    title = '"bygglov\\n::stop-commands::x\\r%25, a: b"'
    file = "a,b:c\n::error::d.yaml"
    lines = "".join(write_github([judged(small, DOCUMENT.replace("bygglovProjekt", title), file)], small, Wording())).split("\n")
    assert lines.pop() == ""
    assert [line for line in lines if line.startswith("::") and not COMMAND.fullmatch(line)] == []
    assert sum(line.startswith("::") for line in lines) == len(lines) - 1
    assert "file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ad.yaml," in lines[0]
    assert any("%0A::stop-commands::x%0D%2525, a: b" in line for line in lines)


def test_github_gets_an_error_for_a_document_that_was_not_read_and_none_for_what_is_waived(small: Profile) -> None:
    waiver = Waiver("J", "", "May", "Kim", date(2027, 5, 1))
    told = "".join(write_github([UNREAD, judged(small, waivers=(waiver,))], small, Wording()))
    assert told.startswith("::error file=broken <&>.yaml,line=3,title=The document could not be read::The document is empty\n")
    assert "J MUST" not in told


def test_github_does_not_name_an_address_as_a_file(small: Profile) -> None:
    assert "::error title=J MUST J it::https://x.se/a: GET" in "".join(
        write_github([judged(small, file="https://x.se/a")], small, Wording())
    )


def test_text_moves_no_cursor_and_starts_no_line_of_its_own(small: Profile) -> None:
    told = "".join(
        write_text([judged(small, DOCUMENT.replace("bygglovProjekt", '"bygglov\\e[31m\\nx\\u2028y"'))], small, Wording())
    )
    assert all(line.isprintable() for line in told.split("\n"))
    assert "bygglov [31m x y" in told


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def html(profile: Profile, *outcomes: Outcome, wording: Wording = Wording()) -> str:  # noqa: B008 -- frozen
    return "".join(write_html(outcomes, profile, wording, TODAY))


def test_the_page_holds_no_script_and_fetches_nothing(small: Profile) -> None:
    hostile = DOCUMENT.replace("bygglovProjekt", '"bygglov<img src=x onerror=alert(1)>"')
    page = html(small, judged(small, hostile, "<b>.yaml"), UNREAD)
    tags = Page(page).tags
    assert not {"script", "img", "iframe", "object", "b'"} & {tag for tag, _attributes in tags}
    assert [name for _tag, attributes in tags for name in attributes if name.startswith("on") or name == "style"] == []
    fetched = [attributes.get("href") for tag, attributes in tags if tag == "link"]
    assert fetched == ["data:,"]
    policy = next(attributes["content"] for _tag, attributes in tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "bygglov<img src=x onerror=alert(1)>" in Page(page).text


def test_the_page_answers_first_and_shows_the_lines_around_each_finding(small: Profile) -> None:
    page = html(small, judged(small))
    assert Page(page).text.index("bygglovProjekt 1 breaks MUST clauses") < Page(page).text.index("J it")
    marked = re.findall(r'<span class="found"><i>.*?</i>(.*?)</span>', page)
    assert any(line.lstrip().startswith("&#34;200&#34;: {description: ok") for line in marked)


def test_the_page_of_many_documents_begins_with_a_table_of_them(small: Profile) -> None:
    page = Page(html(small, judged(small), judged(small, file="api/two.yaml"), UNREAD))
    assert "2 of 3 documents break MUST clauses; 1 could not be read" in page.text
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a" and (attributes["href"] or "").startswith("#")]
    anchors = [f"#{attributes['id']}" for tag, attributes in page.tags if "id" in attributes]
    assert links == anchors == ["#d1", "#d2", "#d3"]


def test_the_page_shows_personal_numbers_and_tokens_masked(small: Profile) -> None:
    secret = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijklmnopqrstuvwx"
    title = f'bygglov, version: "1", x-number: 19121212-1212, x-key: "{secret}", y: "'
    page = html(small, judged(small, DOCUMENT.replace('bygglovProjekt, version: "1"', title.removesuffix(', y: "'))))
    assert "19121212" not in page
    assert "eyJ" not in page
    assert "•••" in page


def test_a_source_whose_link_is_no_web_address_is_not_linked(small: Profile) -> None:
    sources = {"S": small.sources["S"].__class__("S", "D", "1", "javascript:alert(1)")}
    profile = Profile(small.id, small.version, small.title, sources, small.clauses)
    assert "javascript:" not in html(profile, judged(profile))


def swedish() -> Wording:
    words = {"MUST": "SKALL", "Failed": "Inte uppfyllda", "failed": "inte uppfyllt", "Mend:": "Så rättar du:"}
    return Wording("sv", lambda template: words.get(template, template))


def test_every_format_but_json_speaks_the_readers_language(small: Profile) -> None:
    one = judged(small)
    assert "J SKALL J den" in "".join(write_text([one], small, swedish()))
    assert "title=J SKALL J den" in "".join(write_github([one], small, swedish()))
    assert "J SKALL J den" in "".join(write_junit([one], small, swedish(), Level.MUST))
    run = sarif(small, one, wording=swedish())["runs"][0]
    assert (run["language"], run["tool"]["driver"]["rules"][1]["shortDescription"]["text"]) == ("sv-SE", "J den")
    page = html(small, one, wording=swedish())
    assert '<html lang="sv">' in page
    assert "Inte uppfyllda" in page
    assert json.loads("".join(write_json([one], small)))["files"][0]["verdict"] == "failed"


def test_a_finding_in_minified_json_has_its_column_in_every_format(small: Profile) -> None:
    text = json.dumps({**yaml.safe_load(DOCUMENT), "x-long": "19121212-1212 " * 50}, separators=(",", ":"))
    one = judged(small, text, "api/one.json")
    column = text.index('"application/xml"') + 1
    [finding] = one.report.clause("J").findings
    assert (finding.line, finding.column) == (1, column)
    assert f"  api/one.json:1:{column}: GET /cases" in "".join(write_text([one], small, Wording()))
    assert f"\napi/one.json:1:{column}: GET /cases" in "\n".join(junit(small, one).itertext())
    assert f"::error file=api/one.json,line=1,col={column},title=" in "".join(write_github([one], small, Wording()))
    region = next(found for found in sarif(small, one)["runs"][0]["results"] if found["ruleId"] == "J")["locations"][0]
    assert region["physicalLocation"]["region"] == {"startLine": 1, "startColumn": column}
    stored = next(clause for clause in to_json(one.report)["clauses"] if clause["clause"] == "J")["findings"][0]
    assert stored["column"] == column
    assert from_json(to_json(one.report)) == one.report
    page = html(small, one)
    assert f"Line 1, column {column}" in page
    assert re.search(r'here 1… .{20,40}"content":\{"application/xml":\{.* …', Page(page).text)
    assert "19121212" not in page


def test_writers_take_documents_one_at_a_time(small: Profile) -> None:
    """So that a thousand documents take no more memory than the largest; the page, whose answer stands first, cannot."""
    taken: list[int] = []

    def outcomes() -> Any:
        for number in range(3):
            taken.append(number)
            yield judged(small, file=f"{number}.yaml")

    for write in (
        lambda: write_json(outcomes(), small),
        lambda: write_sarif(outcomes(), small, Wording(), "1"),
        lambda: write_junit(outcomes(), small, Wording(), Level.MUST),
        lambda: write_github(outcomes(), small, Wording()),
        lambda: write_text(outcomes(), small, Wording()),
    ):
        taken.clear()
        pieces = write()
        told = ""
        while "0.yaml" not in told:
            told += next(pieces)
        assert taken == [0]
        pieces.close()


def test_states_are_all_worded() -> None:
    from registry.core.strategy.outputs.grouping import HEADINGS
    from registry.core.strategy.outputs.wording import ORDER, WORDS

    assert set(ORDER) == set(WORDS) == set(HEADINGS) == set(State)
