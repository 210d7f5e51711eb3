"""The application: settings in, a Flask app out. Everything that is switched on is switched on here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pyvis
import structlog
from flask import Flask, redirect, request, send_from_directory, session, url_for
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import current_user
from flask_smorest import Api
from flask_smorest import Blueprint as DocumentedBlueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.accounts import pages as accounts
from registry.accounts import setup as accounts_setup
from registry.config import Settings, load, secret
from registry.core.term import Term
from registry.core.text import Text
from registry.kit import access, errors, json, menu, rest, schedule, security, text
from registry.kit.database import database
from registry.kit.pages import blueprint_for
from registry.kit.resource import Resource
from registry.kit.search_pages import blueprint as search
from registry.resources import RESOURCES

ANSWERS = ("landscape", "legacy", "governance", "portfolio", "iteration", "procurement", "reports")
VIS_NETWORK = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The WSGI application of one installation; `overrides` are Flask configuration values, for tests."""
    settings = settings or load()
    app = Flask("registry")
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _configure(app, settings)
    app.config.update(overrides)
    database.init_app(app)
    Babel(app, locale_selector=_language, timezone_selector=lambda: "Europe/Stockholm")
    Bootstrap5(app)
    accounts_setup.init_app(app)
    json.init_app(app)
    security.init_app(app, https=settings.https)
    app.extensions["resources"] = RESOURCES
    _register_pages(app)
    errors.init_app(app)  # after flask-smorest, which brings handlers of its own
    _prepare_templates(app, settings)
    if settings.scheduler:
        schedule.start(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        INSTANCE=str(settings.instance),
        SECRET_KEY=secret(settings.instance, "secret_key"),
        SECURITY_PASSWORD_SALT=secret(settings.instance, "password_salt"),
        SQLALCHEMY_ENGINES={"default": {"url": settings.database_url, "pool_pre_ping": True}},
        SESSION_COOKIE_NAME="registry",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.https,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_CHECK_DEFAULT=False,  # registry.kit.security checks every unsafe request itself
        WTF_CSRF_TIME_LIMIT=8 * 3600,
        RATELIMIT_STORAGE_URI=settings.limits_storage,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE="sv",
        API_TITLE="Registry of digital legacy and APIs",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )


def _register_pages(app: Flask) -> None:
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(search)
    api = Api(app)
    rest.register(api, RESOURCES)
    for resource in RESOURCES:
        app.register_blueprint(blueprint_for(resource))
    for name in ANSWERS:
        pages = import_module(f"registry.{name}.pages")
        for blueprint in pages.BLUEPRINTS:
            documented = isinstance(blueprint, DocumentedBlueprint)
            (api if documented else app).register_blueprint(blueprint)

    @app.route("/static/vis-network/<path:filename>")
    def vis_network(filename: str) -> Any:
        """The graph library as the installed pyvis package carries it."""
        return send_from_directory(VIS_NETWORK, filename, max_age=86400)

    @app.route("/favicon.ico")
    def favicon() -> Any:
        return redirect(url_for("static", filename="icon.svg"), code=301)


def _language() -> str:
    """Chosen by the person, then by this session, then by the browser; Swedish otherwise."""
    chosen = (current_user.language if current_user and current_user.is_authenticated else None) or session.get("language")
    return chosen or request.accept_languages.best_match(list(text.LANGUAGES), "sv") or "sv"


def _prepare_templates(app: Flask, settings: Settings) -> None:
    environment = app.jinja_env
    environment.finalize = lambda value: text.show(value) if isinstance(value, Text | Term) else value
    environment.filters.update(show=text.show, money=text.show_money, moment=text.show_moment, day=text.show_date)
    environment.globals.update(
        may=access.allowed,
        roles=access,
        sees_confidential=access.sees_confidential,
        menu_entries=menu.entries,
        sort_urls=_sort_urls,
        nouns=RESOURCES,
        languages=text.LANGUAGES,
        language=text.language,
        settings=settings,
    )
    environment.trim_blocks = environment.lstrip_blocks = True


def _sort_urls(resource: Resource, arguments: dict[str, Any]) -> Callable[[str], str]:
    """From a sort order to the address of the list in that order, filters kept."""
    return lambda sort: url_for(f"{resource.name}.index", **{**arguments, "sort": sort})
