"""What a contract's terms mean on a given day: notice, decision, validity; terms in, dated steps with reasons out."""

from registry.core.agreements.chain import end_after_notice
from registry.core.agreements.changes import Change, Spell, in_force, spells
from registry.core.agreements.deadlines import Deadline, Standing, decision_deadline, last_notice_day, next_notice_day
from registry.core.agreements.options import OptionDay, OptionStanding, next_option, option_days
from registry.core.agreements.steps import Step
from registry.core.agreements.terms import Option, Terms, TermsContradict, check
from registry.core.agreements.validity import Reason, ReasonName, holds, validity

__all__ = [
    "Change",
    "Deadline",
    "Option",
    "OptionDay",
    "OptionStanding",
    "Reason",
    "ReasonName",
    "Spell",
    "Standing",
    "Step",
    "Terms",
    "TermsContradict",
    "check",
    "decision_deadline",
    "end_after_notice",
    "holds",
    "in_force",
    "last_notice_day",
    "next_notice_day",
    "next_option",
    "option_days",
    "spells",
    "validity",
]
