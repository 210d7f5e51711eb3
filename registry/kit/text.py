"""Messages and values in the reader's language: dates and money in local form, terms by their label."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext
from flask_babel.speaklater import LazyString

from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _

LANGUAGES = {"sv": "Svenska", "en": "English"}
TIME_ZONE = ZoneInfo("Europe/Stockholm")
YES, NO = _("Yes"), _("No")


def language() -> str:
    """The reader's language: "sv" or "en"."""
    locale = get_locale()
    return locale.language if locale else "en"


def translate(message: Text | str) -> str:
    """`message` in the reader's language, its values in local form."""
    if isinstance(message, Text):
        return message.render(gettext, show)
    return message


def lazy(message: Text) -> LazyString:
    """`message`, translated when it is shown: for labels that are made before a request."""
    return LazyString(translate, message)


def show(value: object) -> str:
    """`value` as people read it."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return translate(value)
    if isinstance(value, Term):
        return translate(value.label)
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, int):
        return show_number(value)
    if isinstance(value, float):
        return format_decimal(round(value, 1), locale=language())
    return str(value)


def show_date(day: date) -> str:
    """2026-11-24 in Swedish (the Swedish standard is ISO 8601), 24 Nov 2026 in English."""
    return babel_date(day, "yyyy-MM-dd" if language() == "sv" else "d MMM yyyy", locale=language())


def show_moment(moment: datetime) -> str:
    """Date and minute in Swedish time."""
    pattern = "yyyy-MM-dd HH:mm" if language() == "sv" else "d MMM yyyy HH:mm"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
    return babel_datetime(aware, pattern, tzinfo=TIME_ZONE, locale=language())


def show_number(number: int) -> str:
    return str(format_decimal(number, locale=language()))


def show_money(kronor: int | None) -> str:
    """1 234 567 kr in Swedish, SEK 1,234,567 in English; nothing when unknown."""
    if kronor is None:
        return ""
    amount = show_number(kronor).replace(" ", "\u00a0")
    return f"{amount}\u00a0kr" if language() == "sv" else f"SEK\u00a0{amount}"
