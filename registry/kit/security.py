"""What every response and request is held to: security headers, CSRF, request ids, rate limits."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=[])
TOKEN_HEADER = "Authentication-Token"  # noqa: S105 a header's name, no secret
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REST_PREFIX = "/api/"


def headers(https: bool) -> Secure:
    """Scripts, styles and pictures from this server only; nothing inline, nothing framed, nothing told to other sites."""
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .font_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .frame_ancestors("'none'")
        .base_uri("'none'")
    )
    return Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(31_536_000) if https else None,
        permissions=PermissionsPolicy().geolocation("()").camera("()").microphone("()"),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def init_app(app: Flask, https: bool) -> None:
    """Guard every request and response of `app`."""
    csrf.init_app(app)
    limiter.init_app(app)
    secure_headers = headers(https)

    @app.before_request
    def identify() -> None:
        g.request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id, path=request.path)
        g.actor = current_user.email if current_user and current_user.is_authenticated else "anonymous"

    @app.before_request
    def refuse_forged() -> None:
        """A browser sends cookies by itself, a token header only when our caller put it there: then no CSRF token is needed."""
        if request.method in SAFE:
            return
        if request.path.startswith(REST_PREFIX) and request.headers.get(TOKEN_HEADER):
            return
        csrf.protect()

    @app.after_request
    def harden(response: Response) -> Response:
        secure_headers.set_headers(response)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if current_user and current_user.is_authenticated and not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def log() -> Any:
    return structlog.get_logger()
