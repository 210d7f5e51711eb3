"""Tables of what has been reckoned of each contract, so that pages find it by index: an index of days, never their source.

The terms are the source. What stands here is made from them (registry.procurement.upkeep), holds for the days it names, and
may be thrown away at any time.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.db.base import Base


class ReckonedContract(Base):
    """Up to when what was reckoned of a contract holds, and what it says of the contract as a whole.

    It holds from `holds_from` to `holds_until`, both included, unless the contract is waiting (WaitingContract). `apart` is the
    list it stands in when it has no day to act: registry.procurement.reckoning.Apart. `decide_by` is the last day to decide
    what follows it.
    """

    __tablename__ = "reckoned_contract"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"), primary_key=True)
    holds_from: Mapped[date] = mapped_column(index=True)
    holds_until: Mapped[date] = mapped_column(index=True)
    apart: Mapped[str | None] = mapped_column(String(20), index=True)
    decide_by: Mapped[date | None] = mapped_column(index=True)


class ReckonedDay(Base):
    """A day by which something must happen with a contract; `kronor` is what missing it costs, as far as it is known."""

    __tablename__ = "reckoned_day"
    __table_args__ = (Index("ix_reckoned_day_day_contract_id", "day", "contract_id"),)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date]
    kronor: Mapped[int | None] = mapped_column(BigInteger())


class ReckonedConflict(Base):
    """That something of the kind `name` does not go together in a contract, `number` times."""

    __tablename__ = "reckoned_conflict"
    __table_args__ = (Index("ix_reckoned_conflict_name_contract_id", "name", "contract_id"),)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


class WaitingContract(Base):
    """A contract of which something has changed since it was reckoned. Only ever added to by those who change contracts, so that
    they wait for nobody; no reference either, for the same reason.
    """

    __tablename__ = "waiting_contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(index=True)
