"""Flask-Security as this product uses it: local accounts, argon2, sessions and API tokens; nobody registers themselves."""

from __future__ import annotations

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
    "SECURITY_TOKEN_MAX_AGE": 90 * 24 * 3600,
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    "SECURITY_I18N_DIRNAME": ["builtin", str(FOLDER)],
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (lazy(_("The e-mail address or the password is wrong.")), "error"),
    "SECURITY_MSG_UNAUTHENTICATED": (lazy(_("Log in to go on.")), "info"),
    "SECURITY_MSG_PASSWORD_CHANGE": (lazy(_("Your password is changed.")), "success"),
}


def init_app(app: Flask) -> None:
    app.config.update(OPTIONS)
    security.init_app(app, FSQLALiteUserDatastore(database, Account, Role), register_blueprint=True)
    for endpoint in ("security.login", "security.change_password"):
        slowed: Any = limiter.limit(LOGIN_TRIES, methods=["POST"])(app.view_functions[endpoint])
        app.view_functions[endpoint] = slowed
