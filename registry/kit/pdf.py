"""Documents to print and to file: tagged PDF (PDF/UA-1) that a screen reader can read, set by Typst.

A document is a template in registry/templates/pdf/ and the values it shows. The values reach the template as one JSON string,
never as Typst source, so nothing that people have typed is taken for an instruction; and the template reads no file outside
its folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"
STANDARD: typst.PDFStandards = ["ua-1"]
MIMETYPE = "application/pdf"


def pdf(template: str, data: Mapping[str, Any], language: str) -> bytes:
    """The document `template` (a file name without its ending) filled with `data`, in `language` ("sv" or "en").

    `data` holds plain JSON values in the reader's language and must have a `title`; registry/templates/pdf/house.typ and
    sections.typ tell what they read. Raises typst.TypstError when the template is wrong, ValueError when `data` is no JSON.
    """
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,  # the same document on every machine: Typst carries the fonts that are used
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False), "language": language},
        pdf_standards=STANDARD,
    )
    assert isinstance(made, bytes)
    return made
