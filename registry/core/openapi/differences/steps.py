"""Whether a version was raised as far as its changes demand (Sundsvall's R16 and R17, DIGG's VER.01 and VER.04)."""

from __future__ import annotations

import re
from enum import StrEnum

_VERSION = re.compile(r"\s*[vV]?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[.+-].*)?\s*", re.DOTALL)


class Step(StrEnum):
    """How far a version was raised, or must be."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"
    BACKWARDS = "backwards"
    UNKNOWN = "unknown"


class StepVerdict(StrEnum):
    """What to say of the step that was taken."""

    RIGHT = "right"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    BACKWARDS = "backwards"
    UNKNOWN = "unknown"


_SIZE = {Step.NONE: 0, Step.PATCH: 0, Step.MINOR: 1, Step.MAJOR: 2}


def step_between(old: str, new: str) -> Step:
    """The step from one version to another; unknown when either is no number with levels."""
    before, after = levels(old), levels(new)
    if before is None or after is None:
        return Step.UNKNOWN
    if after == before:
        return Step.NONE
    if after < before:
        return Step.BACKWARDS
    if after[0] > before[0]:
        return Step.MAJOR
    return Step.MINOR if after[1] > before[1] else Step.PATCH


def verdict_on(required: Step, actual: Step) -> StepVerdict:
    """Whether the `actual` step is the one `required` (major, minor or none); a third level may be raised for any reason."""
    if actual is Step.UNKNOWN:
        return StepVerdict.UNKNOWN
    if actual is Step.BACKWARDS:
        return StepVerdict.BACKWARDS
    if _SIZE[actual] == _SIZE[required]:
        return StepVerdict.RIGHT
    return StepVerdict.TOO_SMALL if _SIZE[actual] < _SIZE[required] else StepVerdict.TOO_LARGE


def levels(version: str) -> tuple[int, int, int] | None:
    """A version's levels, missing ones as 0; None when it is no number."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    major, minor, patch = (int(level or 0) for level in found.groups())
    return major, minor, patch
