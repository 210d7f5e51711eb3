"""Tender requirements written from a contract's weak points: clauses its APIs fail, parts that lock it in, and the usual ones.

The blocks delivered with the registry stand in requirement_blocks.csv. A block in the catalogue with the same key takes the
place of the delivered one, and one that is not in use takes it away. A failing clause without a block of its own gets the
strategy's own words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.contracts.plans import RequirementBlock
from registry.core.landscape.parts import ApiUse
from registry.core.lock_in import LockIn
from registry.core.strategy.profile import Profile, built_in_profiles, load_profile
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import RequirementSource
from registry.procurement.dossier.parts import InLanguage, Requirement

DELIVERED = Path(__file__).parent / "requirement_blocks.csv"


@dataclass(frozen=True, slots=True)
class Block:
    """A ready-made requirement; `key` is the record's, or the delivered one's."""

    key: str
    name_sv: str
    name_en: str | None
    source: RequirementSource
    reference: str | None
    text_sv: str
    text_en: str | None

    def name(self, language: str) -> InLanguage:
        """The requirement's heading, as `text` has its wording."""
        return _in_language(self.name_sv, self.name_en, language)

    def text(self, language: str) -> InLanguage:
        """The requirement in `language`; in Swedish where it has not been put into English."""
        return _in_language(self.text_sv, self.text_en, language)


def _in_language(swedish: str, english: str | None, language: str) -> InLanguage:
    return InLanguage(english, "en") if language == "en" and english else InLanguage(swedish, "sv")


@cache
def delivered() -> tuple[Block, ...]:
    """The blocks that come with the registry."""
    sources = {source.value: source for source in RequirementSource}
    with DELIVERED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return tuple(
        Block(
            row["key"],
            row["name"],
            row["name_en"],
            sources[row["source"]],
            row["reference"] or None,
            row["text_sv"],
            row["text_en"],
        )
        for row in rows
    )


def blocks(session: Session) -> tuple[Block, ...]:
    """The blocks of this installation: its own, and the delivered ones that it has neither changed nor put out of use."""
    own = session.scalars(select(RequirementBlock).order_by(RequirementBlock.name, RequirementBlock.id)).all()
    taken = {block.key for block in own}
    mine = [
        Block(one.key, one.name, one.name_en, one.source, one.reference, one.text_sv, one.text_en) for one in own if one.in_use
    ]
    return (*mine, *(block for block in delivered() if block.key not in taken))


def requirements_of(
    session: Session, apis: Iterable[ApiUse], lock_in: LockIn | None, profile: str, language: str
) -> tuple[Requirement, ...]:
    """What to demand of the next supplier because of how this contract is: each requirement with its source."""
    found = blocks(session)
    clauses = sorted({clause for api in apis for clause in api.failed_clauses})
    parts = {part.key: part.name for part in lock_in.components if part.high} if lock_in is not None else {}
    made = [
        *_of_parts(found, parts, language),
        *_of_clauses(found, clauses, _strategy(profile), language),
        *(_always(block, language) for block in found if block.source is RequirementSource.ALWAYS),
    ]
    return tuple(made)


def _of_parts(found: Sequence[Block], parts: dict[str, Text], language: str) -> Iterator[Requirement]:
    for block in found:
        if block.source is RequirementSource.LOCK_IN and block.reference in parts:
            source = _("Part of the lock-in score: {part}", part=parts[block.reference])
            yield Requirement(block.name(language), block.text(language), source)


def _of_clauses(found: Sequence[Block], clauses: Sequence[str], strategy: Profile | None, language: str) -> Iterator[Requirement]:
    own = {block.reference: block for block in found if block.source is RequirementSource.CLAUSE}
    for clause in clauses:
        block, words = own.get(clause), _words(strategy, clause, language)
        if block is None and words is None:
            continue
        title, paraphrase, link = words or (clause, "", None)
        name = block.name(language) if block is not None else InLanguage(title, language)
        text = block.text(language) if block is not None else InLanguage(paraphrase, language)
        yield Requirement(name, text, _("Clause {clause} of the API strategy: {title}", clause=clause, title=title), link)


def _always(block: Block, language: str) -> Requirement:
    return Requirement(block.name(language), block.text(language), _("Every IT procurement"))


def _words(strategy: Profile | None, clause: str, language: str) -> tuple[str, str, str | None] | None:
    """Title, wording and source address of a clause; None when this strategy has none with that number."""
    if strategy is None:
        return None
    found = next((one for one in strategy.clauses if one.id == clause), None)
    if found is None:
        return None
    link = strategy.sources[found.sources[0]].link if found.sources else None
    return found.title[language], found.paraphrase[language], link


@cache
def _strategy(profile: str) -> Profile | None:
    """The built-in strategy of that name; a municipality's own one is not read here, so its clauses need blocks of their own."""
    known = built_in_profiles()
    return load_profile(known[profile]) if profile in known else None
