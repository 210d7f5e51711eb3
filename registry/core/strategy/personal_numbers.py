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
    "personidentitynumber", "personalidnumber", "personidnumber", "ssn", "socialsecuritynumber", "socialsecurityno", "legalid",
    "samordningsnummer", "coordinationnumber", "civicno", "civicnumber", "civicregistrationnumber", "nationalid",
    "nationalidentitynumber", "nationalregistrationnumber",
)  # fmt: skip
"""What such a number is called in interfaces, folded and without separators."""
_ANYWHERE = ("personnummer", "personnr", "samordningsnummer")  # Swedish joins words: sokandepersonnummer
_OTHER_NUMBERS = frozenset({
    "account", "amount", "article", "barcode", "case", "contract", "customer", "ean", "errand", "facility", "invoice", "isbn",
    "meter", "mobile", "msisdn", "ocr", "order", "org", "organisation", "organization", "payment", "phone", "price", "product",
    "receipt", "reference", "serial", "size", "sms", "tel", "telephone", "time", "timestamp",
})  # fmt: skip
_LONGEST_NAME = 200
# Standing alone: not inside a longer number, an id of letters and digits, a decimal or a chain of hyphens.
_NUMBER = re.compile(r"(?<![\w.+/-])(18|19|20)?(\d{6})([-+]?)(\d{4})(?![\w+/-]|\.\d)", re.ASCII)
# Begins where _NUMBER does, and is found faster: `re` skips to the next digit only when a pattern begins with a single one.
_DIGITS = re.compile(r"[0-9][0-9]{5}(?:[0-9]{2})?[-+]?[0-9]{4}")
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
    nor begin with 07, as mobile numbers do.
    """
    for match in _NUMBER.finditer(text):
        century, day, sign, ending = match.groups("")
        if ending.startswith("000") or not _has_right_check_digit(day + ending):
            continue
        is_coordination = int(day[4:]) > 60
        alone = match.group() == text.strip() and not is_coordination and not day.startswith("07")
        if not (century or sign or is_named_so(name) or (alone and not _is_other_number(name))):
            continue
        if _is_a_day(century, day, today):
            is_sample = int(ending[:3]) >= _FIRST_TEST_SERIAL or day + ending in _KNOWN_SAMPLES
            yield PersonalNumber(f"{century}{day}-****", is_sample, is_coordination)


@lru_cache(maxsize=1)  # two rules ask about the same document
def may_hold_personal_numbers(texts: str) -> bool:
    """Whether `personal_numbers` could find any in these texts, separated by NUL: a quick look that overlooks none."""
    candidates = (_NUMBER.match(texts, digits.start()) for digits in _DIGITS.finditer(texts))
    return any(_has_right_check_digit(number[2] + number[4]) for number in candidates if number)


@lru_cache(maxsize=10_000)
def is_named_so(name: str, names: tuple[str, ...] = NAMES) -> bool:
    """Whether a parameter or field called `name` carries personal identity numbers: one of `names` begins at one of its words."""
    words = [fold(word) for word in split_name(name[:_LONGEST_NAME])]
    plain = "".join(words)
    if plain in names or any(known in plain for known in _ANYWHERE if known in names):
        return True
    short = {known for known in names if len(known) < 6}
    if short.intersection(words):
        return True
    long = tuple(known for known in names if len(known) >= 6)
    return any("".join(words[start:]).startswith(long) for start in range(len(words)))


def _has_right_check_digit(number: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B); stdnum's loads sockets and TLS, which takes longer than judging a document."""
    doubled = (2 * int(digit) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0


def _is_other_number(name: str) -> bool:
    return not _OTHER_NUMBERS.isdisjoint(fold(word) for word in split_name(name[:_LONGEST_NAME]))


def _is_a_day(century: str, day: str, today: date) -> bool:
    """Whether six digits are a day that has been, in the given century or in any."""
    number = int(day[4:])
    for first in (century,) if century else ("19", "20"):
        with suppress(ValueError):
            if date(int(first + day[:2]), int(day[2:4]), number - 60 if number > 60 else number) <= today:
                return True
    return False
