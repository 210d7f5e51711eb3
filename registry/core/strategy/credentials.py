"""Keys, tokens and passwords in text, told without ever being repeated.

Some are known by their form alone (a signed token, a private key, the keys of large providers); others only by the name they
stand under, and then a value counts only when it looks drawn by lot. Ids (UUID), checksums and placeholders are no secrets.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from registry.core.strategy.words import fold, split_name
from registry.core.text import Text
from registry.core.text import text as _

_JWT = _("What looks like an access token (JWT) stands here: {masked}")
_PRIVATE_KEY = _("What looks like a private key stands here: {masked}")
_PROVIDER_KEY = _("What looks like a key of a cloud or code service stands here: {masked}")
_HEADER = _("What looks like the credentials of a call stands here: {masked}")
_ADDRESS = _("An address with a password stands here: {masked}")
_NAMED = _("What looks like a key, token or password stands under “{name}”: {masked}")

_FORMS = (
    (_JWT, re.compile(r"(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{20,2000}", re.ASCII)),
    (
        _PRIVATE_KEY,
        re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s){1,40}(?=[A-Za-z0-9+/=]{40})"),
    ),
    (
        _PROVIDER_KEY,
        re.compile(
            r"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z2-7]{16}|gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{60,90}|glpat-[\w-]{20}"
            r"|xox[abprs]-[\w-]{20,80}|[rs]k_live_[A-Za-z0-9]{20,100}|AIza[\w-]{35})(?![A-Za-z0-9])",
            re.ASCII,
        ),
    ),
)
_BEARER = re.compile(r"\bbearer\s{1,5}([\w.~+/-]{20,4000})=*", re.IGNORECASE | re.ASCII)
_BASIC = re.compile(r"\bbasic\s{1,5}([A-Za-z0-9+/]{8,400}={0,2})(?![\w+/])", re.IGNORECASE | re.ASCII)
_WITH_PASSWORD = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>{}]{1,100}:([^\s/@\"'<>{}$]{4,200})@[\w\[]", re.IGNORECASE)

_KEY_WORDS = frozenset({"apikey", "secret", "token", "password", "passwd", "pwd", "losenord", "nyckel", "credential", "jwt"})
# A key alone may be a place in a list, or public; these say what it opens.
_OPENING = frozenset({
    "api", "access", "private", "subscription", "consumer", "auth", "signing", "encryption", "master", "account", "client", "app",
    "unlock", "storage", "service", "license",
})  # fmt: skip
_NO_KEYS = frozenset({  # words that make a name tell of something else: nextPageToken, keyId, publicKey, tokenUrl
    "page", "next", "previous", "continuation", "cursor", "continue", "id", "ids", "type", "url", "uri", "hash", "public",
    "count", "expires", "path", "ref", "name", "primary", "foreign", "sort", "format", "fingerprint", "checksum", "field",
})  # fmt: skip
_VALUE = re.compile(r"[\w+/=.~-]{16,4000}", re.ASCII)
_ALONE = re.compile(rf"(?:\A|\0)({_VALUE.pattern})(?=\0|\Z)", re.ASCII)
_ID = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64,128}", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"(.)\1{3}|example|exempel|sample|dummy|changeme|placeholder|secret|password|token|string|redacted|test|your|here|abcd|1234|\.\.\.",
    re.IGNORECASE,
)
_LEAST_BITS = 3.2  # per character: words and ids of words stay below, what was drawn by lot lies above
_LONGEST_NAME = 200
_MARKS = (
    "eyJ", "PRIVATE KEY", "AKIA", "ASIA", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "glpat-", "xox", "_live_",
    "AIza", "Bearer", "bearer", "BEARER", "Basic", "basic", "BASIC",
)  # fmt: skip
_HINT = re.compile("|".join((*_MARKS, "://")))
_KEY_HINT = re.compile("|".join((*sorted(_KEY_WORDS), "key")))
_PASSWORD_HINT = re.compile(r"://[^\s/:@\"'<>{}]{1,100}:[^\s/@\"'<>{}$]{4,200}@")


class Credential(NamedTuple):
    """One that was found: where it begins in the text, and a message that shows none of what gives access."""

    start: int
    message: Text


def known_by_form(text: str) -> Iterator[Credential]:
    """Tokens, private keys and providers' keys anywhere in `text`, whatever stands around them: certain enough to refuse it."""
    if not _HINT.search(text):
        return
    for message, form in _FORMS:
        for match in form.finditer(text):
            if message is not _PROVIDER_KEY or not _PLACEHOLDER.search(match[0]):
                yield Credential(match.start(), _told(message, match[0]))


