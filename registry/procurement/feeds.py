"""Secret addresses of calendars: made, renewed, revoked; who may still read one is asked anew each time it is read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from registry.accounts.models import Account, CalendarFeed
from registry.core.term import Term
from registry.core.text import text as _
from registry.kit.access import CONFIDENTIAL_READERS


class Scope(Term):
    """Which contracts a calendar shows."""

    OWN = "own", _("Contracts I am responsible for")
    ALL = "all", _("All contracts")


def scopes_of(account: Account) -> tuple[Scope, ...]:
    """The calendars that `account` may have: its own contracts when it is somebody in the catalogue, all by its role."""
    if not account.active:
        return ()
    own = (Scope.OWN,) if account.person_id is not None else ()
    return (*own, Scope.ALL) if {role.name for role in account.roles} & CONFIDENTIAL_READERS else own


def feeds_of(session: Session, account: Account) -> Sequence[CalendarFeed]:
    return session.scalars(select(CalendarFeed).where(CalendarFeed.account_id == account.id)).all()


def renew(session: Session, account: Account, scope: Scope, at: datetime) -> str:
    """Make the calendar's secret address, or a new one that ends the old; the secret, which is kept nowhere. Commits."""
    revoke(session, account, scope)
    token = secrets.token_urlsafe(32)
    session.add(CalendarFeed(account_id=account.id, scope=scope.value, token_hash=_hashed(token), made_at=at))
    session.commit()
    return token


def revoke(session: Session, account: Account, scope: Scope) -> None:
    """End the calendar's address. Commits."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account.id, CalendarFeed.scope == scope.value))
    session.commit()


def opened(session: Session, token: str, at: datetime) -> tuple[Account, Scope] | None:
    """Whose calendar the secret opens; None when it opens none, or when its owner may no longer have it."""
    feed = session.scalars(select(CalendarFeed).where(CalendarFeed.token_hash == _hashed(token))).one_or_none()
    if feed is None:
        return None
    account = feed.account
    scope = next((scope for scope in scopes_of(account) if scope.value == feed.scope), None)
    if scope is None:
        return None
    session.execute(update(CalendarFeed).where(CalendarFeed.id == feed.id).values(read_at=at))
    session.commit()
    return account, scope


def _hashed(token: str) -> str:
    """A secret of 256 random bits cannot be guessed from its hash, so a plain one will do."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
