"""The framework agreement that a call-off was made under: when it ends or has ended, and what that means for what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.contracts.models import Contract
from registry.core.agreements import Deadline, Standing, TermsContradict, next_option
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import RenewalStrategy
from registry.procurement.operations import deadline, terms_of


def framework_words(contract: Contract, ends: date | None, today: date) -> tuple[Text, ...]:
    """What the framework agreement of `contract`, which itself ends on `ends` (None: not known), means; nothing without one."""
    if contract.framework is None:
        return ()
    try:
        notice = deadline(contract.framework, today)
        option = next_option(terms_of(contract.framework, today), today)
    except TermsContradict:
        return (_("The terms of the framework agreement contradict each other, so when it ends is not reckoned."),)
    return (*_until(notice, option is not None), *_for_what_follows(contract, notice, ends, today))


def _until(notice: Deadline, prolongable: bool) -> Iterator[Text]:
    """When the framework agreement ends, and that a call-off that is made in time outlives it."""
    ends = notice.ends
    if ends is None or notice.standing is Standing.ANY_DAY:
        yield _("No end is known for the framework agreement; new call-offs can be made from it for now.")
    elif notice.standing is Standing.ENDED:
        yield _("The framework agreement ended {ends}: no new call-off can be made from it.", ends=ends)
    elif notice.standing is Standing.DATED:
        yield _(
            "The framework agreement ends {ends} if notice is given by {day}, otherwise it goes on.", ends=ends, day=notice.day
        )
        yield _("No new call-off can be made from it once it has ended.")
    elif prolongable:
        yield _("The framework agreement ends {ends}, unless it is prolonged; after that no new call-off can be made.", ends=ends)
    else:
        yield _("The framework agreement ends {ends}; after that no new call-off can be made from it.", ends=ends)
    yield _("What was called off while it held runs on by its own terms.")


def _for_what_follows(contract: Contract, notice: Deadline, ends: date | None, today: date) -> Iterator[Text]:
    """Whether the way forward still is open when this contract ends."""
    last = notice.ends
    if last is None or notice.standing in {Standing.ANY_DAY, Standing.DATED}:
        return
    calls_off = contract.renewal_strategy is RenewalStrategy.CALL_OFF
    if not calls_off and contract.renewal_strategy is not None:
        return
    if last < today and calls_off:
        yield _("The way forward is a new call-off: it must be made from another framework agreement.")
    elif last < today:
        yield _("What follows must be procured, or called off from another framework agreement.")
    elif ends is not None and last < ends and calls_off:
        yield _("The way forward is a new call-off: order it by {last}, or from another framework agreement.", last=last)
    elif ends is not None and last < ends:
        yield _("What follows must be called off by {last}, or from another framework agreement, or procured.", last=last)
