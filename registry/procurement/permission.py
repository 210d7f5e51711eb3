"""Who may see a contract's prices, terms and documents: procurement and administrators all, a responsible person their own."""

from __future__ import annotations

from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.kit.access import current_roles, own_person, sees_confidential
from registry.kit.database import database
from registry.procurement.renewals import Renewals, renewals


def sees_terms(contract: Contract) -> bool:
    """Whether whoever sends this request may see the terms of `contract`."""
    return sees_confidential() or (contract.responsible_id is not None and contract.responsible_id == own_person())


def require_terms(contract: Contract) -> None:
    """Stop the request unless the sender may see the terms of `contract`: log in first (401) or not for you (403)."""
    if not current_roles():
        abort(401)
    if not sees_terms(contract):
        abort(403)


def seen_contracts(everybodys: bool, person: int | None) -> ColumnElement[bool]:
    """The condition on Contract for those whose terms may be seen: all of them, or those `person` is responsible for."""
    if everybodys:
        return true()
    return Contract.responsible_id == person if person is not None else false()  # "== None" would be those without anybody


def in_reach() -> ColumnElement[bool]:
    """The condition on Contract for those whose terms the sender of this request may see."""
    return seen_contracts(sees_confidential(), own_person())


def answers_for_any() -> bool:
    """Whether the sender of this request is responsible for a contract."""
    person = own_person()
    if person is None:
        return False
    return database.session.scalar(select(Contract.id).where(Contract.responsible_id == person).limit(1)) is not None


def require_some() -> None:
    """Stop the request unless there is any contract whose terms its sender may see."""
    if not current_roles():
        abort(401)
    if not sees_confidential() and not answers_for_any():
        abort(403)


def seen_renewals(session: Session, today: date) -> Renewals:
    """What must happen with the contracts whose terms the sender of this request may see; stops one who sees none."""
    require_some()
    found, person = renewals(session, today), own_person()
    return found if sees_confidential() or person is None else found.of_person(person)
