"""The questions of the legacy score in words: their names, what an unknown or a judged answer says, and what would mend it."""

from __future__ import annotations

from registry.core.legacy.evidence import Grade
from registry.core.scoring import Questions
from registry.core.text import text as _

NAMES = {
    "technology": _("Technology is supported"),
    "security": _("Security can be kept up"),
    "development": _("Can be developed"),
    "supplier_support": _("Supplier supports the version"),
    "business_fit": _("Fits the business"),
    "competence": _("People know it"),
    "documentation": _("Is written down"),
    "integration": _("Open to integration"),
    "supplier_relation": _("Relation with the supplier"),
}

UNKNOWN = {
    "technology": (_("Not known what it is built on"), _("Record its products and versions")),
    "security": (_("Nobody has judged whether its security can be kept up"), _("Answer whether its security can be kept up")),
    "development": (_("Nobody has judged whether it can be developed"), _("Answer whether it can be developed")),
    "supplier_support": (
        _("Not known whether the supplier supports the version"),
        _("Ask the supplier until when it is supported"),
    ),
    "business_fit": (_("Nobody has judged whether it fits the business"), _("Answer whether it fits the business")),
    "competence": (_("Not known whether there are people who know it"), _("Answer whether there are people who know it")),
    "documentation": (_("Nobody has judged whether it is documented"), _("Answer whether it is documented")),
    "integration": (_("Not known how others get data from it"), _("Record what depends on it, and how")),
    "supplier_relation": (_("Nobody has judged the relation with the supplier"), _("Judge the relation with the supplier")),
}

ONLY_CARRIED = (
    _("All that depend on it run on it or sign in with it; how anybody gets data from it is not recorded"),
    _("Record who gets data from it and how, if anybody does"),
)
"""What is said of a platform: that others depend on it is known, and would be wrong to ask for."""

GRADE_SENTENCES = {
    ("security", Grade.YES): _("Its security can be kept up, said on {on}"),
    ("security", Grade.PARTLY): _("Its security can only partly be kept up, said on {on}"),
    ("security", Grade.NO): _("Its security cannot be kept up, said on {on}"),
    ("development", Grade.YES): _("It can be developed, said on {on}"),
    ("development", Grade.PARTLY): _("It can only partly be developed, said on {on}"),
    ("development", Grade.NO): _("It cannot be developed, said on {on}"),
    ("business_fit", Grade.YES): _("It fits the business, said on {on}"),
    ("business_fit", Grade.PARTLY): _("It fits the business only in part, said on {on}"),
    ("business_fit", Grade.NO): _("It does not fit the business, said on {on}"),
    ("supplier_support", Grade.YES): _("The supplier supports the version, said on {on}; until when is not recorded"),
    ("supplier_support", Grade.PARTLY): _("The supplier supports the version only in part, said on {on}"),
    ("supplier_support", Grade.NO): _("The supplier does not support the version, said on {on}"),
    ("documentation", Grade.YES): _("Somebody new can take it over from what is written down, said on {on}"),
    ("documentation", Grade.PARTLY): _("It is only partly documented, said on {on}"),
    ("documentation", Grade.NO): _("It is not documented, said on {on}"),
    ("competence", Grade.YES): _("There are people who know it, said on {on}"),
    ("competence", Grade.PARTLY): _("Too few people know it, said on {on}"),
    ("competence", Grade.NO): _("Nobody knows it well enough to change it, said on {on}"),
}

MENDS = {
    "security": _("Make its security maintainable: patches, logging, access control, or take it off the open network"),
    "development": _("Make it possible to change: source or supplier commitment, test environment, releases"),
    "supplier_support": _("Move to a version the supplier supports"),
    "documentation": _("Have those who know it write down how it is run, changed and restored"),
    "business_fit": _("Agree with the business what it lacks, and develop or replace it"),
    "competence": _("Secure at least two people, inside or for hire, who can change it"),
    "supplier_relation": _("Take up the open issues with the supplier"),
}

QUESTIONS = Questions(NAMES, UNKNOWN, MENDS)
