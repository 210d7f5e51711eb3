"""Where API keys are used, each consumer has a key of its own for the version."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication, VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "keys-for-new-version",
    mend=_("Issue a key for the consumer in production, and enter the day on the consumer's page"),
    whole=False,
)
def keys_for_new_version(_document: Document, context: Context) -> Iterator[Fault]:
    """With a key for each version one can see who still calls the old one, and shut it without shutting out the rest.


    Bad:

        catalogue: {entry: {authentication: api_key}, versions: [{number: "2.0", status: active, clients: [{name: Case system}]}]}

    Good:

        catalogue:
          entry: {authentication: api_key}
          versions: [{number: "2.0", status: active, clients: [{name: Case system, key_issued_on: 2026-05-04}]}]
    """
    version, entry = context.catalogue.own_version, context.catalogue.own_entry
    if entry.authentication is None:
        raise NotCheckable(_("Fill in the API's authentication in the catalogue"))
    if entry.authentication is not Authentication.API_KEY or version.status is not VersionStatus.ACTIVE:
        return
    for client in version.clients:
        if client.key_issued_on is None:
            yield Fault(
                "",
                _("{name} has no API key of its own for {version}", name=client.name, version=version.number),
                f"consumer/{client.key}",
            )
        elif version.active_on is not None and client.key_issued_on < version.active_on and len(context.catalogue.versions) > 1:
            message = _("The key of {name} is older than version {version}", name=client.name, version=version.number)
            yield Fault("", message, f"consumer/{client.key}")
