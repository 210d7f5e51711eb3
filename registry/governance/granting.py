"""Waivers and answers are given for a clause that there is, in a strategy that there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.strategy import offered
from registry.kit.record_rules import record_rule


@record_rule("waiver")
@record_rule("attestation")
def of_a_clause_that_there_is(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """The strategy must be one that can be put in force, and the clause one of its own."""
    profiles = {found.profile.id: found.profile for found in offered()}
    name, clause = values.get("profile"), values.get("clause")
    if name not in profiles:
        known = ", ".join(profiles)
        yield "profile", _("There is no strategy “{name}”; accepted are: {known}.", name=name or "", known=known)
        return
    clauses = [known.id for known in profiles[name].clauses]
    if clause not in clauses:
        said = {"name": name, "clause": clause or "", "known": ", ".join(clauses)}
        yield "clause", _("The strategy {name} has no clause “{clause}”; accepted are: {known}.", **said)
