"""Write accounts and their roles. People who log in are not the people named in the catalogue."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask_security import hash_password
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.accounts.models import Role as StoredRole
from registry.db import history
from registry.kit.access import ROLE_LABELS, Role


def ensure_roles(session: Session) -> dict[str, StoredRole]:
    """The roles as Flask-Security stores them, made when missing."""
    stored = {role.name: role for role in session.scalars(select(StoredRole))}
    for role in Role:
        if role.value not in stored:
            stored[role.value] = StoredRole(name=role.value, description=str(ROLE_LABELS[role]))
            session.add(stored[role.value])
    session.flush()
    return stored


def ensure_account(session: Session, email: str, name: str, roles: Iterable[Role], password: str | None) -> Account:
    """The account of `email` with exactly `roles`; made when missing. A given password replaces the old one."""
    stored = ensure_roles(session)
    email = email.lower()
    account = session.scalars(select(Account).where(Account.email == email)).one_or_none()
    before = sorted(role.name for role in account.roles) if account is not None else None
    if account is None:
        account = Account(email=email, name=name, active=True, fs_uniquifier=secrets.token_hex(32))
        session.add(account)
    account.name = name
    account.roles = [stored[role.value] for role in roles]
    if password is not None:
        account.password = hash_password(password)
        account.fs_uniquifier = secrets.token_hex(32)  # ends every session and API token of the old password
    session.flush()
    after = sorted(role.name for role in account.roles)
    if before != after:
        log(session, account, {"roles": [before, after]}, history.CHANGED if before is not None else history.CREATED)
    return account


def set_person(session: Session, account: Account, person: int | None) -> None:
    """Say who of the catalogue's people the account is: it then sees the terms of the contracts that person answers for."""
    if account.person_id != person:
        log(session, account, {"person": [account.person_id, person]}, history.CHANGED)
        account.person_id = person


def set_active(session: Session, account: Account, active: bool) -> None:
    """Let somebody in or shut them out; their sessions end at once."""
    if account.active != active:
        log(session, account, {"active": [account.active, active]}, history.CHANGED)
        account.active = active
        account.fs_uniquifier = secrets.token_hex(32)


def log(session: Session, account: Account, values: dict[str, list[object]], action: str) -> None:
    """Accounts stand outside the catalogue; their changes are kept in the same history, never with passwords."""
    session.execute(
        insert(history.Change).values(
            actor=session.info.get("actor", "system"),
            request_id=session.info.get("request_id"),
            noun="account",
            record_id=account.id,
            record_key=account.email[:64],
            action=action,
            values=values,
        )
    )
