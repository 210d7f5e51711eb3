"""Who may do what: roles, policies and the one question every page and REST call asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, g
from flask_login import current_user

from registry.core.text import Text
from registry.core.text import text as _


class Role(StrEnum):
    """A person's task with the catalogue. Everyone who is let in is at least a reader."""

    READER = "reader"
    EDITOR = "editor"
    ARCHITECT = "architect"
    PROCUREMENT = "procurement"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, Text] = {
    Role.READER: _("Reader"),
    Role.EDITOR: _("IT operations (editor)"),
    Role.ARCHITECT: _("Architect"),
    Role.PROCUREMENT: _("Procurement"),
    Role.ADMINISTRATOR: _("Administrator"),
}
EVERYONE = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
CATALOGUE_EDITORS = frozenset({Role.EDITOR, Role.ARCHITECT, Role.PROCUREMENT, Role.ADMINISTRATOR})
ARCHITECTURE_EDITORS = frozenset({Role.EDITOR, Role.ARCHITECT, Role.ADMINISTRATOR})
BUYERS = frozenset({Role.PROCUREMENT, Role.ADMINISTRATOR})
CONFIDENTIAL_READERS = BUYERS


@dataclass(frozen=True, slots=True)
class Policy:
    """Which roles may read, write (add, change, import) and delete a noun's records."""

    read: frozenset[Role] = EVERYONE
    write: frozenset[Role] = CATALOGUE_EDITORS
    delete: frozenset[Role] = CATALOGUE_EDITORS


def current_roles() -> frozenset[Role]:
    """Roles of whoever sends this request; empty when nobody is logged in."""
    user = current_user
    if not user or not user.is_authenticated:
        return frozenset()
    if g.get("roles_of") != user.id:  # a page asks tens of times
        found = {Role(role.name) for role in user.roles if role.name in Role._value2member_map_}
        g.roles_of, g.roles = user.id, frozenset(found | {Role.READER})
    return frozenset(g.roles)


def own_person() -> int | None:
    """Number of the person of the catalogue that whoever sends this request is, as an administrator has said on the account.

    Never found by e-mail address: a person's address in the catalogue can be changed by those who may not see prices.
    """
    user = current_user
    return user.person_id if user and user.is_authenticated else None


def sees_confidential() -> bool:
    """Whether prices and contract terms of everybody may be shown in this request."""
    return bool(current_roles() & CONFIDENTIAL_READERS)


def allowed(roles: frozenset[Role]) -> bool:
    return bool(current_roles() & roles)


def require(roles: frozenset[Role]) -> None:
    """Stop the request unless the sender holds one of `roles`: log in first (401) or not for you (403)."""
    if not current_roles():
        abort(401)
    if not allowed(roles):
        abort(403)


def for_roles(roles: frozenset[Role]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a view that only `roles` may use."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            require(roles)
            return view(*args, **kwargs)

        return guarded

    return decorate
