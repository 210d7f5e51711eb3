"""How APIs, versions, environments, consumers, waivers and attestations are listed, shown and written."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from registry.apis import strategies  # noqa: F401 -- its tables are part of the schema
from registry.apis.models import Api, ApiEnvironment, ApiVersion, Attestation, Consumer, Waiver
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.access import ARCHITECTURE_EDITORS, Policy, Role
from registry.kit.resource import Related, Resource, Section

PRODUCERS = Policy(write=ARCHITECTURE_EDITORS, delete=ARCHITECTURE_EDITORS)


def dates_follow_life(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A version becomes ACTIVE, then DEPRECATED, then RETIRED."""
    steps = [
        ("active_on", values.get("active_on")),
        ("deprecated_on", values.get("deprecated_on")),
        ("retired_on", values.get("retired_on")),
    ]
    known = [(name, day) for name, day in steps if day is not None]
    for (_before, earlier), (name, later) in pairwise(known):
        if later < earlier:
            yield name, _("A version becomes ACTIVE, then DEPRECATED, then RETIRED: this date is too early.")


def review_follows(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """An answer is reviewed after it was given."""
    given, review = values.get("attested_on"), values.get("review_on")
    if given is not None and review is not None and review <= given:
        yield "review_on", _("The review must come after the attestation.")


api = Resource(
    Api,
    path="apis",
    label=_("API"),
    plural=_("APIs"),
    purpose=_("The API catalogue: each API's function, owner, protection level and versions."),
    columns=("name", "stage", "system", "owner_organisation", "authentication", "protection_level"),
    filters=("stage", "system", "owner_organisation", "authentication"),
    form=(
        Section(_("Identity"), "name", "description", "stage", "system", "key"),
        Section(_("Who answers"), "owner_organisation", "owner", "technical_owner"),
        Section(
            _("Protection"), "protection_level", "classified_on", "classified_by", "authentication", "rate_limit", "personal_data"
        ),
        Section(_("Catalogue entry"), "solution_description", "api_docs_url", "portal_url"),
    ),
    related=(
        Related("api_version", "api", _("Versions")),
        Related("waiver", "api", _("Waivers")),
        Related("attestation", "api", _("Attestations")),
        Related("responsibility", "api", _("Other roles")),
    ),
    policy=PRODUCERS,
    archimate="application-interface",
    in_menu=True,
)

api_version = Resource(
    ApiVersion,
    path="api-versions",
    label=_("API version"),
    plural=_("API versions"),
    purpose=_("Each version lives its own life: ACTIVE, DEPRECATED, RETIRED, DECOMMISSIONED."),
    columns=("api", "version", "status", "active_on", "deprecated_on", "last_call_on"),
    filters=("api", "status"),
    form=(
        Section(_("Version"), "api", "version", "status", "key"),
        Section(_("Life"), "active_on", "deprecated_on", "retired_on", "last_call_on"),
        Section(_("Publication"), "specification_url"),
    ),
    related=(
        Related("api_environment", "api_version", _("Environments")),
        Related("consumer", "api_version", _("Consumers")),
        Related("dependency", "api_version", _("Dependencies through it")),
        Related("remediation", "api_version", _("Remediations")),
    ),
    policy=PRODUCERS,
    natural_key=("api", "version"),
    check=dates_follow_life,
    archimate="application-interface",
)

api_environment = Resource(
    ApiEnvironment,
    path="api-environments",
    label=_("API environment"),
    plural=_("API environments"),
    purpose=_("Every API is offered in three instances: sandbox, test and production."),
    columns=("api_version", "environment", "url", "live", "backing"),
    filters=("api_version", "environment"),
    form=(Section(_("Environment"), "api_version", "environment", "url", "live", "backing", "key"),),
    policy=PRODUCERS,
    natural_key=("api_version", "environment"),
)

consumer = Resource(
    Consumer,
    path="consumers",
    label=_("API consumer"),
    plural=_("API consumers"),
    purpose=_("Systems that call an API version; they must be told before it changes."),
    columns=("system", "api_version", "since", "key_issued_on", "purpose"),
    filters=("system", "api_version"),
    form=(Section(_("Consumer"), "api_version", "system", "purpose", "since", "key_issued_on", "key"),),
    policy=PRODUCERS,
    natural_key=("api_version", "system"),
)


def pointer_is_one(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A place in a document begins with a slash (RFC 6901)."""
    pointer = values.get("pointer")
    if pointer and not pointer.startswith("/"):
        yield (
            "pointer",
            _("A JSON pointer begins with a slash, for example /paths/~1cases; leave it empty for the whole document."),
        )


waiver = Resource(
    Waiver,
    path="waivers",
    label=_("Waiver"),
    plural=_("Waivers"),
    purpose=_("Dated permissions to break a clause of the strategy, with a reason and an end."),
    columns=("api", "clause", "pointer", "expires_on", "approved_by"),
    filters=("api", "clause", "profile"),
    form=(Section(_("Waiver"), "api", "profile", "clause", "pointer", "reason", "approved_by", "expires_on", "key"),),
    policy=Policy(write=frozenset({Role.ARCHITECT, Role.ADMINISTRATOR}), delete=frozenset({Role.ARCHITECT, Role.ADMINISTRATOR})),
    check=pointer_is_one,
    natural_key=("api", "profile", "clause", "pointer"),
)

attestation = Resource(
    Attestation,
    path="attestations",
    label=_("Attestation"),
    plural=_("Attestations"),
    purpose=_("Dated answers to the clauses of the strategy that take a person's judgement."),
    columns=("api", "clause", "followed", "attested_on", "review_on", "attested_by"),
    filters=("api", "clause", "profile", "followed"),
    form=(
        Section(
            _("Attestation"), "api", "profile", "clause", "followed", "grounds", "attested_by", "attested_on", "review_on", "key"
        ),
    ),
    policy=PRODUCERS,
    natural_key=("api", "profile", "clause"),
    check=review_follows,
)
