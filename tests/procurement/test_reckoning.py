"""For how long an answer about a contract holds: the index of days rests on it."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.contracts.changes import Amendment, ContractOption
from registry.core.vocabulary import AmendedTerm, NoticeRule, OptionDecision, PeriodUnit, ProcurementStage, RenewalStrategy
from registry.procurement.contract_rows import COLUMNS
from registry.procurement.reckoning import reckon

TODAY = date(2026, 11, 25)
NAMES = dict.fromkeys(("supplier_key", "supplier_name", "responsible_name", "leads_name"))

days = st.one_of(
    st.integers(-900, 1500).map(lambda number: TODAY + timedelta(days=number)),
    st.sampled_from([date(2026, 12, 31), date(2027, 2, 28), date(2028, 2, 29), date(2026, 8, 31), date(2027, 6, 30)]),
)
periods = {unit: st.integers(0, most) for unit, most in ((PeriodUnit.DAYS, 200), (PeriodUnit.WEEKS, 30), (PeriodUnit.MONTHS, 24))}
options = st.builds(
    lambda months, by, before, decision: {"months": months, "call_by": by, "call_period": before, "decision": decision},
    st.integers(1, 24),
    st.none() | days,
    st.none() | st.integers(0, 12),
    st.sampled_from([None, None, *OptionDecision]),
)
amendments = st.one_of(
    st.tuples(st.just(AmendedTerm.END), days.map(date.isoformat), days),
    st.tuples(st.just(AmendedTerm.NOTICE_PERIOD), st.sampled_from(["1", "3", "12"]), days),
)


@st.composite
def rows(draw):
    row = {**dict.fromkeys(COLUMNS), **NAMES} | {"annual_value": 120_000}
    row["start"] = draw(st.none() | st.just(date(2023, 1, 1)))
    row["end"] = draw(st.none() | days)
    row["notice_unit"] = draw(st.sampled_from(PeriodUnit))
    row["notice_period"] = draw(st.none() | periods[row["notice_unit"]])
    row["notice_rule"] = draw(st.sampled_from([None, *NoticeRule]))
    row["renewal_unit"] = draw(st.sampled_from(PeriodUnit))
    row["renewal_period"] = draw(st.none() | periods[row["renewal_unit"]].map(lambda count: count + 1))
    row["irrevocable_until"] = draw(st.none() | st.none() | days)
    row["terminated_on"] = draw(st.none() | st.none() | days)
    row["procurement_lead_months"] = draw(st.none() | st.integers(0, 18))
    row["procurement_start"] = draw(st.none() | days)
    row["procurement_stage"] = draw(st.none() | st.sampled_from(ProcurementStage))
    row["renewal_strategy"] = draw(st.none() | st.sampled_from(RenewalStrategy))
    listed = draw(st.lists(options, max_size=3))
    row["options"] = [ContractOption(number=number, call_unit=PeriodUnit.MONTHS, **each) for number, each in enumerate(listed, 1)]
    changed = draw(st.lists(amendments, max_size=2))
    row["amendments"] = [Amendment(term=term, value=value, applies_from=day, appendix="1") for term, value, day in changed]
    return SimpleNamespace(**row)


def said(row, day):
    """What pages find by index."""
    found = reckon(row, None, day)
    kept = {(one.action.kind, one.action.day, one.missed and one.missed.kronor) for one in found.renewals}
    return kept, len(found.renewals), found.decide_by, found.apart, found.ended


LEFT_ANY_DAY = SimpleNamespace(
    **{**dict.fromkeys(COLUMNS), **NAMES}
    | {"notice_period": 3, "renewal_strategy": RenewalStrategy.PROCURE, "annual_value": 1, "options": [], "amendments": []}
)


@settings(max_examples=300)
@example(LEFT_ANY_DAY, 1.0)
@given(rows(), st.floats(0, 1))
def test_what_is_said_of_a_contract_stays_the_same_for_as_long_as_it_is_said_to_hold(row, part):
    until = min(reckon(row, None, TODAY).holds_until, TODAY + timedelta(days=2000))
    for day in (until, TODAY + (until - TODAY) * part):
        assert said(row, day) == said(row, TODAY)
        kinds = [one.action.kind for one in reckon(row, None, day).renewals]
        assert len(kinds) == len(set(kinds)), "the index has one day of each kind"
