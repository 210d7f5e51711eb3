"""The API tells about itself at api-info."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Path
from registry.core.strategy.addresses import is_version
from registry.core.strategy.rule import WORD, Context, Fault, rule
from registry.core.text import text as _


@rule(
    "api-info-path", mend=_("Serve GET /api-info right under the root, and describe that path"), whole=False, takes={"path": WORD}
)
def api_info_path(document: Document, context: Context) -> Iterator[Fault]:
    """Whoever operates, catalogues or calls the API learns there its name, version, status and where it is documented.

    `path` is where it must be; only the version may stand before it.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}

    Bad:

        paths: {/pets/api-info: {get: {responses: {"200": {description: About this API}}}}}

    Good:

        paths: {/api-info: {get: {responses: {"200": {description: About this API}}}}}
    """
    wanted = str(context.parameters.get("path", "/api-info"))
    near = [path for path in document.paths if path.template.rstrip("/").endswith(wanted)]
    for path in near:
        if _is_under_root(path, wanted):
            if "get" not in path.raw:
                yield Fault(path.pointer, _("{path} cannot be read: it has no GET", path=path.template))
            return
    if near:
        yield Fault(near[0].pointer, _("{path} is not right under the root of the API", path=near[0].template[:200]))
    else:
        yield Fault("/paths", _("The API tells nothing about itself at {path}", path=wanted))


def _is_under_root(path: Path, wanted: str) -> bool:
    before = path.template.rstrip("/").removesuffix(wanted).strip("/")
    return not before or is_version(before)
