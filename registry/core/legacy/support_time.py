"""How bad an end of support is, by how near it is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from registry.core.legacy import weights
from registry.core.support.ends import SupportEnd, Undated, has_ended
from registry.core.text import Text
from registry.core.text import text as _


def badness(ends: SupportEnd, extended: SupportEnd, today: date) -> Fraction:
    """From 0 (support runs for two years or more, or no end is announced) to 1 (ended). `ends` must be known."""
    if has_ended(ends, today):
        return weights.ONLY_EXTENDED_SUPPORT if has_ended(extended, today) is False else weights.SUPPORT_ENDED
    if not isinstance(ends, date) or ends >= in_years(today, 2):
        return Fraction(0)
    return weights.ENDS_WITHIN_12_MONTHS if ends < in_years(today, 1) else weights.ENDS_WITHIN_24_MONTHS


def state_of(what: object, ends: SupportEnd, extended: SupportEnd, today: date) -> Text:
    """The same in words about `what`."""
    if ends is Undated.ENDED:
        sentence = _("{what} is no longer supported", what=what)
    elif not isinstance(ends, date):
        sentence = _("{what} is supported, no end announced", what=what)
    elif ends >= today:
        sentence = _("{what} is supported until {ends}", what=what, ends=ends)
    else:
        sentence = _("{what} has had no support since {ends}", what=what, ends=ends)
    if has_ended(ends, today) and isinstance(extended, date) and extended >= today:
        return _("{sentence} except extended support until {extended}", sentence=sentence, extended=extended)
    return sentence


def in_years(day: date, years: int) -> date:
    """The same day `years` later (earlier when negative); 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
