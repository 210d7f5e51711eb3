"""Table of procurement law's figures: dated settings with their source, never constants."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from registry.core.text import text as _
from registry.core.vocabulary import LegalLimitKind
from registry.db.base import Record, field


class LegalLimit(Record):
    """One figure of the law, from a day on until a later one takes its place."""

    __tablename__ = "legal_limit"
    KEY_PREFIX = "LIM"
    TITLE = "source"
    __table_args__ = (UniqueConstraint("limit", "valid_from"),)

    limit: Mapped[LegalLimitKind] = field(_("Limit"), index=True)
    value: Mapped[int] = field(_("Amount or number"), minimum=0, maximum=2_000_000_000)
    valid_from: Mapped[date] = field(_("Applies from"))
    source: Mapped[str] = field(_("Source"), help=_("Law and section, or who says so."))
    source_url: Mapped[str | None] = field(_("Source on the web"), kind="url")
    checked_on: Mapped[date | None] = field(
        _("Checked against the source on"), help=_("Leave empty when nobody has; the pages then say that it is not verified.")
    )
    note: Mapped[str | None] = field(_("Note"), kind="long")
