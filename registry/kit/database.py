"""The web application's session: Flask-SQLAlchemy-Lite closes it with the request."""

from flask_sqlalchemy_lite import SQLAlchemy

database = SQLAlchemy()
