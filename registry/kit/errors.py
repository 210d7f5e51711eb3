"""Answers to what goes wrong: a page in the reader's language, or problem details (RFC 9457) for REST. Never a stack trace."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.database import database
from registry.kit.security import REST_PREFIX, log
from registry.kit.text import translate

MESSAGES: dict[int, tuple[Text, Text]] = {
    400: (_("That request cannot be understood"), _("Go back, check what you sent and try again.")),
    403: (
        _("Not for your role"),
        _("Your account does not have the role that this page asks for. An administrator can give it to you."),
    ),
    404: (_("Nothing here"), _("The page or record does not exist, or has been deleted. Search for it by name or number.")),
    405: (_("Not possible here"), _("This address does not take that kind of request.")),
    413: (_("The file is too large"), _("Send a smaller file, or divide it.")),
    429: (_("Too many tries"), _("Wait a minute and try again.")),
    500: (_("Something failed on our side"), _("Nothing was saved. Tell your administrator the number below.")),
}


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A problem details answer (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path, **more}
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def init_app(app: Flask) -> None:
    """Answer every error of `app` in words."""

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Any:
        return _answer(
            400,
            _("The form is too old"),
            _("Open the page again and send it once more; what you wrote is still in your browser."),
        )

    @app.errorhandler(HTTPException)
    def known(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400 and error.response is not None:
            return error.response
        if status == 401 and not request.path.startswith(REST_PREFIX):
            return redirect(url_for("security.login", next=request.full_path if request.method == "GET" else "/"))
        title, message = MESSAGES.get(status, (_("That did not work"), _("Go back and try again.")))
        return _answer(status, title, message)

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Any:
        if app.testing:
            raise error
        database.session.rollback()  # the error page itself asks the database who is reading it
        log().error("request failed", exc_info=error)
        return _answer(500, *MESSAGES[500])


def _answer(status: int, title: Text, message: Text) -> Any:
    if request.path.startswith(REST_PREFIX):
        return problem(status, translate(title), translate(message), request_id=g.get("request_id"))
    shown = render_template("error.html", title=translate(title), message=translate(message), request_id=g.get("request_id"))
    return shown, status
