"""References as people write them: a key, a unique name, or the picker's “Name [KEY]”, resolved for many rows at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.text import text as _
from registry.db.base import Record, tables
from registry.kit.resource import Field
from registry.kit.values import ValueWrong

PICKED = re.compile(r"\[([^\]\s]+)\]\s*$")
BATCH = 400


def picked(title: str, key: str) -> str:
    """What the picker writes into a reference field."""
    return f"{title} [{key}]"


def written_key(text: str) -> str:
    """The key in what somebody wrote: the bracketed one, or the text itself."""
    found = PICKED.search(text)
    return found.group(1) if found else text.strip()


class References:
    """Resolves references of one import or request, each table asked once per batch."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._keys: dict[tuple[str, str], int | None] = {}
        self._names: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def prefetch(self, target: str, texts: Iterable[str]) -> None:
        """Look up all of `texts` in `target` with as few queries as possible."""
        wanted = {written_key(text) for text in texts if text and text.strip()}
        missing = sorted(text for text in wanted if (target, text) not in self._keys)
        model = tables()[target]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found = {key: number for number, key in self.session.execute(select(model.id, model.key).where(model.key.in_(batch)))}
            for text in batch:
                self._keys[target, text] = found.get(text)
            self._prefetch_names(model, target, [text for text in batch if text not in found])

    def _prefetch_names(self, model: type[Record], target: str, names: list[str]) -> None:
        column = model.__table__.columns.get(model.TITLE)
        if column is None or not names:
            return
        folded = {name.lower() for name in names}
        rows = self.session.execute(select(model.id, model.key, column).where(func.lower(column).in_(folded)).limit(BATCH * 5))
        for number, key, name in rows:
            self._names.setdefault((target, name.lower()), []).append((number, key))

    def resolve(self, field: Field, text: str) -> int:
        """The id of the record that `text` names. Raises ValueWrong when there is none or more than one."""
        assert field.target is not None
        wanted = written_key(text)
        self.prefetch(field.target, [wanted])
        number = self._keys.get((field.target, wanted))
        if number is not None:
            return number
        named = self._names.get((field.target, wanted.lower()), [])
        if len(named) == 1:
            return named[0][0]
        if named:
            keys = ", ".join(sorted(key for _number, key in named)[:5])
            raise ValueWrong(_("Several are called “{name}”; write the key of one of them: {keys}.", name=wanted, keys=keys))
        raise ValueWrong(_("Nothing in {label} has the key or name “{value}”.", label=field.label, value=wanted))
