"""List, show, add, edit, delete and history of one noun, as a blueprint made from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from registry.core.text import text as _
from registry.db import history
from registry.db.base import Record
from registry.kit import deletion, forms, listing, operations, transfer
from registry.kit.access import allowed, current_roles, require
from registry.kit.database import database
from registry.kit.panels import panels_of
from registry.kit.reach import Reach, reach_into, require_reach
from registry.kit.resource import Field, Related, Resource, Resources
from registry.kit.text import translate
from registry.kit.transfer_pages import add_transfer_pages

RELATED_SHOWN = 25
LARGEST_NUMBER = 2**31 - 1


def resources() -> Resources:
    """All nouns of this application."""
    found: Resources = current_app.extensions["resources"]
    return found


def find(resource: Resource, key: str, *names: str, reach: Reach | None = None) -> Record:
    """The record with `key`, its references `names` loaded with it, or 404, as when it is outside `reach`."""
    query = select(resource.model).where(resource.model.key == key).options(*listing.load_options(resource.model, names))
    record: Record | None = database.session.scalars(query if reach is None else reach.within(query)).one_or_none()
    if record is None:
        abort(404)
    return record


def act(reason: str | None = None) -> None:
    """Say who acts in this request, for the history."""
    history.note(database.session, actor=g.actor, request_id=g.request_id, reason=reason or None)


def address(endpoint: str, arguments: Mapping[str, Any]) -> str:
    """The address of a page with `arguments` in it."""
    return url_for(endpoint, **arguments)


def blueprint_for(resource: Resource) -> Blueprint:
    """The pages of `resource` under its path."""
    blueprint = Blueprint(resource.name, __name__, url_prefix=f"/{resource.path}")
    routes: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
        ("/", "index", index, ["GET"]),
        ("/new", "new", new, ["GET", "POST"]),
        ("/<key>", "show", show, ["GET"]),
        ("/<key>/edit", "edit", edit, ["GET", "POST"]),
        ("/<key>/delete", "delete", delete, ["GET", "POST"]),
        ("/<key>/history", "changes", changes, ["GET"]),
    )
    for rule, endpoint, view, methods in routes:
        blueprint.add_url_rule(rule, endpoint, _bound(view, resource), methods=methods)
    add_transfer_pages(blueprint, resource)
    return blueprint


def _bound(view: Callable[..., Any], resource: Resource) -> Callable[..., Any]:
    def bound(**values: str) -> Any:
        return view(resource, **values)

    return bound


def index(resource: Resource) -> str | tuple[str, int]:
    reach = require_reach(resource)
    fields = reach.fields
    arguments = list(request.args.items(multi=True))
    problem = None
    try:
        shown = listing.listing(database.session, reach, arguments)
    except listing.ListingWrong as error:
        problem = translate(error.message)
        shown = listing.listing(database.session, reach, [])
    page = render_template(
        "kit/list.html",
        resource=resource,
        fields=fields,
        columns=[fields[name] for name in resource.columns if name in fields],
        filterable=[fields[name] for name in resource.filters if name in fields],
        listing=shown,
        reach=reach,
        hidden=reach.hidden_in(database.session, shown.records),
        hidden_cell=transfer.HIDDEN,
        problem=problem,
        may_write=allowed(resource.policy.write),
    )
    return (page, 400) if problem else page


def show(resource: Resource, key: str) -> str:
    reach = require_reach(resource)
    record = find(resource, key, *(name for name, field in resource.fields.items() if field.kind == "reference"), reach=reach)
    fields = reach.fields_in(database.session, record)
    return render_template(
        "kit/show.html",
        resource=resource,
        record=record,
        fields=fields,
        sections=_sections(resource, fields),
        panels=panels_of(record),
        related=[shown for related in resource.related if (shown := _related(related, record)) is not None],
        changes=_visible_changes(fields, history.of_record(database.session, resource.name, record.id, limit=5)),
        may_write=allowed(resource.policy.write),
        may_delete=allowed(resource.policy.delete),
    )


def _sections(resource: Resource, fields: Mapping[str, Field]) -> list[tuple[Any, list[Field]]]:
    grouped = ((section.title, [fields[name] for name in section.names if name in fields]) for section in resource.form)
    return [(title, found) for title, found in grouped if found]


def _related(related: Related, record: Record) -> dict[str, Any] | None:
    """The first records of another noun that point at this one, and the address of all; None for who sees none of that noun."""
    other = resources()[related.noun]
    reach = reach_into(other)
    if reach is None:
        return None
    column = getattr(other.model, other.fields[related.through].attribute)
    columns = [reach.fields[name] for name in other.columns if name in reach.fields and name != related.through]
    query = reach.within(select(other.model).where(column == record.id)).order_by(other.model.id).limit(RELATED_SHOWN + 1)
    found = database.session.scalars(query.options(*listing.load_options(other.model, other.columns))).all()
    return {
        "title": related.title,
        "resource": other,
        "columns": columns,
        "records": found[:RELATED_SHOWN],
        "hidden": reach.hidden_in(database.session, found),
        "more": len(found) > RELATED_SHOWN,
        "all_url": address(f"{other.name}.index", {related.through: record.key}),
        "new_url": address(f"{other.name}.new", {related.through: record.key}) if allowed(other.policy.write) else None,
    }


def new(resource: Resource) -> Any:
    require(resource.policy.write)
    return _form_page(resource, None)


def edit(resource: Resource, key: str) -> Any:
    require(resource.policy.write)
    fields = resource.visible(current_roles())
    return _form_page(resource, find(resource, key, *(name for name, field in fields.items() if field.kind == "reference")))


def _form_page(resource: Resource, record: Record | None) -> Any:
    fields = resource.visible(current_roles())
    form = forms.form_for(resource, fields)
    loose: list[str] = []
    if request.method == "GET":
        forms.fill(form, fields, record, request.args)
    else:
        form.validate()  # only the CSRF token has a validator; a bad one is answered before this by CSRFProtect
        saved, loose = save_form(resource, record, form, fields)
        if saved is not None:
            flash(translate(_("{title} is saved.", title=saved.title)), "success")
            return redirect(url_for(f"{resource.name}.show", key=saved.key))
    page = render_template(
        "kit/form.html",
        resource=resource,
        record=record,
        form=form,
        fields=fields,
        sections=_sections(resource, {name: field for name, field in fields.items() if name in form}),
        loose=loose,
    )
    return (page, 422) if loose or form.errors else page


def save_form(
    resource: Resource, record: Record | None, form: Any, fields: Mapping[str, Field]
) -> tuple[Record | None, list[str]]:
    """Save what the form says: the record. Else None, the problems on the form, and those that belong to none of its controls."""
    session = database.session
    raw = forms.written(form, fields)
    cleaned = operations.judged(session, resource, raw, {name: fields[name] for name in raw}, record)
    if record is not None and form["row_version"].data != str(record.row_version):
        cleaned.wrong(
            "", _("Somebody else saved this while you were writing. Look at the history, then save again to keep your text.")
        )
        form["row_version"].data = str(record.row_version)
    if cleaned.errors:
        return None, forms.put_errors(form, cleaned.errors)
    act(form["change_reason"].data)
    saved = operations.save(session, resource, record, cleaned.values)
    return (saved, []) if isinstance(saved, Record) else (None, [translate(saved)])


def delete(resource: Resource, key: str) -> str | Response:
    require(resource.policy.delete)
    record = find(resource, key)
    session = database.session
    title = record.title
    gone, loosened, forbidding = deletion.consequences(session, resources(), record)
    if request.method == "POST" and not forbidding:
        act(request.form.get("change_reason"))
        problem = deletion.delete_whole(session, resources(), record)
        if problem is None:
            flash(translate(_("{title} is deleted.", title=title)), "success")
        else:
            flash(translate(problem), "error")
        return redirect(url_for(f"{resource.name}.index"))
    return render_template(
        "kit/delete.html",
        resource=resource,
        record=record,
        gone=gone,
        loosened=loosened,
        forbidding=forbidding,
        nouns=resources(),
    )


def changes(resource: Resource, key: str) -> str:
    reach = require_reach(resource)
    record = find(resource, key, reach=reach)
    before = request.args.get("before", type=int)
    if before is not None and not 0 <= before <= LARGEST_NUMBER:
        abort(404)
    found = history.of_record(database.session, resource.name, record.id, limit=50, before=before)
    return render_template(
        "kit/history.html",
        resource=resource,
        record=record,
        changes=_visible_changes(reach.fields_in(database.session, record), found),
        older=found[-1].id if len(found) == 50 else None,
    )


def _visible_changes(fields: Mapping[str, Field], found: Any) -> list[tuple[history.Change, list[tuple[Field, Any, Any]]]]:
    """Each change with the values of `fields`, which are those this reader may see of the record, by field."""
    by_attribute = {field.attribute: field for field in fields.values()}
    return [
        (change, [(by_attribute[name], before, after) for name, (before, after) in change.values.items() if name in by_attribute])
        for change in found
    ]
