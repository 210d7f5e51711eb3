"""Give some of the demonstration's consumers the copy of a document that their client was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, Consumer
from registry.demo.published import as_it_was
from registry.governance.versions.copies import keep_copy
from registry.systems.models import System

COPIES = Path(__file__).with_name("copies.yaml")


def keep_copies(session: Session, specs_folder: Path) -> None:
    """Keep the copies that the list tells of; consumers that have one keep it."""
    told: list[dict[str, Any]] = yaml.safe_load(COPIES.read_text(encoding="utf-8"))["copies"]
    for copy in told:
        query = (
            select(Consumer)
            .join(ApiVersion, ApiVersion.id == Consumer.api_version_id)
            .join(System, System.id == Consumer.system_id)
            .where(ApiVersion.key == copy["version"], System.key == copy["system"])
        )
        consumer = session.scalars(query).one()
        if consumer.document_id is None:
            text = (specs_folder / copy["of"]).read_text(encoding="utf-8")
            keep_copy(session, consumer, as_it_was(text, copy.get("instead", {})).encode(), copy["of"])
    session.flush()
