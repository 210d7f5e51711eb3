"""Walks through the whole application as one reader: every address, then every form and call with it, and what each answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from kit.planted import OTHERS, RESTRICTED, betrayed
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from registry.kit.resource import Resource
from registry.resources import RESOURCES

OPEN = {"/login", "/logout", "/language", "/favicon.ico", "/static/<path:filename>", "/static/vis-network/<path:filename>"}
OPEN |= {"/calendars/<token>.ics"}  # opened by the secret in it
OPEN |= {"/fs-static/<path:filename>", "/bootstrap/static/<path:filename>", "/api/openapi.json"}
PLACES = {
    "noun": "amendment",
    "indicator": "legacy_share",
    "day": "2026-11-24",
    "clause_id": "R01",
    "rule_id": "api-name",
    "name": "sundsvall",
    "reference": "sundsvall",
}
FURTHER = (
    "/search?q=andrahem",
    "/search?q=avtal",
    "/lookup/contract?q=avtal",
    "/api/v1/contracts/?limit=200",
    "/contracts/export.xlsx",
    "/contracts/?sort=-annual_value",
    "/renewals?days=all",
)
DOCUMENT = b"openapi: 3.0.3\ninfo: {title: Prov, version: '1.0'}\npaths: {}\n"
MONEY = {"money": [{"year": 2027, "funding": "investment", "kronor": 5_000_000}]}
CALLS: dict[str, Callable[[], dict[str, Any]]] = {
    "/api/v1/check": lambda: {"data": DOCUMENT},
    "/api/v1/compare": lambda: {"data": {"old": (io.BytesIO(DOCUMENT), "a.yaml"), "new": (io.BytesIO(DOCUMENT), "b.yaml")}},
    "/api/v1/consumers/<key>/copy": lambda: {"data": DOCUMENT},
    "/api/v1/plans": lambda: {"json": MONEY},
}
"""What calls that no form makes are sent with."""
FILLED = {"/plan": {"investment_2027": "5000000"}}


def addresses(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Every rule of the application with something in each of its places."""
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.rule not in OPEN:
            yield rule, address_of(app, rule, method, {})


def address_of(app: Flask, rule: Rule, method: str, places: dict[str, Any]) -> str:
    values = {name: places.get(name, _filling(rule._converters[name])) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method)


def _filling(converter: Any) -> Any:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "CON-1"


def keys_of(session: Session) -> dict[str, list[str]]:
    """The keys to walk with by the noun's path: both contracts and what belongs to them, otherwise one record."""
    both = {resource.name for resource in RESTRICTED} | {"contract", "coverage", "person"}
    return {
        resource.path: list(
            session.scalars(select(resource.model.key).order_by(resource.model.id).limit(2 if resource.name in both else 1))
        )
        for resource in RESOURCES
    } | {"systems": ["OLD"]}


