"""Accounts: an administrator gives roles; everyone chooses a language and makes an API token."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from registry.accounts import operations
from registry.accounts.models import Account
from registry.core.text import text as _
from registry.db import history
from registry.db.base import tables
from registry.kit.access import ADMINISTRATORS, EVERYONE, ROLE_LABELS, Role, for_roles
from registry.kit.database import database
from registry.kit.lookup import References, picked
from registry.kit.resource import Field
from registry.kit.text import LANGUAGES, translate
from registry.kit.values import ValueWrong, parse

blueprint = Blueprint("accounts", __name__)
EMAIL = Field("email", "email", _("E-mail"), "email", required=True, length=255)
NAME = Field("name", "name", _("Name"), "text", required=True, length=200)
PERSON = Field("person", "person_id", _("Person in the catalogue"), "reference", required=False, target="person")
SHORTEST_PASSWORD = 12
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")  # browsers read a tab or a backslash as they please


@blueprint.route("/accounts")
@for_roles(ADMINISTRATORS)
def index() -> str:
    found = database.session.scalars(select(Account).order_by(Account.email)).all()
    return render_template("accounts/list.html", accounts=found, labels=ROLE_LABELS)


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@blueprint.route("/accounts/<int(max=2147483647):number>", methods=["GET", "POST"])
@for_roles(ADMINISTRATORS)
def edit(number: int | None = None) -> Any:
    account = database.session.get(Account, number) if number is not None else None
    if number is not None and account is None:
        abort(404)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _save(account)
        if not errors:
            flash(translate(_("The account is saved.")), "success")
            return redirect(url_for("accounts.index"))
    page = render_template(
        "accounts/form.html", account=account, labels=ROLE_LABELS, errors=errors, written=request.form, person=_person(account)
    )
    return page, (422 if errors else 200)


def _person(account: Account | None) -> str:
    """Who the account is among the catalogue's people, as the picker writes it."""
    found = database.session.get(tables()["person"], account.person_id) if account is not None and account.person_id else None
    return picked(found.title, found.key) if found is not None else ""


def _chosen_person(errors: dict[str, str]) -> int | None:
    """The person that the form names; None when it names nobody, or when it is wrong."""
    written = request.form.get("person", "").strip()
    try:
        return References(database.session).resolve(PERSON, written) if written else None
    except ValueWrong as error:
        errors["person"] = translate(error.message)
        return None


def _save(account: Account | None) -> dict[str, str]:
    """Save what the account form says; returns what was wrong by field."""
    errors: dict[str, str] = {}
    values: dict[str, str] = {}
    for field in (EMAIL, NAME):
        try:
            values[field.name] = parse(field, request.form.get(field.name))
            if field is EMAIL:
                values["email"] = values["email"].lower()  # nobody tells two mailboxes apart by capitals
        except ValueWrong as error:
            errors[field.name] = translate(error.message)
    roles = [Role(name) for name in request.form.getlist("roles") if name in Role._value2member_map_]
    password = request.form.get("password") or None
    if (password is None and account is None) or (password is not None and len(password) < SHORTEST_PASSWORD):
        errors["password"] = translate(_("The password needs at least {count} characters.", count=SHORTEST_PASSWORD))
    other = database.session.scalars(select(Account).where(Account.email == values.get("email"))).one_or_none()
    if other is not None and other is not account:
        errors["email"] = translate(_("There is an account with this address already."))
    person = _chosen_person(errors)
    if account is not None and account.id == current_user.id and Role.ADMINISTRATOR not in roles:
        errors["roles"] = translate(_("You cannot take the administrator's role from yourself."))
    if errors:
        return errors
    history.note(database.session, actor=g.actor, request_id=g.request_id)
    if account is not None:
        account.email = values["email"]
    saved = operations.ensure_account(database.session, values["email"], values["name"], roles, password)
    operations.set_person(database.session, saved, person)
    if saved.id != current_user.id:
        operations.set_active(database.session, saved, "active" in request.form)
    database.session.commit()
    return {}


@blueprint.route("/me", methods=["GET", "POST"])
@for_roles(EVERYONE)
def me() -> str:
    token = current_user.get_auth_token() if request.method == "POST" else None
    return render_template("accounts/me.html", token=token, labels=ROLE_LABELS)


@blueprint.route("/language", methods=["POST"])
def language() -> Response:
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            current_user.language = chosen
            database.session.commit()
    back = request.form.get("next", "/")
    return redirect(back if LOCAL.fullmatch(back) else "/")
