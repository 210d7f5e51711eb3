"""What the legacy layer switches on."""

from __future__ import annotations

from flask import Blueprint

from registry.legacy import assessing, overview, panels, verdicts, weights_pages

__all__ = ["BLUEPRINTS", "panels", "verdicts"]

BLUEPRINTS: tuple[Blueprint, ...] = (assessing.blueprint, overview.blueprint, weights_pages.blueprint)
