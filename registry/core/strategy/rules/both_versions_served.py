"""While an old version has consumers, both versions answer in production."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Environment, VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.lifecycle import SUPPORTED
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "both-versions-served", mend=_("Let the system behind serve the old version until its last consumer has moved"), whole=False
)
def both_versions_served(_document: Document, context: Context) -> Iterator[Fault]:
    """Callers move when they can, not all on one night; until the last has moved, the old version must work.

    Bad:

        catalogue:
          versions:
            - number: "1.0"
              status: deprecated
              clients: [{name: Case system}]
              instances: [{environment: production, live: false}]
            - {number: "2.0", status: active, instances: [{environment: production, live: true}]}

    Good:

        catalogue:
          versions:
            - number: "1.0"
              status: deprecated
              clients: [{name: Case system}]
              instances: [{environment: production, live: true}]
            - {number: "2.0", status: active, instances: [{environment: production, live: true}]}
    """
    own = context.catalogue.own_version
    used = [version for version in context.catalogue.versions if version.status is VersionStatus.DEPRECATED and version.clients]
    if not used or own.status not in SUPPORTED:
        return
    instance = own.instance(Environment.PRODUCTION)
    if instance is None:
        yield Fault(
            "",
            _("{version} has no production instance, though {old} still has consumers", version=own.number, old=used[0].number),
            own.record,
        )
    elif instance.live is None:
        raise NotCheckable(_("Fill in whether {url} answers", url=instance.url))
    elif not instance.live:
        yield Fault(
            "",
            _("{url} does not answer, though {old} still has consumers", url=instance.url, old=used[0].number),
            f"api_environment/{instance.key}",
        )
