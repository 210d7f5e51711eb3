"""The memory: what every record has, how it is typed, searched and remembered. SQLAlchemy, no Flask."""
