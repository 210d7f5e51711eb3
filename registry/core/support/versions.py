"""Does a version, as people write it, belong to a release cycle, and how well?

A version is cut into parts: `2012 R2` is 2012, r2 and `11.0.4` is 11, 0, 4. A cycle fits when its parts begin the version (11
fits 11.0.4) or the version begins the cycle's parts (9 fits 9.6). Service packs are compared apart from the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_VERSION = 80
"""Characters; longer is not a version."""

EDITIONS = frozenset(
    {
        "datacenter",
        "developer",
        "edition",
        "enterprise",
        "express",
        "home",
        "pro",
        "professional",
        "regular",
        "standard",
        "version",
        "web",
    }
    | {"x64", "x86"}
)
"""Words that do not change how long a version is supported."""

JAVA_BUILDS = frozenset(
    {
        "amazon-corretto",
        "eclipse-temurin",
        "ibm-semeru",
        "microsoft-build-of-openjdk",
        "openjdk-builds-from-oracle",
        "oracle-jdk",
        "red-hat-build-of-openjdk",
    }
)

SERVICE_PACK_IS_MINOR = frozenset({"sles"})
"""Products whose cycles write 15 SP5 as 15.5."""


@dataclass(frozen=True, slots=True)
class Version:
    """The parts of a version or of a cycle's name, and its service pack (`sp2`) when it names one."""

    parts: tuple[str, ...]
    service_pack: str | None = None

    def fit(self, cycle: Version) -> tuple[int, int] | None:
        """How well the cycle fits, lower is better: parts of it left unsaid, then minus the parts shared; None: not at all."""
        if not self.parts or not cycle.parts:
            return None
        if self.service_pack and cycle.service_pack and self.service_pack != cycle.service_pack:
            return None
        shared = min(len(self.parts), len(cycle.parts))
        if self.parts[:shared] != cycle.parts[:shared]:
            return None
        return len(cycle.parts) - shared, -shared


def parse_version(words: str, product: str, known_words: frozenset[str]) -> Version:
    """Cut a version into parts, leaving out `known_words` (those of the product's name) and editions."""
    text = re.sub(r"\brelease\s*(\d)", r"r\1", words[:LONGEST_VERSION].casefold())
    text = re.sub(r"\b(64|32)[- ]?bits?\b", " ", text)
    text = re.sub(r"\b(?:service pack|sp)\s*(\d)", r" sp\1", text)
    service_pack = None
    parts: list[str] = []
    for word in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", text):
        if re.fullmatch(r"sp\d\w*", word):
            if product in SERVICE_PACK_IS_MINOR:
                parts.append(word[2:])
            else:
                service_pack = word
        elif word not in known_words and word not in EDITIONS:
            parts += (_part(part) for part in word.split("."))
    if product in JAVA_BUILDS and parts[:1] == ["1"] and len(parts) > 1 and parts[1] in {"5", "6", "7", "8"}:
        # Java 5 to 8 also call themselves 1.5 to 1.8.
        parts = parts[1:]
    return Version(tuple(parts), service_pack)


def _part(part: str) -> str:
    """`v8` is 8, `08` is 8, and Java's 8u202 is 8."""
    numbered = re.fullmatch(r"v?0*(\d+)(?:u\d+)?", part, re.ASCII)
    return numbered[1] if numbered else part
