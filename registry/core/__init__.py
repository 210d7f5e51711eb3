"""Judgement: pure Python, networkx and scipy. No Flask, no SQLAlchemy, no clock; "today" is always a parameter."""
