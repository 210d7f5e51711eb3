"""Arithmetic of the pictures: round numbers for axes."""

from __future__ import annotations

_STEPS = (1, 2, 5)


def round_numbers(most: int, about: int = 4) -> list[int]:
    """Nought and a few round numbers up to `most`, some `about` of them."""
    magnitude = 1
    while True:
        for step in _STEPS:
            if most / (step * magnitude) <= about:
                return list(range(0, most + 1, step * magnitude))
        magnitude *= 10