def credentials(text: str, name: str = "") -> Iterator[Credential]:
    """All that may give access in `text`, a value that stands under `name`; each place once."""
    found = False
    if _HINT.search(text):
        for credential in (*known_by_form(text), *_in_use(text)):
            found = True
            yield credential
    if not found and _VALUE.fullmatch(text) and _names_a_key(name) and _is_drawn_by_lot(text):
        yield Credential(0, _(_NAMED.template, name=name[:_LONGEST_NAME], masked=_MASK))


def may_hold_credentials(texts: str, names: Iterable[str]) -> bool:
    """Whether `credentials` could find any in these texts (separated by NUL) under these names: quick, and overlooks none."""
    if _PASSWORD_HINT.search(texts) or (any(mark in texts for mark in _MARKS) and any(credentials(texts))):
        return True
    listed = list(names)
    folded = fold("\0".join(listed))
    if not _KEY_HINT.search(folded):
        return False
    named = any(_KEY_HINT.search(plain) and _names_a_key(name) for name, plain in zip(listed, folded.split("\0"), strict=True))
    return named and any(map(_is_drawn_by_lot, _ALONE.findall(texts)))


_MASK = "••••"


def _told(message: Text, secret: str) -> Text:
    """The message with the first letters, which tell the kind, and nothing of what follows."""
    return _(message.template, masked=secret[:4] + _MASK)


def _in_use(text: str) -> Iterator[Credential]:
    """Header values and addresses that carry a password or token of their own."""
    for match in _BEARER.finditer(text):
        if not match[1].startswith("eyJ") and _is_drawn_by_lot(match[1]):
            yield Credential(match.start(), _(_HEADER.template, masked=_MASK))
    for match in _BASIC.finditer(text):
        if _is_user_and_password(match[1]):
            yield Credential(match.start(), _(_HEADER.template, masked=_MASK))
    for match in _WITH_PASSWORD.finditer(text):
        if not _PLACEHOLDER.search(match[1]) and match[1].lower() not in {"pass", "pwd", "passwd"}:
            yield Credential(match.start(), _(_ADDRESS.template, masked=_MASK))


def _is_user_and_password(encoded: str) -> bool:
    import base64  # here, because next to no document holds any
    import binascii

    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    user, _colon, password = decoded.partition(":")
    return bool(user and len(password) > 3 and decoded.isprintable() and not _PLACEHOLDER.search(password))


@lru_cache(maxsize=10_000)
def _names_a_key(name: str) -> bool:
    words = {fold(word) for word in split_name(name[:_LONGEST_NAME])}
    if not _NO_KEYS.isdisjoint(words):
        return False
    return not _KEY_WORDS.isdisjoint(words | {name.lower()}) or ("key" in words and not _OPENING.isdisjoint(words))


def _is_drawn_by_lot(value: str) -> bool:
    """Whether a value has letters, digits and so little order that nobody thought it out."""
    if value.startswith("/") or _ID.fullmatch(value) or _PLACEHOLDER.search(value) or value.isalpha() or value.isdigit():
        return False
    counts = Counter(value[:1000])
    size = sum(counts.values())
    bits = -sum(count / size * math.log2(count / size) for count in counts.values())
    return bits >= _LEAST_BITS and any(letter.isdigit() for letter in value) and not _is_words(value)


def _is_words(value: str) -> bool:
    """Whether a value is words with separators, such as `my-service-2-key`."""
    parts = [part for part in re.split(r"[-_./=+~]", value) if part]
    return all(part.isdigit() or part.isalpha() for part in parts)
