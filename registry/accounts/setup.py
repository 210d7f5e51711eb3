"""Flask-Security as this product uses it: local accounts, argon2, sessions and API tokens; nobody registers themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import FSQLALiteUserDatastore, Security

from registry.accounts.models import Account, Role
from registry.core.text import text as _
from registry.kit.database import database
from registry.kit.security import limiter
from registry.kit.text import lazy
from registry.kit.translations import FOLDER

security = Security()
LOGIN_TRIES = "20 per minute"  # per address: a whole office behind one may log in at eight, a guesser gets nowhere

OPTIONS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_TRACKABLE": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),  # nothing asks for the password anew, so there is no page for it
    "SECURITY_TOKEN_AUTHENTICATION_KEY": None,  # a token in an address would stand in logs and histories
    "SECURITY_TOKEN_MAX_AGE": 90 * 24 * 3600,
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    "SECURITY_I18N_DIRNAME": ["builtin", str(FOLDER)],
}

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (_("The e-mail address or the password is wrong."), "error"),
    "UNAUTHENTICATED": (_("Log in to go on."), "info"),
    "DISABLED_ACCOUNT": (_("This account may not log in. Ask an administrator."), "error"),
    "INVALID_REDIRECT": (_("The address to go on to lies outside the registry."), "error"),
    "EMAIL_NOT_PROVIDED": (_("Write the e-mail address."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Write the password."), "error"),
    "INVALID_PASSWORD": (_("The password is wrong."), "error"),
    "PASSWORD_INVALID_LENGTH": (_("The password must have 12 to 128 characters."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_("The two passwords are not the same."), "error"),
    "PASSWORD_IS_THE_SAME": (_("The new password must be another than the one now."), "error"),
    "PASSWORD_CHANGE": (_("Your password is changed."), "success"),
}
"""What Flask-Security, which has no Swedish of its own, says to those who log in or change their password."""


def init_app(app: Flask) -> None:
    app.config.update(OPTIONS)
    app.config.update({f"SECURITY_MSG_{name}": (lazy(message), kind) for name, (message, kind) in MESSAGES.items()})
    security.init_app(app, FSQLALiteUserDatastore(database, Account, Role), register_blueprint=True)
    for endpoint in ("security.login", "security.change_password"):
        slowed: Any = limiter.limit(LOGIN_TRIES, methods=["POST"])(app.view_functions[endpoint])
        app.view_functions[endpoint] = slowed
