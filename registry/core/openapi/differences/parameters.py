"""Differences between two operations' parameters."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.differences.calls import Call
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.schemas import SchemaComparison, schema_or_any
from registry.core.openapi.parts import Parameter
from registry.core.openapi.pointers import Tree, mapping
from registry.core.text import text as _

K = ChangeKind
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_BY_DEFAULT = ("accept", "content-type", "authorization")  # headers that a parameter cannot define
_SWAGGER_STYLES = {"ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"}


def parameter_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences between the parameters of one operation. That a path has a parameter is told by the path itself."""
    label = new.label
    for key, before in old.parameters.items():
        after = new.parameters.get(key)
        if after is not None:
            yield from _kept(before, after, old, new)
            name = f"{label} “{after.name}”"
            yield from schemas(schema_or_any(before), schema_or_any(after), name, sent=True, nulls=False)
            if before.raw.get("required") is not True and after.raw.get("required") is not True:
                yield from schemas.defaults(schema_or_any(before), schema_or_any(after), name, sent=True)
        elif is_told(before):
            said = {"location": before.location, "name": before.name, "operation": label}
            message = _("{operation} no longer takes the {location} parameter “{name}”", **said)
            yield Change(K.PARAMETER_REMOVED, True, message, before.pointer, None)
    for key, after in new.parameters.items():
        if key not in old.parameters and is_told(after):
            yield _added(after, label)


def is_told(parameter: Parameter) -> bool:
    """Whether the parameter tells something that neither the path nor the body and the credentials do."""
    return parameter.location != "path" and not (parameter.location == "header" and parameter.name.lower() in _BY_DEFAULT)


def _kept(before: Parameter, after: Parameter, old: Call, new: Call) -> Iterator[Change]:
    said = {"location": after.location, "name": after.name, "operation": new.label}
    places = (before.pointer, after.pointer)
    was, is_now = before.raw.get("required") is True, after.raw.get("required") is True
    if is_now and not was and after.location != "path":
        message = _("The {location} parameter “{name}” of {operation} became required", **said)
        yield Change(K.PARAMETER_BECAME_REQUIRED, True, message, *places)
    elif was and not is_now and after.location != "path":
        message = _("The {location} parameter “{name}” of {operation} may be left out now", **said)
        yield Change(K.PARAMETER_BECAME_OPTIONAL, False, message, *places)
    if written(before, old) != written(after, new):
        message = _("The {location} parameter “{name}” of {operation} is written in another style", **said)
        yield Change(K.PARAMETER_WRITTEN_OTHERWISE, True, message, *places)


def _added(parameter: Parameter, label: str) -> Change:
    said = {"location": parameter.location, "name": parameter.name, "operation": label}
    if parameter.raw.get("required") is True:
        message = _("{operation} demands a new {location} parameter, “{name}”", **said)
        return Change(K.REQUIRED_PARAMETER_ADDED, True, message, None, parameter.pointer)
    message = _("{operation} takes a new {location} parameter, “{name}”", **said)
    return Change(K.PARAMETER_ADDED, False, message, None, parameter.pointer)


def written(parameter: Parameter, call: Call) -> tuple[Tree, Tree]:
    """How the value stands in the request: its style, and for lists and objects whether each part stands by itself."""
    raw, usual = parameter.raw, _STYLES.get(parameter.location)
    if "content" in raw:
        return "content", next(iter(mapping(raw["content"])), None)
    types = parameter.schema.types if parameter.schema is not None else []
    of_parts = bool({"array", "object"} & set(types)) and parameter.location in ("query", "cookie")
    if call.document.is_swagger:
        collection = raw.get("collectionFormat", "csv") if of_parts else "csv"
        return _SWAGGER_STYLES.get(str(collection), usual), of_parts and collection == "multi"
    style = raw.get("style", usual)
    return style, of_parts and style != "deepObject" and raw.get("explode", style == "form") is True
