"""The words of APIs, their versions and instances, with their labels: those of the vocabulary that checking a document needs.

They follow Sundsvall's API life cycle, and stand apart from the others so that a program that checks one document need not make
all the lists of the catalogue.
"""

from __future__ import annotations

from registry.core.term import Term
from registry.core.text import text as _


class ApiStage(Term):
    """Life-cycle status of an API in the API catalogue."""

    DESIGN = "design", _("Design")
    DEVELOPMENT = "development", _("Under development")
    PRODUCTION = "production", _("In production")


class VersionStatus(Term):
    """Status of one version of an API (Sundsvall's life-cycle guidelines)."""

    ACTIVE = "active", _("ACTIVE")
    DEPRECATED = "deprecated", _("DEPRECATED")
    RETIRED = "retired", _("RETIRED")
    DECOMMISSIONED = "decommissioned", _("DECOMMISSIONED")


class Environment(Term):
    """The three instances every API is offered in."""

    SANDBOX = "sandbox", _("Sandbox")
    TEST = "test", _("Test")
    PRODUCTION = "production", _("Production")


class Backing(Term):
    """What stands behind an instance of an API and gives its answers."""

    STATIC = "static", _("Fixed answers")
    TEST = "test", _("Test environments")
    PRODUCTION = "production", _("Production environments")


class Authentication(Term):
    """How clients prove who they are, as set in the gateway."""

    NONE = "none", _("None")
    API_KEY = "api_key", _("API key")
    OAUTH2 = "oauth2", _("OAuth 2")
    BASIC = "basic", _("Basic authentication")
    MUTUAL_TLS = "mutual_tls", _("Client certificate")
