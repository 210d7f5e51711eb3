#!/usr/bin/env python3
"""Derive registry/core/strategy/frequent_words.txt, the words that tell Swedish names from English ones, from wordfreq.

Run it by hand, in an environment of its own, when the list is to be made anew (`pip install wordfreq==3.1.1`, then this file
with no arguments). The registry itself does not need wordfreq: 57 MB and 0.6 s to start are too dear for a command.

Frequencies are Zipf values: 3 is once in a million words, 6 once in a thousand. A word that English does not list counts as rare.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from wordfreq import get_frequency_dict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from registry.core.strategy import words  # noqa: E402 -- the checkout this file stands in

UNLISTED = 1.0  # the frequency below which wordfreq lists nothing
SHORTEST = 4  # shorter words are abbreviations as often as not
SWEDISH_FROM, AHEAD_BY = 2.5, 1.5
PART_FROM = 3.3  # rarer words make compounds out of anything
SHARED_FROM, SHARED_ENGLISH_FROM = 3.7, 2.5
ENGLISH_FROM = 1.5
HEADER = """\
# Derived from wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq) by scripts/derive_swedish_words.py: selected,
# diacritics folded, frequencies left out. wordfreq's data, and so this file, are under Creative Commons Attribution-ShareAlike
# 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); sources are named in wordfreq's own licence. Not to be edited by hand.
"""


def zipf(language: str) -> dict[str, float]:
    """Frequency by folded word; of words that fold to the same, that of the most frequent."""
    found: dict[str, float] = {}
    for word, share in get_frequency_dict(language).items():
        folded = words.fold(word)
        if word.isalpha() and folded.isalpha() and len(folded) >= SHORTEST:
            found[folded] = max(found.get(folded, 0.0), math.log10(share) + 9)
    return found


def derive() -> dict[str, set[str]]:
    """The sections of the list, by name."""
    swedish, english = zipf("sv"), zipf("en")
    ahead = {word: often - max(english.get(word, 0.0), UNLISTED) for word, often in swedish.items()}
    own = {word for word, often in swedish.items() if often >= SWEDISH_FROM and ahead[word] >= AHEAD_BY}
    parts = {word for word in own if swedish[word] >= PART_FROM}
    shared = {
        word
        for word, often in swedish.items()
        if word not in own and often >= SHARED_FROM and english.get(word, 0.0) >= SHARED_ENGLISH_FROM
    }
    common = {word for word, often in english.items() if often >= ENGLISH_FROM and ahead.get(word, 0.0) < AHEAD_BY}
    return {"parts": parts, "words": own - parts, "shared": shared, "english": common}


def main() -> None:
    """Write the list, then once more with those English words that the judgement would otherwise take for Swedish."""
    sections = derive()
    english = sections.pop("english")
    write({**sections, "english": set()})
    words.forget()
    write({**sections, "english": {word for word in english if words.is_swedish(word)}})


def write(sections: dict[str, set[str]]) -> None:
    """The sections as a file, one line for each initial letter."""
    lines = []
    for name, chosen in sections.items():
        lines.append(f"--- {name}")
        initials = sorted({word[0] for word in chosen})
        lines.extend(" ".join(sorted(word for word in chosen if word[0] == initial)) for initial in initials)
    words.FREQUENT.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
