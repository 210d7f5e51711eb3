"""A document judged before, or without, being published; nothing is kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.core.openapi.document import Document
from registry.core.strategy.rule import Catalogue
from registry.core.strategy.verdict import Report
from registry.governance.facts import Subject, facts, facts_of
from registry.governance.judging import judged
from registry.governance.operations import earlier
from registry.governance.product_names import ProductNames, registered
from registry.governance.strategy import Strategy


def by_itself(session: Session, document: Document, strategy: Strategy, today: date, names: ProductNames | None = None) -> Report:
    """The verdict on a document of no registered API: the catalogue knows only which product names it must not use."""
    names = names or registered(session)
    return judged(document, facts(Catalogue(systems=names.within(document.title)), (), strategy, today), strategy, today)


def as_document_of(
    session: Session,
    document: Document,
    strategy: Strategy,
    today: date,
    *,
    api: Api | None,
    version: ApiVersion | None,
    number: str,
    names: ProductNames | None = None,
) -> Report:
    """The verdict the document would get as that version's, with all the catalogue knows; `number` is the version's own."""
    subject = Subject(
        version.id if version is not None else 0,
        api.id if api is not None else 0,
        0,
        document.sha256,
        document.title,
        version.key if version is not None else "",
        number,
        api.api_docs_url if api is not None else None,
    )
    known = facts_of(session, [subject], strategy, today, names)[subject.version_id]
    return judged(document, known, strategy, today, earlier(session, known))
