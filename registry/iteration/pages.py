"""What the loop of iteration switches on."""

from __future__ import annotations

from flask import Blueprint

from registry.iteration import benefits, candidates, idea_pages, life_pages, loop_pages, measures, tile

__all__ = ["BLUEPRINTS", "benefits", "measures", "tile"]

BLUEPRINTS: tuple[Blueprint, ...] = (idea_pages.blueprint, life_pages.blueprint, candidates.blueprint, loop_pages.blueprint)
