"""The landscape in sentences: every picture has the same answer as text, for screen readers, print and doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from registry.core.landscape.graph import Dependency, Initiative, Neighbourhood, System
from registry.core.landscape.reach import PathStep
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, Strength, Touch

DEPENDS = {
    DependencyKind.API: _("{consumer} depends on {provider} through an API"),
    DependencyKind.WEB_SERVICE: _("{consumer} depends on {provider} through a web service"),
    DependencyKind.MESSAGE_QUEUE: _("{consumer} depends on {provider} through a message queue"),
    DependencyKind.FILE_TRANSFER: _("{consumer} depends on {provider} through a file transfer"),
    DependencyKind.SHARED_DATABASE: _("{consumer} depends on {provider} through a shared database"),
    DependencyKind.SCREEN_SCRAPING: _("{consumer} depends on {provider} through a robot on its screens"),
    DependencyKind.MANUAL: _("{consumer} depends on {provider} through re-entry by hand"),
    DependencyKind.AUTHENTICATION: _("{consumer} depends on {provider} for signing in"),
    DependencyKind.PLATFORM: _("{consumer} runs on {provider}"),
    DependencyKind.OTHER: _("{consumer} depends on {provider}"),
}

BLOCKED_DIRECTLY = {
    Touch.CHANGES: _("“{initiative}” changes {system}, which is legacy."),
    Touch.BUILDS_ON: _("“{initiative}” builds on {system}, which is legacy."),
}

BLOCKED_FROM_AFAR = {
    Touch.CHANGES: _("“{initiative}” changes {start}, which cannot do without {system}, which is legacy."),
    Touch.BUILDS_ON: _("“{initiative}” builds on {start}, which cannot do without {system}, which is legacy."),
    Touch.INTRODUCES: _("“{initiative}” introduces {start}, which cannot do without {system}, which is legacy."),
}

NOT_SHOWN = (_("{count} more system is not shown"), _("{count} more systems are not shown"))


class Path(Protocol):
    """Anything with a reason and the steps behind it: a blocker, or a legacy system held off."""

    @property
    def why(self) -> Text: ...

    @property
    def path(self) -> tuple[PathStep, ...]: ...


def why_blocked(initiative: Initiative, touch: Touch, start: System, system: System, deadline: date, late: date | None) -> Text:
    """A blocker in words: what is touched, which legacy system is in the way, until when, and why it is legacy."""
    template = (BLOCKED_DIRECTLY if start is system else BLOCKED_FROM_AFAR)[touch].template
    what = Text(template, {"initiative": initiative.name, "start": start.name, "system": system.name})
    if late is None:
        when = _("Nothing is agreed that clears the way by {deadline}.", deadline=deadline)
    else:
        when = _("The way is clear on {late}, after {deadline} when it is needed.", late=late, deadline=deadline)
    assert system.legacy is not None
    return _("{what} {when} {legacy}", what=what, when=when, legacy=system.legacy.why)


def why_held_off(initiative: Initiative, start: System, system: System, insulation: Text) -> Text:
    """The sentence of a legacy system that does not block."""
    return _(
        "{system} is legacy and {start} cannot do without it, but it does not block “{initiative}”. {insulation}.",
        system=system.name,
        start=start.name,
        initiative=initiative.name,
        insulation=insulation,
    )


def sentences(blocker: Path) -> tuple[Text, ...]:
    """A blocker, or what is held off, in sentences: first why, then one for each step of the path."""
    return (blocker.why, *(step_sentence(step) for step in blocker.path))


def step_sentence(step: PathStep) -> Text:
    """One step of a path: who depends on whom, how, and whether the blockage passes."""
    depends = Text(DEPENDS[step.kind].template, {"consumer": step.from_.name, "provider": step.to.name})
    return _("{depends}. {reason}.", depends=depends, reason=step.reason)


def describe(neighbourhood: Neighbourhood) -> tuple[Text, ...]:
    """The picture in sentences, one per dependency, then the systems without any, then how many are not shown."""
    return tuple(_describe(neighbourhood))


def _describe(neighbourhood: Neighbourhood) -> Iterator[Text]:
    names = {system.key: system.name for system in neighbourhood.nodes}
    yield from _dependencies(neighbourhood.edges, names)
    tied = {end for dependency in neighbourhood.edges for end in (dependency.source, dependency.target)}
    for system in neighbourhood.nodes:
        if system.key not in tied:
            yield _("{system} has no dependency on any system shown", system=system.name)
    if neighbourhood.hidden:
        one, many = NOT_SHOWN
        yield Text((one if neighbourhood.hidden == 1 else many).template, {"count": neighbourhood.hidden})


def _dependencies(edges: Iterable[Dependency], names: dict[str, str]) -> Iterator[Text]:
    for dependency in sorted(edges, key=lambda edge: (names[edge.source], names[edge.target], edge.key)):
        consumer, provider = names[dependency.source], names[dependency.target]
        sentence = Text(DEPENDS[dependency.kind].template, {"consumer": consumer, "provider": provider})
        if dependency.strength is Strength.SOFT:
            sentence = _("{sentence}, but can do without it for a time", sentence=sentence)
        if dependency.api is not None:
            sentence = _("{sentence} ({api})", sentence=sentence, api=str(dependency.api))
        yield sentence
