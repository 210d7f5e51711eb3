"""What the catalogue knows, written briefly in the rules' examples and cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.core.api_vocabulary import Authentication, Backing, Environment, VersionStatus
from registry.core.strategy.lifecycle import Client, Entry, Instance, Version
from registry.core.strategy.rule import Catalogue
from registry.core.text import Text

TODAY = date(2026, 11, 24)
_WORDS = {"authentication": Authentication, "status": VersionStatus, "environment": Environment, "backing": Backing}


def catalogue_of(known: Mapping[str, Any]) -> Catalogue:
    """The catalogue that `known` describes; `own` is the number of the version that is judged, otherwise the first."""
    told = {name: _plain(name, value) for name, value in known.items() if name not in {"entry", "versions", "own"}}
    if "entry" in known:
        entry = {name: _plain(name, value) for name, value in known["entry"].items() if name != "missing"}
        missing = tuple((name, Text(name)) for name in known["entry"].get("missing", ()))
        told["entry"] = Entry("case-status", missing, **entry)
    versions = tuple(_version(version) for version in known.get("versions", ()))
    if versions:
        told |= {"versions": versions, "version": known.get("own", versions[0].number)}
    return Catalogue(**told)


def _version(known: Mapping[str, Any]) -> Version:
    told = {name: _plain(name, value) for name, value in known.items() if name not in {"instances", "clients"}}
    instances = [
        Instance(
            f"{known['number']}-{one['environment']}", url="https://api.example.se", **{k: _plain(k, v) for k, v in one.items()}
        )
        for one in known.get("instances", ())
    ]
    clients = [Client(one["name"], one["name"], **one) for one in known.get("clients", ())]
    return Version(known["number"], **told, instances=tuple(instances), clients=tuple(clients))


def _plain(name: str, value: Any) -> Any:
    if name in _WORDS:
        return next(member for member in _WORDS[name] if member.value == value)
    return frozenset(value) if name == "systems" else tuple(value) if name == "addresses" else value
