"""Table of the files that belong to a contract. The files lie in the instance folder, under the hash of what is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.contracts.models import Contract
from registry.db.base import Base, now


class ContractDocument(Base):
    """One file of one contract; as confidential as the contract's terms. `size` in bytes; `sha256` names the stored file.

    No noun of the catalogue: it is never listed, imported or answered by REST, and only its own pages show it.
    """

    __tablename__ = "contract_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    has_text: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[str] = mapped_column(String(255))

    contract: Mapped[Contract] = relationship(foreign_keys=contract_id)
