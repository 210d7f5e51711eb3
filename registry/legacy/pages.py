"""What the legacy layer switches on."""

from __future__ import annotations

from flask import Blueprint

from registry.legacy import assessing, panels, weights_pages

__all__ = ["BLUEPRINTS", "panels"]

BLUEPRINTS: tuple[Blueprint, ...] = (assessing.blueprint, weights_pages.blueprint)
