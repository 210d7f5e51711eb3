"""REST for every noun: list, read, add, change, delete; the OpenAPI document is made from the same declarations.

Values are checked by `registry.kit.operations.judged` as in forms and imports; the marshmallow schemas made here only describe
them. References are keys. Lists are paged by bookmark. Errors are problem details with one entry per field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import jsonify, request
from flask.views import MethodView
from flask_smorest import Api, Blueprint

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record
from registry.kit import deletion, listing, operations
from registry.kit.access import current_roles, require
from registry.kit.database import database
from registry.kit.errors import problem
from registry.kit.pages import act, find, resources
from registry.kit.reach import Reach, require_reach
from registry.kit.resource import Field, Resource, Resources
from registry.kit.text import translate
from registry.kit.values import plain

LARGEST_PAGE = 200
BASE = "/api/v1"
_FIELDS: dict[str, type[ma.fields.Field[Any]]] = {
    "integer": ma.fields.Integer,
    "money": ma.fields.Integer,
    "date": ma.fields.Date,
    "boolean": ma.fields.Boolean,
    "url": ma.fields.Url,
    "email": ma.fields.Email,
}


class ListArguments(ma.Schema):
    """What every list takes beside filters by field name."""

    class Meta:
        unknown = ma.INCLUDE

    q = ma.fields.String(metadata={"description": "Words that every record must have", "maxLength": 200})
    sort = ma.fields.String(metadata={"description": "Field to sort by, with a hyphen before it for descending", "maxLength": 60})
    page = ma.fields.String(metadata={"description": "Bookmark from the previous answer's `next`", "maxLength": 500})
    limit = ma.fields.Integer(
        load_default=listing.PAGE_SIZE, metadata={"minimum": 1, "maximum": LARGEST_PAGE, "default": listing.PAGE_SIZE}
    )


def schema_of(resource: Resource) -> type[ma.Schema]:
    """The marshmallow schema that describes `resource` in the OpenAPI document."""
    fields = {name: _described(field) for name, field in resource.fields.items()}
    return type(f"{resource.model.__name__}Schema", (ma.Schema,), fields)


def _described(field: Field) -> ma.fields.Field[Any]:
    about: dict[str, Any] = {"title": str(field.label)}
    if field.help is not None:
        about["description"] = str(field.help)
    if field.kind not in {"reference", "term", "boolean", "date"}:
        limits = {"maxLength": field.length, "minimum": field.minimum, "maximum": field.maximum}
        about |= {name: value for name, value in limits.items() if value is not None}
    if field.term is not None:
        about["enum"] = [term.value for term in field.term]
    if field.kind == "reference":
        about["description"] = f"Key of a {field.target}"
        about["maxLength"] = 64
    return _FIELDS.get(field.kind, ma.fields.String)(required=field.required, allow_none=field.nullable, metadata=about)


def blueprint_for(resource: Resource) -> Blueprint:
    """The REST endpoints of `resource`."""
    schema = schema_of(resource)
    blueprint = Blueprint(
        f"rest_{resource.name}", __name__, url_prefix=f"{BASE}/{resource.path}", description=str(resource.purpose)
    )
    answered = {"description": str(resource.label), "content": {"application/json": {"schema": schema}}}

    class Collection(MethodView):
        @blueprint.doc(summary=f"List {resource.plural}")
        @blueprint.arguments(ListArguments, location="query")
        @blueprint.response(200, schema(many=True))
        def get(self, arguments: dict[str, Any]) -> Any:
            return _list(require_reach(resource), arguments)

        @blueprint.doc(summary=f"Add a {resource.label}", requestBody=answered, responses={"201": answered})
        def post(self) -> Any:
            require(resource.policy.write)
            return _write(resource, None)

    class Item(MethodView):
        @blueprint.doc(summary=f"Read a {resource.label}", responses={"200": answered})
        def get(self, key: str) -> Any:
            reach = require_reach(resource)
            return jsonify(_shown(reach, _found(resource, key, reach)))

        @blueprint.doc(summary=f"Change a {resource.label}", requestBody=answered, responses={"200": answered})
        def patch(self, key: str) -> Any:
            require(resource.policy.write)
            return _write(resource, _found(resource, key))

        @blueprint.doc(summary=f"Delete a {resource.label}", responses={"204": {"description": "Deleted"}})
        def delete(self, key: str) -> Any:
            require(resource.policy.delete)
            return _delete(resource, key)

    blueprint.route("/")(Collection)
    blueprint.route("/<key>")(Item)
    return blueprint


def register(api: Api, nouns: Resources) -> None:
    for resource in nouns:
        api.register_blueprint(blueprint_for(resource))


def _references(fields: Mapping[str, Field]) -> list[str]:
    return [name for name, field in fields.items() if field.kind == "reference"]


def _found(resource: Resource, key: str, reach: Reach | None = None) -> Record:
    return find(resource, key, *_references(resource.fields), reach=reach)


def _shown(reach: Reach, record: Record) -> dict[str, Any]:
    return as_json(reach.fields_in(database.session, record), record)


def as_json(fields: Mapping[str, Field], record: Record) -> dict[str, Any]:
    """The record's `fields`; numbers and truth values as JSON's own, references by key. What is hidden is left out."""
    return {name: _json_value(record, field) for name, field in fields.items()}


def _json_value(record: Record, field: Field) -> Any:
    if field.kind == "reference":
        other = getattr(record, field.name)
        return other.key if other is not None else None
    value = getattr(record, field.attribute)
    return value if value is None or isinstance(value, int) else plain(value)


def _list(reach: Reach, arguments: dict[str, Any]) -> Any:
    size = arguments["limit"]
    if not 1 <= size <= LARGEST_PAGE:
        return _refuse(400, {"limit": [_("limit is 1 to {largest}.", largest=LARGEST_PAGE)]})
    fields = reach.fields
    unknown = [name for name in request.args if name not in fields and name not in {"q", "sort", "page", "limit"}]
    if unknown:
        return _refuse(400, {name: [_("There is no field “{name}” here.", name=name)] for name in unknown})
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "limit"]
    try:
        found = listing.listing(database.session, reach, pairs, page_size=size, load=_references(fields))
    except listing.ListingWrong as error:
        return _refuse(400, {"": [error.message]})
    hidden = reach.hidden_in(database.session, found.records)
    public = {name: field for name, field in fields.items() if not field.confidential}
    paging = found.page.paging
    return jsonify(
        {
            "items": [as_json(public if record.id in hidden else fields, record) for record in found.records],
            "count": found.count,
            "next": paging.bookmark_next if paging.has_next else None,
            "previous": paging.bookmark_previous if paging.has_previous else None,
        }
    )


def _write(resource: Resource, record: Record | None) -> Any:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return _refuse(400, {"": [_("Send one JSON object with the fields to write.")]})
    session = database.session
    cleaned = operations.judged(session, resource, body, resource.visible(current_roles()), record)
    if cleaned.errors:
        return _refuse(422, cleaned.errors)
    act(request.headers.get("Change-Reason"))
    saved = operations.save(session, resource, record, cleaned.values)
    if not isinstance(saved, Record):
        return _refuse(409, {"": [saved]})
    return jsonify(_shown(require_reach(resource), _found(resource, saved.key))), 201 if record is None else 200


def _delete(resource: Resource, key: str) -> Any:
    record = find(resource, key)
    act(request.headers.get("Change-Reason"))
    problem_ = deletion.delete_whole(database.session, resources(), record)
    return _refuse(409, {"": [problem_]}) if problem_ is not None else ("", 204)


def _refuse(status: int, errors: dict[str, list[Text]]) -> Any:
    shown = [{"field": name, "message": translate(message)} for name, messages in errors.items() for message in messages]
    return problem(status, translate(_("The request was not carried out")), shown[0]["message"], errors=shown)
