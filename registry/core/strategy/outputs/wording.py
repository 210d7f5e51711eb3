"""The words every writer shares, and how a message is put into the reader's language without the web part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from registry.core.strategy.discovery import all_rules
from registry.core.strategy.profile import Profile
from registry.core.strategy.verdict import ClauseResult, Finding, Level, State
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _

WORDS: Mapping[State, Text] = {
    State.PASSED: _("passed"),
    State.FAILED: _("failed"),
    State.WAIVED: _("waived"),
    State.NOT_CHECKABLE: _("not checkable"),
}
ORDER = (State.FAILED, State.WAIVED, State.NOT_CHECKABLE, State.PASSED)
_YES, _NO = _("Yes"), _("No")


def as_written(template: str) -> str:
    """English is what the messages are written in."""
    return template


class Wording(NamedTuple):
    """A reader's language ("sv" or "en") and what puts an English template into it."""

    language: str = "en"
    translate: Callable[[str], str] = as_written

    def say(self, message: Text) -> str:
        """`message` in the reader's language; days as 2026-11-24 in both."""
        return message.render(self.translate, self._shown)

    def pick(self, texts: Mapping[str, str]) -> str:
        """The one of a profile's texts that the reader understands."""
        return texts.get(self.language) or texts["en"]

    def level(self, level: Level) -> str:
        """MUST, SHOULD, MAY, or SKALL, BÖR, KAN."""
        return self.say(level.label)

    def reason(self, result: ClauseResult, profile: Profile) -> str:
        """Why the clause has its state; the profile says in both languages why it can never be checked."""
        told = profile.clause(result.clause).reason
        if told:
            return self.pick(told)
        return self.say(result.reason) if result.reason is not None else ""

    def _shown(self, value: object) -> str:
        if isinstance(value, Term):
            return self.say(value.label)
        if isinstance(value, bool):
            return self.say(_YES if value else _NO)
        return "" if value is None else str(value)


def file_with(source: str, part: str | None) -> str:
    """The path of the file a finding stands in: that of the document, or of the file it was put together from.

    Parts of a folder lie beside the document; those of an archive are named below it.
    """
    if part is None:
        return source
    if source.lower().endswith(".zip"):
        return f"{source}/{part}"
    return part


def located(source: str, finding: Finding) -> str:
    """`file:line`, with `:column` where there is one, as editors and terminals open it; the file alone when no line is known."""
    parts = (file_with(source, finding.file), finding.line, finding.column)
    return ":".join(str(part) for part in parts if part)


def one_line(text: str) -> str:
    """`text` without what moves a terminal's cursor or starts a new line: a document's words are not to be trusted."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def placed(message: Text, count: int) -> Text:
    """`message`, and in how many places it holds when they are several."""
    return _("{message} (in {count} places)", message=message, count=count) if count > 1 else message


def mends_of(result: ClauseResult) -> list[Text]:
    """What to do about a clause's findings, once for each rule; what a person has attested comes from no rule."""
    rules = all_rules()
    return [rules[rule].mend for rule in dict.fromkeys(finding.rule for finding in result.findings) if rule in rules]
