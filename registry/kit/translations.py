"""The product's translations, read once per process from the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent.parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Translations into `language`; the English templates themselves where there is none."""
    return Translations.load(FOLDER, [language])
