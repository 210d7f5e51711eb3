"""How organisations, people and responsibilities are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.access import ARCHITECTURE_EDITORS, CATALOGUE_EDITORS, Policy
from registry.kit.resource import Related, Resource, Section
from registry.organisations.models import SUBJECTS, Organisation, Person, Responsibility


def exactly_one_subject(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A role is held for one record, neither none nor several."""
    if sum(values.get(name) is not None for name in SUBJECTS) != 1:
        yield "system", _("Name exactly one record: a system, a contract, an API, an initiative or a supplier.")


organisation = Resource(
    Organisation,
    path="organisations",
    label=_("Organisation"),
    plural=_("Organisations"),
    purpose=_("The parts of the municipal group, as a tree. Systems, contracts and initiatives belong to one."),
    columns=("name", "kind", "parent", "organisation_number"),
    filters=("kind", "parent"),
    form=(
        Section(_("Identity"), "name", "kind", "parent", "organisation_number", "key"),
        Section(_("Contact"), "email", "phone", "description"),
    ),
    related=(
        Related("organisation", "parent", _("Parts")),
        Related("system", "owner_organisation", _("Systems")),
        Related("initiative", "organisation", _("Initiatives")),
        Related("person", "organisation", _("People")),
    ),
    policy=Policy(write=ARCHITECTURE_EDITORS, delete=ARCHITECTURE_EDITORS),
    archimate="business-actor",
    in_menu=True,
)

person = Resource(
    Person,
    path="people",
    label=_("Person"),
    plural=_("People"),
    purpose=_("People who answer for something. They need no account."),
    columns=("name", "job_title", "organisation", "email"),
    filters=("organisation",),
    form=(Section(_("Person"), "name", "job_title", "organisation", "key"), Section(_("Contact"), "email", "phone")),
    related=(
        Related("system", "owner", _("Owns systems")),
        Related("system", "manager", _("Manages systems")),
        Related("contract", "responsible", _("Answers for contracts")),
        Related("api", "owner", _("Owns APIs")),
        Related("initiative", "sponsor", _("Sponsors initiatives")),
        Related("responsibility", "person", _("Other roles")),
    ),
    policy=Policy(write=CATALOGUE_EDITORS, delete=ARCHITECTURE_EDITORS),
    natural_key=("email",),
    archimate="business-actor",
    in_menu=True,
)

responsibility = Resource(
    Responsibility,
    path="responsibilities",
    label=_("Responsibility"),
    plural=_("Responsibilities"),
    purpose=_("Roles that people hold for a record beyond those that stand on the record itself, for example the roles of pm3."),
    columns=("person", "role", *SUBJECTS),
    filters=("person", "role", *SUBJECTS),
    form=(Section(_("Role"), "person", "role", "key"), Section(_("For one of"), *SUBJECTS)),
    natural_key=("person", "role", *SUBJECTS),
    check=exactly_one_subject,
    archimate="business-role",
)
