"""A dossier as the PDF template reads it (registry/templates/pdf/dossier.typ): the same parts, each table cut to what fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.core.text import text as _
from registry.kit.text import translate
from registry.procurement.dossier.parts import Dossier, Part, Requirement, Table
from registry.procurement.spend_picture import KEY, MILLIONS


def printed(dossier: Dossier, foot: str) -> Mapping[str, Any]:
    """Plain values in the reader's language."""
    return {
        "title": dossier.contract.name,
        "foot": foot,
        "headline": translate(dossier.headline),
        "sections": [_section(part) for part in dossier.parts],
        "requirements_heading": translate(_("Tender requirements")),
        "requirements": [_requirement(one) for one in dossier.requirements],
    }


def _requirement(one: Requirement) -> dict[str, Any]:
    words = {"name": [one.name.words, one.name.language], "text": [one.text.words, one.text.language]}
    return {**words, "source": translate(one.source)}


def _section(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"heading": translate(part.heading), "words": [translate(words) for words in part.words]}
    if part.facts:
        made["facts"] = [[translate(label), cell.shown] for label, cell in part.facts]
    if part.table is not None:
        made["table"] = _table(part.table)
    remarks = [translate(part.remark)] if part.remark is not None else []
    if part.table is not None and len(part.table.rows) > part.table.printed:
        hidden = len(part.table.rows) - part.table.printed
        remarks.append(translate(_("{count} more rows stand in the registry.", count=hidden)))
    if remarks:
        made["remark"] = " ".join(remarks)
    if part.picture is not None:
        alt = translate(_("What depends on the contract's systems; the table says it."))
        made["picture"] = {"svg": part.picture.svg(), "alt": alt}
    if part.plot is not None:
        made["plot"] = {"svg": part.plot.picture.svg(translate(MILLIONS)), "alt": translate(part.plot.alternative)}
        made["plot"]["key"] = translate(KEY)
    return made


def _table(table: Table) -> dict[str, Any]:
    return {
        "head": [translate(head) for head in table.head],
        "rows": [[cell.shown for cell in row] for row in table.rows[: table.printed]],
        "numbers": sorted(table.numbers),
        "widths": list(table.widths),
    }