def readable(answer: TestResponse) -> str:
    """What somebody reads in an answer: the cells of a spreadsheet, the text of a PDF, otherwise the answer itself."""
    data = answer.get_data()
    if answer.status_code == 200 and "spreadsheetml" in answer.mimetype:
        book = load_workbook(io.BytesIO(data))
        return " ".join(f";{cell};" for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    if answer.status_code == 200 and answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return data.decode("utf-8", "replace")


class Walk:
    """What one reader is answered. Fails at the first answer that gives away a contract of `hidden`."""

    def __init__(self, app: Flask, client: FlaskClient, keys: dict[str, list[str]], hidden: tuple[str, ...]) -> None:
        self.app, self.client, self.keys, self.hidden = app, client, keys, hidden
        self.seen: set[str] = set()
        self.forms: dict[str, Any] = {}
        self._sent: set[str] = set()
        self._token = csrf_of(client.get("/me").text)

    def open(self, address: str, method: str = "GET", **sent: Any) -> TestResponse:
        """The answer, and where it leads; its forms are kept to be sent."""
        headers = {"X-CSRFToken": self._token, "Accept-Language": "sv"}
        answer = self.client.open(address, method=method, headers=headers, **sent)
        text = readable(answer).replace(address.split("?")[0], "")  # a refusal names the address that was asked for
        answer.close()
        for key in betrayed(text):
            assert key not in self.hidden, f"{method} {address} ({answer.status_code}) gives {key} away"
            self.seen.add(address.split("?")[0])
        if answer.mimetype == "text/html" and 'method="post"' in text.partition("<main")[2]:
            self._keep_forms(address, text)
        if answer.status_code == 302:
            self.open(answer.headers["Location"])
        return answer

    def _keep_forms(self, address: str, text: str) -> None:
        for form in html.document_fromstring(text, base_url=f"http://localhost{address}").iterfind(".//main//form"):
            if form.method == "POST":
                action = form.action or address.split("?")[0]
                self.forms.setdefault(action, form)

    def look(self) -> None:
        """Open every address that answers GET, with the keys of what is there."""
        for _rule, address in self._addresses("GET"):
            self.open(address)
        for address in FURTHER:
            self.open(address)

    def write(self) -> None:
        """Send every form that was met, wrongly filled in and then as it stands, and call what takes JSON; delete nothing."""
        for resource in RESOURCES:
            self._call(resource)
        while waiting := {action: form for action, form in self.forms.items() if action not in self._sent}:
            for action, form in waiting.items():
                self._sent.add(action)
                if not action.endswith("/delete"):
                    self._send(action, form)
        for method in ("POST", "PUT", "PATCH"):
            for rule, address in self._addresses(method):
                if address not in self._sent and not rule.rule.endswith("/delete"):
                    self.open(address, method, **(CALLS[rule.rule]() if rule.rule in CALLS else {"data": {}}))

    def delete(self) -> None:
        """Delete every record there is a key of, as a page and as a call."""
        for method in ("POST", "DELETE"):
            for rule, address in self._addresses(method):
                if method == "DELETE" or rule.rule.endswith("/delete"):
                    self.open(address, method, data={})

    def _addresses(self, method: str) -> Iterator[tuple[Rule, str]]:
        for rule in self.app.url_map.iter_rules():
            if method in rule.methods and rule.rule not in OPEN and "token" not in rule.arguments:  # tokens are come by
                path = rule.rule.strip("/").removeprefix("api/v1/").split("/")[0]
                for key in self.keys.get(path, ["OLD"]) if "key" in rule.arguments else [""]:
                    number = 2 if key == OTHERS else 1
                    yield rule, address_of(self.app, rule, method, {**PLACES, "key": key, "number": number})

    def _call(self, resource: Resource) -> None:
        """Add and change by REST what the noun has, with its confidential fields and without them, rightly and wrongly."""
        address, keys = f"/api/v1/{resource.path}/", self.keys[resource.path]
        confidential = {name: "1" for name, field in resource.fields.items() if field.confidential}
        may_write = self.open(address, "POST", json={}).status_code != 403
        bodies = [dict.fromkeys(resource.fields, "?"), confidential or None] if may_write else [confidential]
        for body in bodies:
            for key in keys if body is not None else ():
                self.open(f"{address}{key}", "PATCH", json=body)
        for key in keys if may_write else ():
            found = self.open(f"{address}{key}").json
            self.open(f"{address}{key}", "PATCH", json=found)
            self.open(address, "POST", json=found)

    def _send(self, action: str, form: Any) -> None:
        shown = {name: value for name, value in form.form_values() if name != "csrf_token"}
        typed = {control.name for control in form.iterfind(".//input") if control.get("type", "text") in {"text", "search"}}
        typed |= {control.name for control in form.iterfind(".//textarea")}
        files = [control.name for control in form.iterfind(".//input[@type='file']")]
        if typed:
            self.open(action, "POST", data={**shown, **dict.fromkeys(typed, "?")})
        for content in self._files(action) if files else [b""]:
            sent = {name: (io.BytesIO(content), "fil.csv" if action.endswith("/import") else "fil.yaml") for name in files}
            self.open(action, "POST", data={**shown, **FILLED.get(action, {}), **sent})

    def _files(self, action: str) -> list[bytes]:
        """What the form at `action` takes: for a noun's import what is registered with a change, and a row that is all wrong."""
        noun = next((resource for resource in RESOURCES if action == f"/{resource.path}/import"), None)
        if noun is None:
            return [DOCUMENT]
        rows = list(csv.reader(io.StringIO(self.open(f"/{noun.path}/export.csv").text.lstrip("\ufeff")), delimiter=";"))
        texts = [name for name in rows[0] if noun.fields[name].kind in {"text", "long"}]
        changed = [rows[0]] + [
            ["ändrad" if name in texts[:1] else cell for name, cell in zip(rows[0], row, strict=True)] for row in rows[1:]
        ]
        hidden = [name for name, field in noun.fields.items() if field.confidential]
        first = [rows[1][0]] if len(rows) > 1 else ["X"]
        wrong = [rows[0], *rows[1:2], ["?" for _name in rows[0]]]
        reaching = [["key", *hidden], [*first, *("1" for _name in hidden)]]
        return [_written(table) for table in ([wrong, reaching, changed] if hidden else [wrong, changed])]


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()
