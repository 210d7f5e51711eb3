"""How suppliers are listed, shown and written."""

from registry.core.text import text as _
from registry.kit.resource import Related, Resource, Section
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import RelationAction, RelationReview, SubSupplier

supplier = Resource(
    Supplier,
    path="suppliers",
    label=_("Supplier"),
    plural=_("Suppliers"),
    purpose=_("Companies and authorities that sell or provide systems and services, and how the relation with them is."),
    columns=("name", "organisation_number", "relation", "relation_reviewed_on", "active"),
    filters=("relation", "risk", "active", "country", "parent"),
    form=(
        Section(
            _("Identity"), "name", "organisation_number", "foreign_number", "country", "parent", "active", "description", "key"
        ),
        Section(_("Contact"), "website", "contact_email", "contact_phone", "incident_contact"),
        Section(_("Relation"), "relation", "relation_reviewed_on", "relation_note"),
        Section(_("Risk"), "risk", "risk_reviewed_on", "risk_note"),
    ),
    related=(
        Related("system", "supplier", _("Systems")),
        Related("contract", "supplier", _("Contracts")),
        Related("relation_review", "supplier", _("Reviews of the relation")),
        Related("sub_supplier", "delivers_to", _("Sub-suppliers")),
        Related("sub_supplier", "supplier", _("Delivers through")),
        Related("obstacle", "supplier", _("Observed obstacles")),
        Related("supplier", "parent", _("Subsidiaries")),
        Related("responsibility", "supplier", _("Roles")),
    ),
    archimate="business-actor",
    in_menu=True,
)

relation_review = Resource(
    RelationReview,
    path="relation-reviews",
    label=_("Review of a relation"),
    plural=_("Reviews of relations"),
    purpose=_("How the municipality judged its relation with a supplier, day by day, and what was agreed."),
    columns=("supplier", "reviewed_on", "relation", "reviewed_by"),
    filters=("supplier", "relation", "reviewed_by"),
    form=(Section(_("Review"), "supplier", "reviewed_on", "relation", "findings", "reviewed_by", "key"),),
    related=(Related("relation_action", "review", _("What was agreed")),),
    natural_key=("supplier", "reviewed_on"),
)

relation_action = Resource(
    RelationAction,
    path="relation-actions",
    label=_("Agreed action"),
    plural=_("Agreed actions"),
    purpose=_("What was agreed with suppliers at reviews: who does it, by when, and whether it is done."),
    columns=("name", "review", "responsible", "due_on", "done_on"),
    filters=("review", "responsible"),
    form=(Section(_("Action"), "name", "review", "responsible", "due_on", "done_on", "key"),),
    natural_key=("review", "name"),
)

sub_supplier = Resource(
    SubSupplier,
    path="sub-suppliers",
    label=_("Sub-supplier"),
    plural=_("Sub-suppliers"),
    purpose=_("Who delivers to the municipality through another supplier; the Cybersecurity Act asks for it."),
    columns=("supplier", "delivers_to", "what", "personal_data"),
    filters=("supplier", "delivers_to", "personal_data"),
    form=(Section(_("Sub-supplier"), "supplier", "delivers_to", "what", "personal_data", "key"),),
    natural_key=("supplier", "delivers_to"),
)
