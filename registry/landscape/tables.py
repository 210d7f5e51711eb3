"""Dependencies as rows of a file: what the page's table shows, with the keys a machine needs."""

from __future__ import annotations

from registry.core.text import text as _
from registry.kit.text import translate
from registry.landscape.answers import Row

DEPENDENCY_COLUMNS = (
    _("Key"),
    _("System that depends"),
    _("Its key"),
    _("System it depends on"),
    _("That system's key"),
    _("Kind"),
    _("Strength"),
    _("Through API version"),
    _("Conducts"),
    _("Why"),
    _("What would insulate"),
    _("Verified on"),
)


def dependency_cells(row: Row) -> tuple[object, ...]:
    """The cells of one dependency, in the order of DEPENDENCY_COLUMNS, in the reader's language."""
    edge = row.dependency
    return (
        edge.key,
        row.source.name,
        edge.source,
        row.target.name,
        edge.target,
        translate(edge.kind.label),
        translate(edge.strength.label),
        str(edge.api) if edge.api else "",
        translate(row.state),
        translate(row.judged.reason),
        translate(row.judged.insulation) if row.judged.insulation else "",
        edge.verified,
    )
