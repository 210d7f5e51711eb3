"""The reader's language on the command line, from the package's own catalogue and without the web part."""

from __future__ import annotations

from pathlib import Path

from registry.core.strategy.outputs.wording import Wording

FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = ("en", "sv")


def wording_in(language: str) -> Wording:
    """How to speak to a reader of that language; English stands where there is no translation."""
    if language == "en":
        return Wording()
    from gettext import translation

    found = translation("messages", FOLDER, [language], fallback=True)
    return Wording(language, lambda template: found.gettext(template) if template else "")  # an empty one asks for the header
