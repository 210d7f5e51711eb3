"""Telling Swedish words from English ones in the names programmers make.

A name is split at hyphens, underscores, digits and capitals; diacritics are folded, because names lose them. A word is Swedish
when it is, in some inflected form, a Swedish word that English does not have, or is put together from such words. Words that are
both (person, system, status) count only inside compounds; names of products, municipalities and counties do not count at all.

Two lists are used: one written by hand for municipal systems, and one of frequent words, derived from word frequencies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_WORDS = re.compile(r"[A-ZÅÄÖÉÜ]+(?![a-zåäöéü])|[A-ZÅÄÖÉÜ]?[a-zåäöéü]+|[^\W\d_]+")
_LIST = Path(__file__).with_name("swedish_words.txt")
FREQUENT = Path(__file__).with_name("frequent_words.txt")
_SHORTEST_PART = 3  # shorter parts of compounds match by chance
_SHORTEST_JOINED = 6  # users, senders: anvandare is anvandar before another word; shorter words in -ar are English
_LONGEST_WORD = 60  # what is longer is no word, and costs time

# What Swedish puts at the end of nouns, adjectives and verbs.
_ENDINGS = frozenset({
    "ningarna", "ningar", "ningen", "ning", "ingar", "ingen", "ing", "heten", "het",
    "arnas", "ernas", "ornas", "arna", "erna", "orna", "ande", "ende", "ades", "ens", "ets", "ade", "are", "ans", "nas", "des",
    "en", "et", "er", "ar", "or", "an", "na", "de", "ad", "as", "es", "at", "s", "n", "t", "a", "e", "r",
})  # fmt: skip
_ENDING_LENGTHS = range(1, 1 + max(map(len, _ENDINGS)))


def split_name(name: str) -> list[str]:
    """The words of a name: `personNummer`, `person-nummer` and `PERSON_NUMMER` have two."""
    return _WORDS.findall(name)


def fold(word: str) -> str:
    """`word` in lower case without diacritics: Ärende becomes arende."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()


@lru_cache(maxsize=20_000)
def swedish_words(name: str) -> tuple[str, ...]:
    """The Swedish words of `name`, spelt as there."""
    if _product_like().search(name.lower()):
        name = _product_names().sub("-", name)
    return tuple(word for word in split_name(name) if is_swedish(word))


def product_names(name: str) -> list[str]:
    """The names of well-known products in `name`, spelt as there."""
    return _product_names().findall(name) if _product_like().search(name.lower()) else []


@lru_cache(maxsize=20_000)
def is_swedish(word: str) -> bool:
    """Whether one word is Swedish and not English as well."""
    folded = fold(word)
    lists = _lists()
    if folded in lists.names:
        return False
    if any(letter in "åäöÅÄÖ" for letter in word):
        return True
    if not _SHORTEST_PART <= len(folded) <= _LONGEST_WORD or folded in lists.english:
        return False
    if _listed(folded, lists.own) or _listed(folded, lists.words):
        return True
    ending = folded[-2:]
    if ending == "nr":  # number, as English never shortens it inside a word
        return is_swedish(folded[:-2])
    if ending == "ar" and len(folded) >= _SHORTEST_JOINED and folded + "e" in lists.own:
        return True
    return folded not in lists.shared and _is_compound(folded, lists)


def _is_compound(word: str, lists: _Lists) -> bool:
    """Whether `word` is known words in a row, at least one of them Swedish only; an `s` may join them."""
    ends: dict[int, bool] = {0: False}  # where a row of known words may end, and whether it holds a Swedish one
    for start in range(len(word)):
        if start not in ends:
            continue
        for end in range(start + _SHORTEST_PART, len(word) + 1):
            part = word[start:end]
            last = end == len(word)
            is_known_swedish = _listed(part, lists.own) and part not in lists.english if last else part in lists.own
            if is_known_swedish or part in lists.shared:
                found = ends[start] or is_known_swedish
                ends[end] = ends.get(end, False) or found
                if word[end : end + 1] == "s" and end + 1 < len(word):
                    ends[end + 1] = ends.get(end + 1, False) or found
    return ends.get(len(word), False)


def _listed(word: str, words: Set[str]) -> bool:
    """Whether `word` is in the list in some inflected form; what is left must be long enough to mean something."""
    if word in words:
        return True
    for length in _ENDING_LENGTHS:
        if word[-length:] in _ENDINGS:
            stem = word[:-length]
            if len(stem) > _SHORTEST_PART and (stem in words or stem + "a" in words or stem + "e" in words):
                return True
    return False


class _Lists(NamedTuple):
    """`own`: Swedish only; `words`: rarer ones, that make no compounds;
    `shared`: English too, may stand in compounds; `english`: English words that would be taken for Swedish; `names`: no words.
    All folded.
    """

    own: Set[str]
    words: Set[str]
    shared: Set[str]
    english: Set[str]
    names: Set[str]


@cache
def _lists() -> _Lists:
    hand, frequent = _sections(_LIST), _sections(FREQUENT)
    own, shared = {fold(word) for word in hand["swedish"]}, {fold(word) for word in hand["shared"]}
    return _Lists(
        own=_united(frequent["parts"], shared, own),
        words=_united(frequent["words"], shared),
        shared=_united(frequent["shared"], own, shared),
        english=_united(frequent["english"], own, hand["english"]),
        names=frozenset(fold(word) for word in hand["names"]),
    )


def _united(many: list[str], without: Set[str], and_also: Iterable[str] = ()) -> Set[str]:
    """The words of a long list but for a few, and a few more: what is few is looked through, not what is many."""
    united = set(many)
    united.difference_update(without)
    united.update(and_also)
    return united


def forget() -> None:
    """Read the lists anew: for who has just written them."""
    _lists.cache_clear()
    is_swedish.cache_clear()
    swedish_words.cache_clear()


@cache
def _product_like() -> re.Pattern[str]:
    """Finds what may be a product's name in lower-case text: a quick look, for most names hold none."""
    return re.compile("|".join(map(re.escape, _sections(_LIST)["products"])))


@cache
def _product_names() -> re.Pattern[str]:
    """Finds names of products, which must not be read as Swedish: ByggR is no `bygg`."""
    names = "|".join(map(re.escape, _sections(_LIST)["products"]))
    return re.compile(rf"(?:(?<![a-zåäö])|(?=[A-ZÅÄÖ]))(?i:{names})(?![a-zåäö])")


def _sections(path: Path) -> dict[str, list[str]]:
    """The words of a list by section; a section begins with a line `--- name: remark`, lines with `#` are remarks."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("---"):
            words = sections.setdefault(line.removeprefix("---").partition(":")[0].strip(), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return sections
