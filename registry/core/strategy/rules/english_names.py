"""Names in the document are English."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join, mapping
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.words import split_name, swedish_words
from registry.core.text import text as _


@rule(
    "english-names", mend=_("Rename it in English, in a new major version when clients already use it"), takes={"allowed": WORDS}
)
def english_names(document: Document, context: Context) -> Iterator[Fault]:
    """Suppliers and their tools meet the names, not the people who chose them; half Swedish, half English is read wrong by both.

    Looks at properties, parameters, schemas and the words of paths; `allowed` lists words that are names and stay. Names of
    registered systems in the API's title, of common products and of municipalities stay as well.

    Bad:

        components: {schemas: {Case: {type: object, properties: {handlaggare: {type: string}}}}}

    Bad:

        paths: {/arenden: {}}

    Good:

        components: {schemas: {Case: {type: object, properties: {caseOfficer: {type: string}}}}}
    """
    allowed = set(context.words("allowed"))
    allowed.update(word.lower() for system in context.catalogue.systems or () for word in split_name(system))
    nothing = True
    for place, name, is_inside in _names(document):
        nothing = False
        for word in swedish_words(name):
            if word.lower() in allowed:
                continue
            pointer = join(place, name) if is_inside else place
            if word == name:
                yield Fault(pointer, _("“{name}” is Swedish", name=name))
            else:
                yield Fault(pointer, _("“{word}” in “{name}” is Swedish", word=word, name=name))
    if nothing:
        raise NotCheckable(_("The document names no path, parameter or property"))


def _names(document: Document) -> Iterator[tuple[str, str, bool]]:
    """(pointer, name, whether the name is a key of what stands at the pointer); most names are English and need no pointer."""
    for path in document.paths:
        yield from ((path.pointer, segment, False) for segment in path.literal_segments)
    yield from ((parameter.pointer, parameter.name, False) for parameter in document.parameters)
    holder = "/definitions" if document.is_swagger else "/components/schemas"
    components = document.raw if document.is_swagger else mapping(document.raw.get("components"))
    yield from ((holder, name, True) for name in mapping(components.get(holder.rpartition("/")[2])))
    for schema in document.schemas:
        properties = schema.keywords.get("properties")
        if isinstance(properties, dict):
            place = f"{schema.pointer}/properties"
            yield from ((place, name, True) for name in properties)
