"""An API in two versions, and the systems that call it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, Consumer
from registry.core.api_vocabulary import VersionStatus
from registry.governance.documents import store_document
from registry.governance.versions.copies import keep_copy
from registry.systems.models import System

CASES = """\
openapi: 3.1.0
info: {{title: Cases, version: "{number}"}}
paths:
  /cases:
    get: {{responses: {{"200": {{description: Cases}}}}}}
{more}"""
DECISIONS = '  /decisions:\n    get: {responses: {"200": {description: Decisions}}}\n'


def cases(number: str, more: str = "") -> bytes:
    return CASES.format(number=number, more=more).encode()


def fill(session: Session, new_version: Callable[..., ApiVersion]) -> None:
    """Version 1.2, deprecated, in two revisions, and version 2.0 without what 1.2 had; three systems call 1.2."""
    old = new_version(session)
    old.status, old.deprecated_on = VersionStatus.DEPRECATED, date(2026, 8, 1)
    new = ApiVersion(key="case-status-2.0", api=old.api, version="2.0", status=VersionStatus.ACTIVE)
    session.add(new)
    for number, name in enumerate(("Gatuglimt", "Kärlrundan", "Plogspåret"), start=1):
        system = System(key=f"S-{number}", name=name)
        session.add(Consumer(key=f"C-{number}", api_version=old, system=system))
    session.flush()
    store_document(session, old, cases("1.2"))
    store_document(session, old, cases("1.2", DECISIONS))
    store_document(session, new, cases("2.0"))
    session.add(Consumer(key="C-4", api_version=new, system=session.scalars(select(System).filter_by(key="S-3")).one()))
    keep_copy(session, session.scalars(select(Consumer).filter_by(key="C-2")).one(), cases("1.0"), "old.yaml")
    session.commit()
