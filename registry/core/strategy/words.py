"""Telling Swedish words from English ones in the names programmers make.

A name is split at hyphens, underscores and capitals; diacritics are folded, because names lose them. A word is Swedish when
it is, in some inflected form, in the list beside this file, or is put together from words of the list. The list holds words
that are not English; words that are both (person, system, status) stand in its second part and count only inside compounds;
product names in its third.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_WORDS = re.compile(r"[A-ZÅÄÖÉÜ]+(?![a-zåäöéü])|[A-ZÅÄÖÉÜ]?[a-zåäöéü]+|[^\W\d_]+")
_LIST = Path(__file__).with_name("swedish_words.txt")
_SHORTEST_PART = 3  # shorter parts of compounds match by chance
_LONGEST_WORD = 60  # what is longer is no word, and costs time

# What Swedish puts at the end of nouns, adjectives and verbs, longest first.
_ENDINGS = (
    "arnas", "ernas", "ornas", "arna", "erna", "orna", "ande", "ende", "ades", "ens", "ets", "ade", "are", "ans", "nas", "des",
    "en", "et", "er", "ar", "or", "an", "na", "de", "ad", "as", "es", "at", "s", "n", "t", "a", "e", "r", "",
)  # fmt: skip


def split_name(name: str) -> list[str]:
    """The words of a name: `personNummer`, `person-nummer` and `PERSON_NUMMER` have two."""
    return _WORDS.findall(name)


def fold(word: str) -> str:
    """`word` in lower case without diacritics: Ärende becomes arende."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()


def swedish_words(name: str) -> list[str]:
    """The Swedish words of `name`, spelt as there."""
    return [word for word in split_name(_product_names().sub("-", name)) if is_swedish(word)]


@lru_cache(maxsize=20_000)
def is_swedish(word: str) -> bool:
    """Whether one word is Swedish and not English as well."""
    if any(letter in "åäöÅÄÖ" for letter in word):
        return True
    folded = fold(word)
    if len(folded) < _SHORTEST_PART or len(folded) > _LONGEST_WORD:
        return False
    swedish, shared = _lists()
    return _listed(folded, swedish) or (folded not in shared and _is_compound(folded, swedish, shared))


def _is_compound(word: str, swedish: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether `word` is known words in a row, at least one of them Swedish only; an `s` may join them."""
    ends: dict[int, bool] = {0: False}  # where a row of known words may end, and whether it holds a Swedish one
    for start in range(len(word)):
        if start not in ends:
            continue
        for end in range(start + _SHORTEST_PART, len(word) + 1):
            part = word[start:end]
            last = end == len(word)
            is_known_swedish = _listed(part, swedish) if last else part in swedish
            if is_known_swedish or part in shared:
                found = ends[start] or is_known_swedish
                ends[end] = ends.get(end, False) or found
                if word[end : end + 1] == "s" and end + 1 < len(word):
                    ends[end + 1] = ends.get(end + 1, False) or found
    return ends.get(len(word), False)


def _listed(word: str, words: frozenset[str]) -> bool:
    """Whether `word` is in the list in some inflected form; what is left must be long enough to mean something."""
    if word in words:
        return True
    for ending in _ENDINGS:
        if ending and word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) > _SHORTEST_PART and (stem in words or stem + "a" in words or stem + "e" in words):
                return True
    return False


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """(words that are Swedish only, words that are English too), folded."""
    only, both, _products = _parts()
    return frozenset(map(fold, only.split())), frozenset(map(fold, both.split()))


@cache
def _product_names() -> re.Pattern[str]:
    """Finds names of products, which must not be read as Swedish: ByggR is no `bygg`."""
    names = "|".join(map(re.escape, _parts()[2].split()))
    return re.compile(rf"(?<![a-zåäö])(?i:{names})(?![a-zåäö])")


def _parts() -> list[str]:
    """The parts of the list, each begun by a line that starts with `---`."""
    text = "\n".join(line for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return re.split(r"(?m)^---.*$", text)
