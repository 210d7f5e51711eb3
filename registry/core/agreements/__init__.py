"""What a contract's terms mean on a given day: notice, decision, validity; terms in, dated steps with reasons out."""

from registry.core.agreements.chain import end_after_notice
from registry.core.agreements.deadlines import Deadline, Standing, Step, decision_deadline, last_notice_day, next_notice_day
from registry.core.agreements.terms import Terms, TermsContradict, check
from registry.core.agreements.validity import Reason, ReasonName, holds, validity

__all__ = [
    "Deadline",
    "Reason",
    "ReasonName",
    "Standing",
    "Step",
    "Terms",
    "TermsContradict",
    "check",
    "decision_deadline",
    "end_after_notice",
    "holds",
    "last_notice_day",
    "next_notice_day",
    "validity",
]
