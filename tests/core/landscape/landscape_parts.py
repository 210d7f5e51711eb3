"""Small landscapes for the tests: written by hand, or drawn by hypothesis."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.graph import ApiUse, Dependency, Initiative, Landscape, Remediation, System
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.text import text as _
from registry.core.vocabulary import (
    DependencyKind,
    InitiativeStatus,
    Lifecycle,
    RemediationKind,
    RemediationStatus,
    Strength,
    Touch,
)

TODAY = date(2026, 3, 1)
NEEDED = date(2027, 1, 1)
GOOD_API = ApiUse("api-1", "Party", "2.1", published=True, status=VersionStatus.ACTIVE, compliant=True)


def legacy(score: int = 70) -> LegacyAssessment:
    return LegacyAssessment(score, score, (), Standing.LEGACY, _("The score is {score} of 100.", score=score))


def system(key: str, *, is_legacy: bool = False, score: int = 70, **values: object) -> System:
    return System(key, key.upper(), legacy=legacy(score) if is_legacy else None, **values)  # type: ignore[arg-type]


def depends(source: str, target: str, kind: DependencyKind = DependencyKind.FILE_TRANSFER, **values: object) -> Dependency:
    return Dependency(f"{source}-{target}", source, target, kind, **values)  # type: ignore[arg-type]


def initiative(*touches: tuple[str, Touch], key: str = "i", needed_by: date | None = NEEDED) -> Initiative:
    return Initiative(key, "New permits", InitiativeStatus.ACTIVE, needed_by, touches)


def remediation(
    kind: RemediationKind,
    finish: date | None,
    status: RemediationStatus = RemediationStatus.PLANNED,
) -> Remediation:
    return Remediation("r", "x", kind, status, finish)


_KEYS = [f"s{number}" for number in range(7)]
_days = st.integers(-400, 800).map(lambda days: TODAY + timedelta(days=days))
_apis = st.builds(
    ApiUse,
    key=st.just("api"),
    name=st.just("Party"),
    version=st.just("1.0"),
    published=st.booleans(),
    status=st.sampled_from([VersionStatus.ACTIVE, VersionStatus.DEPRECATED, None]),
    compliant=st.sampled_from([True, True, False, None]),
)
_remediations = st.builds(
    Remediation,
    key=st.just("r"),
    system=st.just("s"),
    kind=st.sampled_from(RemediationKind),
    status=st.sampled_from(RemediationStatus),
    planned_finish=st.none() | _days,
)
_touches = st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from(Touch)), max_size=4).map(tuple)


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    """Seven systems, many of them legacy, with cycles, parallel and self-dependencies, remediations and retirements."""
    systems = [
        System(
            key,
            key.upper(),
            lifecycle=draw(st.sampled_from([Lifecycle.PRODUCTION] * 4 + [Lifecycle.RETIRED])),
            legacy=draw(st.none() | st.integers(50, 100).map(legacy)),
            planned_retirement=draw(st.none() | st.none() | _days),
            remediations=tuple(draw(st.lists(_remediations, max_size=1))),
        )
        for key in _KEYS
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from(_KEYS)), max_size=16))
    dependencies = [
        Dependency(
            f"d{number:02}",
            source,
            target,
            draw(st.sampled_from(DependencyKind)),
            draw(st.sampled_from([Strength.HARD, Strength.HARD, Strength.SOFT])),
            draw(st.none() | _apis),
        )
        for number, (source, target) in enumerate(pairs)
    ]
    initiatives = [
        Initiative(f"i{number}", f"I{number}", draw(st.sampled_from(InitiativeStatus)), draw(st.none() | _days), draw(_touches))
        for number in range(3)
    ]
    return Landscape(systems, dependencies, initiatives)
