"""Swedish personal identity numbers and coordination numbers in text, told without ever being repeated.

Form: birth date (a coordination number adds 60 to the day), serial number, check digit; source: the Tax Agency's rules on
personnummer and samordningsnummer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.core.strategy.words import fold, split_name

NAMES = (
    "personnummer", "personnr", "pnr", "personnumber", "personalnumber", "personalno", "personno", "personalidentitynumber",
    "personidentitynumber", "personalidentificationnumber", "personidentificationnumber", "personalidnumber", "personidnumber",
    "persnr", "persno", "ssn", "socialsecuritynumber", "socialsecurityno", "legalid", "samordningsnummer", "samordningsnr",
    "coordinationnumber", "civicno", "civicnumber", "civicregistrationnumber", "nationalid", "nationalidentitynumber",
    "nationalidentificationnumber", "nationalregistrationnumber",
)  # fmt: skip
"""What such a number is called in interfaces, folded and without separators."""
_ANYWHERE = ("personnummer", "personnr", "samordningsnummer")  # Swedish joins words: sokandepersonnummer
_OTHER_NUMBERS = frozenset({
    "account", "amount", "arende", "artikel", "article", "autogiro", "avtal", "bankgiro", "barcode", "bestallning", "case",
    "contract", "customer", "diarie", "ean", "errand", "facility", "faktura", "invoice", "isbn", "konto", "kund", "kvitto",
    "matare", "meter", "mobil", "mobile", "msisdn", "ocr", "order", "org", "organisation", "organization", "payment", "phone",
    "plusgiro", "price", "product", "receipt", "reference", "referens", "serial", "serie", "size", "sms", "tel", "telefon",
    "telephone", "time", "timestamp",
})  # fmt: skip
_TIMES = frozenset({"at", "date", "datetime", "datum", "tid", "tidpunkt", "time", "timestamp"})
_LONGEST_NAME = 200
_BLANKS = " \u00a0"
_SIGNS = frozenset("+-\u2010\u2011\u2012\u2013\u2014\u2212" + _BLANKS)  # what word processors make of a hyphen as well
# Standing alone: not inside a longer number, an id of letters and digits, a decimal or a chain of hyphens. The sign is looked at
# afterwards, because a pattern that lists all of them takes longer to prepare than to use.
_NUMBER = re.compile(r"(?<![^\W_])(?<![.+-])(18|19|20)?(\d{6})(\W?)(\d{4})(?![^\W_]|[+-]|\.\d)", re.ASCII)
# Begins where _NUMBER does, and is found faster: `re` skips to the next digit only when a pattern begins with a single one.
_DIGITS = re.compile(r"[0-9][0-9]{5}(?:[0-9]{2})?[^0-9]?[0-9]{4}(?![0-9])")
SHORTEST = 10
"""Characters of the shortest way to write one."""

_FIRST_TEST_SERIAL = 980  # 980 to 999 are given to nobody: the Tax Agency's test numbers have them
_KNOWN_SAMPLES = frozenset({"1212121212"})  # the Tax Agency's own sample, on every form


class PersonalNumber(NamedTuple):
    """A number that was found: `masked` shows the date only, `is_sample` whether it can be nobody's."""

    masked: str
    is_sample: bool
    is_coordination: bool


def personal_numbers(text: str, today: date, name: str = "") -> Iterator[PersonalNumber]:
    """The numbers in `text` with a date that exists and is not to come, and the right check digit.

    Ten digits in a row may as well be a telephone number or an order: they count only when `name`, which the text stands under,
    says so, or when nothing else stands in `text`, `name` tells of no other number, and they are neither a coordination number
    nor begin with 07, as mobile numbers do. Twelve may be a day and a time, when `name` says so; with a blank before the last
    four they must be all there is.
    """
    for match in _NUMBER.finditer(text):
        century, day, _sign, ending = match.groups("")
        if ending.startswith("000") or not _has_right_check_digit(day + ending) or not _counts(match, text, name):
            continue
        is_coordination = int(day[4:]) > 60
        if _is_a_day(century, day, today):
            is_sample = int(ending[:3]) >= _FIRST_TEST_SERIAL or day + ending in _KNOWN_SAMPLES
            yield PersonalNumber(f"{century}{day}-****", is_sample, is_coordination)


def _counts(match: re.Match[str], text: str, name: str) -> bool:
    """Whether digits in this form, where they stand, may be taken for somebody's number."""
    century, day, sign, ending = match.groups("")
    if sign and sign not in _SIGNS:
        return False
    if (sign and sign not in _BLANKS) or is_named_so(name):
        return True
    is_whole = match.group() == text.strip()
    if century:
        return is_whole if sign else not _is_a_moment(ending, name)
    return is_whole and not sign and int(day[4:]) <= 60 and not day.startswith("07") and not _is_other_number(name)


def looks_like_one(text: str) -> bool:
    """A quick look: whether there are as many digits in `text`, and as few signs between, as such a number has."""
    return _DIGITS.search(text) is not None


@lru_cache(maxsize=2)  # two rules ask about the same document's texts and names
def may_hold_personal_numbers(texts: str) -> bool:
    """Whether `personal_numbers` could find any in these texts, separated by NUL: a quick look that overlooks none."""
    candidates = (_NUMBER.match(texts, digits.start()) for digits in _DIGITS.finditer(texts))
    return any(_has_right_check_digit(number[2] + number[4]) for number in candidates if number)


@lru_cache(maxsize=10_000)
def is_named_so(name: str, names: tuple[str, ...] = NAMES) -> bool:
    """Whether a parameter or field called `name` carries personal identity numbers: words of it in a row are one of `names`."""
    words = [fold(word) for word in split_name(name[:_LONGEST_NAME])]
    plain = "".join(words)
    if plain in names or any(known in plain for known in _ANYWHERE if known in names):
        return True
    joined = ("".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return any(part.removesuffix("s") in names for part in joined)


def _has_right_check_digit(number: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B); stdnum's loads sockets and TLS, which takes longer than judging a document."""
    doubled = (2 * int(digit) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0


def _is_other_number(name: str) -> bool:
    return not _OTHER_NUMBERS.isdisjoint(_bare(fold(word)) for word in split_name(name[:_LONGEST_NAME]))


def _bare(word: str) -> str:
    """`arendenummer` and `avtalsnr` without what says that they are numbers."""
    shorter = word.removesuffix("nummer").removesuffix("nr")
    return shorter.removesuffix("s") if shorter != word else word


def _is_a_moment(ending: str, name: str) -> bool:
    """Whether the last four digits may be a time of day, and `name` tells of one."""
    if int(ending[:2]) > 23 or int(ending[2:]) > 59:
        return False
    words = [fold(word) for word in split_name(name[:_LONGEST_NAME])]
    return not _TIMES.isdisjoint(words) and not any(word.startswith(("birth", "fodelse")) for word in words)


def _is_a_day(century: str, day: str, today: date) -> bool:
    """Whether six digits are a day that has been, in the given century or in any."""
    number = int(day[4:])
    for first in (century,) if century else ("19", "20"):
        with suppress(ValueError):
            if date(int(first + day[:2]), int(day[2:4]), number - 60 if number > 60 else number) <= today:
                return True
    return False
