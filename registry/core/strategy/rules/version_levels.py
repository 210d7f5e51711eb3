"""The version number has at least two levels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import NUMBER, Context, Fault, rule
from registry.core.text import text as _

_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)(?:[-+][0-9A-Za-z.+-]+)?")


@rule(
    "version-levels",
    mend=_('Write the version as major.minor in quotes, such as "1.0"'),
    whole=False,
    takes={"at_least": NUMBER, "at_most": NUMBER},
)
def version_levels(document: Document, context: Context) -> Iterator[Fault]:
    """Two levels tell clients at a glance whether they must change (major) or may use something new (minor).

    `at_least` and `at_most` are numbers of levels.

    Bad:

        info: {title: Example, version: "2"}

    Bad:

        info: {title: Example, version: latest}

    Good:

        info: {title: Example, version: "2.1"}
    """
    version = document.version
    match = _VERSION.fullmatch(version)
    levels = match[1].count(".") + 1 if match else 0
    least, most = int(context.parameters.get("at_least", 2)), int(context.parameters.get("at_most", 3))
    if not version:
        yield Fault("/info/version", _("The API has no version"))
    elif not match:
        yield Fault("/info/version", _("“{version}” is not numbers joined by dots", version=version[:100]))
    elif not least <= levels <= most:
        yield Fault("/info/version", _("“{version}” has {levels} levels", version=version[:100], levels=levels))
