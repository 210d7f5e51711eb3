"""No example shows a real person's identity number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from registry.core.openapi.document import Document
from registry.core.strategy.personal_numbers import SHORTEST, looks_like_one, may_hold_personal_numbers, personal_numbers
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.strategy.texts import keys_of, pointer_of, texts_of
from registry.core.text import text as _


@rule(
    "personal-number-examples",
    mend=_("Show one of the Tax Agency's test numbers, whose last four digits begin with 98 or 99, or a placeholder"),
)
def personal_number_examples(document: Document, context: Context) -> Iterator[Fault]:
    """A published document is copied everywhere; an identity number in it may be somebody's, and cannot be called back.

    Looks at every text, number and key in the document, descriptions too, for personal identity numbers and coordination numbers
    with an existing date and the right check digit. What is found is shown by its date only. The Tax Agency's test numbers
    belong to nobody and may be shown. Fields that carry such numbers are no fault here: the clause speaks of parameters.

    Bad:

        components: {schemas: {Pet: {properties: {owner: {type: string, example: "198112281236"}}}}}

    Good:

        components: {schemas: {Pet: {properties: {owner: {type: string, example: "199001019802"}}}}}
    """
    shown = texts_of(document) if may_hold_personal_numbers(document.survey.texts) else iter(())
    named = "\0".join(name for name in document.survey.names if len(name) >= SHORTEST and not name.isalpha())
    keys = keys_of(document) if may_hold_personal_numbers(named) else iter(())
    for way, name, text in chain(shown, keys):
        if not looks_like_one(text):
            continue
        for number in personal_numbers(text, context.today, name):
            if number.is_sample:
                continue
            if number.is_coordination:
                yield Fault(
                    pointer_of(way), _("What may be a person's coordination number stands here: {number}", number=number.masked)
                )
            else:
                yield Fault(
                    pointer_of(way), _("What may be a person's identity number stands here: {number}", number=number.masked)
                )
