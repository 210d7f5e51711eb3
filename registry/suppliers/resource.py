"""How suppliers are listed, shown and written."""

from registry.core.text import text as _
from registry.kit.resource import Related, Resource, Section
from registry.suppliers.models import Supplier

supplier = Resource(
    Supplier,
    path="suppliers",
    label=_("Supplier"),
    plural=_("Suppliers"),
    purpose=_("Companies and authorities that sell or provide systems and services, and how the relation with them is."),
    columns=("name", "organisation_number", "relation", "relation_reviewed_on", "active"),
    filters=("relation", "active", "country", "parent"),
    form=(
        Section(
            _("Identity"), "name", "organisation_number", "foreign_number", "country", "parent", "active", "description", "key"
        ),
        Section(_("Contact"), "website", "contact_email", "contact_phone", "incident_contact"),
        Section(_("Relation"), "relation", "relation_reviewed_on", "relation_note", "risk_reviewed_on"),
    ),
    related=(
        Related("system", "supplier", _("Systems")),
        Related("contract", "supplier", _("Contracts")),
        Related("obstacle", "supplier", _("Observed obstacles")),
        Related("supplier", "parent", _("Subsidiaries")),
        Related("responsibility", "supplier", _("Roles")),
    ),
    archimate="business-actor",
    in_menu=True,
)
