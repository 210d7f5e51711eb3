"""From what people write to a value and back, for one field: the same for forms, spreadsheets and REST.

`parse` is tolerant where people differ (1 234 kr, ja/yes/1, labels in either language) and exact where meaning differs;
`ValueWrong` says what was wrong and what is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.support import NullTranslations
from email_validator import EmailNotValidError, validate_email
from stdnum.exceptions import ValidationError as NumberInvalid
from stdnum.se import orgnr

from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.resource import Field
from registry.kit.translations import catalogue

KEY = re.compile(r"[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö._~-]*")
NUMBER = re.compile(r"-?\d+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
RESERVED = frozenset({"new", "import", "export.csv", "export.xlsx", "publish", "idea"})  # pages that stand where a record's would
YES = frozenset({"yes", "ja", "j", "y", "true", "sant", "1", "x"})
NO = frozenset({"no", "nej", "n", "false", "falskt", "0"})
LARGEST = 2**31 - 1
LARGEST_MONEY = 10**15


class ValueWrong(ValueError):
    """The text is not a value of the field; `message` says why and what is accepted."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def parse(field: Field, raw: object) -> Any:
    """The value of `raw` for `field`, None when empty. A reference stays text (see registry.kit.lookup). Raises ValueWrong."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if field.required:
            raise ValueWrong(_("Fill in {label}.", label=field.label))
        return field.default if not field.nullable else None
    if isinstance(raw, dict | list):
        raise ValueWrong(_("A single value is expected here, not a list or an object."))
    return _PARSERS.get(field.kind, _text)(field, raw)


def _text(field: Field, raw: object) -> str:
    if isinstance(raw, bool | float):
        raise ValueWrong(_("A text is expected here, not {value}.", value=str(raw)))
    written = str(raw).replace("\r\n", "\n").strip()
    if CONTROL.search(written):
        raise ValueWrong(_("The text has control characters that cannot be stored; remove them."))
    if field.length is not None and len(written) > field.length:
        raise ValueWrong(_("At most {length} characters; this has {count}.", length=field.length, count=len(written)))
    return written


def _key(field: Field, raw: object) -> str:
    written = _text(field, raw)
    if not KEY.fullmatch(written) or written.lower() in RESERVED:
        raise ValueWrong(
            _("“{value}” cannot be a key: use letters, digits, hyphen, dot and underscore, no spaces.", value=written)
        )
    return written


def _integer(field: Field, raw: object) -> int:
    if isinstance(raw, bool):
        raise ValueWrong(_("“{value}” is not a whole number, for example 12.", value=str(raw)))
    written = re.sub(r"[\s\u00a0\u202f]", "", str(raw))
    written = re.sub(r"\.0{1,2}$", "", written)
    if not NUMBER.fullmatch(written):
        raise ValueWrong(_("“{value}” is not a whole number, for example 12.", value=str(raw)))
    number = int(written) if len(written) < 20 else LARGEST_MONEY + 1
    largest = field.maximum if field.maximum is not None else (LARGEST_MONEY if field.kind == "money" else LARGEST)
    smallest = field.minimum if field.minimum is not None else -LARGEST
    if not smallest <= number <= largest:
        raise ValueWrong(_("{value} is outside {smallest} to {largest}.", value=str(raw), smallest=smallest, largest=largest))
    return number


def _money(field: Field, raw: object) -> int:
    written = re.sub(r"(?i)\s*(kr|sek|:-)\.?\s*$", "", str(raw).strip())
    written = re.sub(r"(?i)^sek\s*", "", written)
    written = re.sub(r"[.,]00?$", "", written)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        written = written.replace(",", "")
    if re.search(r"[.,]", written):
        raise ValueWrong(_("“{value}” is not an amount in whole kronor, for example 125 000.", value=str(raw)))
    return _integer(field, written)


def _date(_field: Field, raw: object) -> date:
    if isinstance(raw, date):
        return raw
    written = str(raw).strip().removesuffix("T00:00:00").removesuffix(" 00:00:00")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{8}", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueWrong(_("“{value}” is not a date; write year-month-day, for example 2026-11-24.", value=str(raw)))


def _boolean(_field: Field, raw: object) -> bool:
    written = str(raw).strip().casefold()
    if written in YES:
        return True
    if written in NO:
        return False
    raise ValueWrong(_("“{value}” is neither yes nor no.", value=str(raw)))


def labels_of(term: Term) -> set[str]:
    """Every way to write a term: its word and its label in each language, without regard to case."""
    texts = {term.value, str(term.label), *(translations.gettext(term.label.template) for translations in _languages())}
    return {text.casefold() for text in texts}


def _languages() -> list[NullTranslations]:
    return [catalogue("sv")]


def _term(field: Field, raw: object) -> Term:
    written = str(raw).strip().casefold()
    assert field.term is not None
    for term in field.term:
        if written in labels_of(term):
            return term
    accepted = ", ".join(term.value for term in field.term)
    raise ValueWrong(_("“{value}” is not one of: {accepted}.", value=str(raw), accepted=accepted))


def _url(field: Field, raw: object) -> str:
    written = _text(field, raw)
    try:
        parts = urlsplit(written)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in written
    except ValueError:
        good = False
    if not good:
        raise ValueWrong(_("“{value}” is not a web address; it begins with https:// or http://.", value=written))
    return written


def _email(field: Field, raw: object) -> str:
    try:
        address = validate_email(_text(field, raw), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueWrong(_("“{value}” is not an e-mail address, for example name@granvik.example.", value=str(raw))) from error
    return str(address.normalized)


def _organisation_number(field: Field, raw: object) -> str:
    written = re.sub(r"^(?:SE)?(?:16)?(\d{6}-?\d{4})(?:01)?$", r"\1", _text(field, raw))
    try:
        return str(orgnr.format(orgnr.validate(written)))
    except NumberInvalid as error:
        raise ValueWrong(
            _(
                "“{value}” is not a Swedish organisation number: ten digits with a valid check digit, for example 212000-2411.",
                value=str(raw),
            )
        ) from error


def _country(field: Field, raw: object) -> str:
    written = _text(field, raw).upper()
    if not re.fullmatch(r"[A-Z]{2}", written):
        raise ValueWrong(_("“{value}” is not a country code of two letters, for example SE.", value=str(raw)))
    return written


_PARSERS: dict[str, Callable[[Field, object], Any]] = {
    "key": _key,
    "integer": _integer,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
    "term": _term,
    "url": _url,
    "email": _email,
    "organisation_number": _organisation_number,
    "country": _country,
}


def plain(value: object) -> str:
    """`value` as files and forms write it: dates in ISO 8601, terms by their word, yes and no as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Term):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
