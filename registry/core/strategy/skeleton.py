"""The first text of a strategy of one's own: valid as it stands, with everything that can be changed shown in comments."""

from __future__ import annotations

import json
from collections.abc import Iterator

from registry.core.strategy.clauses import Clause, Profile


def skeleton(base: Profile, name: str, title: str, language: str) -> str:
    """YAML of a strategy called `name` that changes nothing in `base`; `title` and what is quoted are in `language`, sv or en."""
    return "\n".join(
        [*_head(base, name, title, language), *(line for clause in base.clauses for line in _shown(clause, language)), ""]
    )


def _head(base: Profile, name: str, title: str, language: str) -> Iterator[str]:
    yield f"profile: {name}"
    yield 'version: "1"'
    other = "en" if language == "sv" else "sv"
    yield f"title: {{{language}: {json.dumps(title, ensure_ascii=False)}}}  # {other}: may be added; else this stands for both"
    yield f"extends: {base.id}"
    yield "without: []"
    yield "change: {}"
    yield "# sources:"
    yield '#   OWN: {document: "…", version: "…", link: "https://…"}'
    yield "# clauses:"
    yield "#   - id: OWN.1"
    yield "#     level: MUST"
    yield '#     title: {sv: "…", en: "…"}'
    yield '#     paraphrase: {sv: "…", en: "…"}'
    yield "#     sources: OWN"
    yield "#     check: attestation"
    yield "#"
    yield f"# {base.id} {base.version}:"


def _shown(clause: Clause, language: str) -> Iterator[str]:
    yield f"#   {clause.id}:  # {clause.title[language]}"
    yield f"#     level: {clause.level.value}"
    if clause.rules:
        yield "#     parameters:"
        for use in clause.rules:
            yield f"#       {use.rule}: {json.dumps(use.parameters, ensure_ascii=False)}"
