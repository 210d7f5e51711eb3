"""A contract's dossier put together from its parts, in the order in which somebody decides."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.core.vocabulary import LegalLimitKind
from registry.landscape.operations import profile
from registry.procurement.conflicts import limits_today
from registry.procurement.dossier import dates, surroundings, terms
from registry.procurement.dossier.parts import Dossier
from registry.procurement.dossier.requirements import requirements_of
from registry.procurement.lock_in import lock_in_of


def dossier_of(session: Session, contract: Contract, today: date, language: str, sees_framework: bool) -> Dossier:
    """The dossier of `contract` as the catalogue is now; the requirements are in `language`, everything else is put into the
    reader's language where it is shown. `sees_framework`: whether the reader may see the terms of its framework agreement.
    """
    when = dates.dates_of(contract, today, limits_today(session, today).get(LegalLimitKind.STANDSTILL_DAYS))
    around = surroundings.surroundings_of(session, contract, today)
    lock_in = lock_in_of(session, contract, today)
    parts = (
        dates.when(contract, when, today, sees_framework),
        terms.plan_part(session, contract),
        terms.lock_in_part(lock_in),
        surroundings.systems_part(around),
        surroundings.apis_part(around),
        surroundings.blocked_part(session, contract, around, today),
        terms.money_part(session, contract, when.notice, today),
        terms.rights_part(session, contract, around.systems),
        terms.market_part(session, contract, around.systems),
    )
    requirements = requirements_of(session, around.apis, lock_in, profile(), language)
    return Dossier(contract, dates.headline(when, today), parts, requirements)
