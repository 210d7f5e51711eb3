"""The API's entry in the catalogue is complete."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, rule
from registry.core.text import text as _

_FIELDS = ("description", "owner_organisation", "owner", "technical_owner", "personal_data", "solution_description")


@rule("catalogue-entry", mend=_("Fill it in on the API's page in the catalogue"), whole=False, takes={"fields": WORDS})
def catalogue_entry(_document: Document, context: Context) -> Iterator[Fault]:
    """Who wants to use an API first asks what it does, who answers for it and what data it holds; the catalogue must know.

    `fields` lists the fields of the API's record that must be filled in.

    Bad:

        catalogue: {entry: {missing: [description, owner]}}

    Good:

        catalogue: {entry: {missing: []}}
    """
    entry, wanted = context.catalogue.own_entry, context.parameters.get("fields", _FIELDS)
    for name, label in entry.missing:
        if name in wanted:
            yield Fault("", _("“{field}” is not filled in", field=label), entry.record)
