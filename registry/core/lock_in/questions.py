"""The questions of the lock-in score in words: what they are called, what is said when nobody knows, and what would help."""

from __future__ import annotations

from registry.core.scoring import Questions
from registry.core.term import Term
from registry.core.text import text as _
from registry.core.vocabulary import DataExport


class Dimension(Term):
    """What a group of questions is about."""

    EXIT_RIGHTS = "exit_rights", _("Rights at exit")
    OPENNESS = "openness", _("Open interfaces")
    EMBEDDEDNESS = "embeddedness", _("Embedded in the landscape")
    CONCENTRATION = "concentration", _("Concentration")
    SUBSTITUTABILITY = "substitutability", _("Can be replaced")
    TIME = "time", _("Time to act")
    RELATION = "relation", _("Relation")


DIMENSIONS = {
    "data_export": Dimension.EXIT_RIGHTS,
    "exit_assistance": Dimension.EXIT_RIGHTS,
    "api_access": Dimension.EXIT_RIGHTS,
    "documentation": Dimension.EXIT_RIGHTS,
    "integrations": Dimension.OPENNESS,
    "dependents": Dimension.EMBEDDEDNESS,
    "critical_dependents": Dimension.EMBEDDEDNESS,
    "spend_share": Dimension.CONCENTRATION,
    "critical_share": Dimension.CONCENTRATION,
    "domain_concentration": Dimension.CONCENTRATION,
    "alternatives": Dimension.SUBSTITUTABILITY,
    "switching_time": Dimension.SUBSTITUTABILITY,
    "time_left": Dimension.TIME,
    "relation": Dimension.RELATION,
}

NAMES = {
    "data_export": _("Data comes out in an open format"),
    "exit_assistance": _("The supplier must help at exit"),
    "api_access": _("Right to use the APIs"),
    "documentation": _("Right to the documentation"),
    "integrations": _("Integrations over APIs that follow the strategy"),
    "dependents": _("Systems that depend on it"),
    "critical_dependents": _("Critical systems that depend on it"),
    "spend_share": _("The supplier's share of spend"),
    "critical_share": _("The supplier's share of critical systems"),
    "domain_concentration": _("Few suppliers in the domain"),
    "alternatives": _("Other suppliers could deliver"),
    "switching_time": _("Time to change supplier"),
    "time_left": _("A procurement can be done in time"),
    "relation": _("Relation with the supplier"),
}

UNKNOWN = {
    "data_export": (
        _("Not known in what form the data comes out"),
        _("Read the contract: in what form is the data handed over at the end?"),
    ),
    "exit_assistance": (
        _("Not known whether the supplier must help at exit"),
        _("Read the contract: must the supplier help at exit, and at what price?"),
    ),
    "api_access": (
        _("Not known whether there is a right to use the APIs"),
        _("Read the contract: may the municipality and others it names use the APIs?"),
    ),
    "documentation": (
        _("Not known whether there is a right to the documentation"),
        _("Read the contract: does the municipality have a right to the documentation?"),
    ),
    "integrations": (
        _("Not known how data passes to and from its systems"),
        _("Record which systems it covers, and their integrations"),
    ),
    "dependents": (_("Not known which systems it covers"), _("Record which systems it covers")),
    "critical_dependents": (_("Not known which systems it covers"), _("Record which systems it covers")),
    "spend_share": (_("Not known what the supplier is paid"), _("Record the value per year of the supplier's contracts")),
    "critical_share": (
        _("No system is judged critical, so there is nothing to compare with"),
        _("Judge the criticality of the systems"),
    ),
    "domain_concentration": (
        _("Not known in which domain its systems are"),
        _("Record the domain and the supplier of its systems"),
    ),
    "alternatives": (
        _("Nobody has looked for other suppliers"),
        _("Ask the market, or neighbouring municipalities, who else could deliver"),
    ),
    "switching_time": (
        _("Nobody has judged how long a change of supplier takes"),
        _("Judge how many months a change of supplier takes, from the signed contract to the old one switched off"),
    ),
    "time_left": (
        _("The end is not known, so no day to decide can be reckoned"),
        _("Record the end and the notice period"),
    ),
    "relation": (_("Nobody has judged the relation with the supplier"), _("Review the relation with the supplier")),
}

DATA_EXPORT_SENTENCES = {
    DataExport.OPEN_FORMAT: _("The data is handed over in an open format"),
    DataExport.PROPRIETARY_FORMAT: _("The data is handed over in the supplier's own format"),
    DataExport.NONE: _("The data is not handed over"),
}

RIGHTS = {
    ("exit_assistance", True): _("The supplier must help at exit"),
    ("exit_assistance", False): _("The supplier need not help at exit"),
    ("api_access", True): _("The municipality may use the APIs"),
    ("api_access", False): _("The municipality has no right to use the APIs"),
    ("documentation", True): _("The municipality has a right to the documentation"),
    ("documentation", False): _("The municipality has no right to the documentation"),
}

MENDS = {
    "data_export": _("Demand all data in an open, documented format, without extra cost, during and at the end of the contract"),
    "exit_assistance": _("Demand help at exit, with a price list and a time"),
    "api_access": _("Demand the right to use all APIs, also for other suppliers that the municipality names"),
    "documentation": _("Demand documentation of data model, interfaces and set-up, and the right to hand it on"),
    "integrations": _("Move integrations to published APIs that follow the strategy"),
    "dependents": _("Let dependents meet the system through the municipality's own APIs, so that it can be changed behind them"),
    "critical_dependents": _("Let critical dependents do without it for a time, or reach it through an API that stays"),
    "spend_share": _("Divide coming procurements so that more suppliers can tender"),
    "critical_share": _("Procure the next critical system so that another supplier can win it"),
    "domain_concentration": _("Procure the domain's next system separately, with open interfaces"),
    "alternatives": _("Ask for open standards that more suppliers can meet, and procure together with others"),
    "switching_time": _("Prepare the change: clean the data, write down adaptations, test an export every year"),
    "time_left": _("Begin the procurement now, or use an option to gain the time"),
    "relation": _("Take up the open issues with the supplier, and write down what is agreed"),
}
"""What would lower each part, as an instruction to a buyer."""

QUESTIONS = Questions(NAMES, UNKNOWN, MENDS)
