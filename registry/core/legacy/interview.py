"""What a system's owner is asked, in plain words, with what each answer from 1 to 5 stands for. 5 is always the good end."""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.text import Text
from registry.core.text import text as _


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is the answer's column in an assessment; its note is the column `name`_note. `anchors` stand for 1 to 5."""

    name: str
    words: Text
    anchors: tuple[Text, Text, Text, Text, Text]
    proof: Text

    @property
    def note(self) -> str:
        return f"{self.name}_note"


QUESTIONS = (
    Question(
        "business_fit",
        _("Does the system do what the work needs today?"),
        (
            _("The work is done in spite of the system"),
            _("Much is done beside it, in spreadsheets or on paper"),
            _("The essential works, with workarounds every week"),
            _("It works well, little is missing"),
            _("It fits the work, also as it is meant to become"),
        ),
        _("For example: what people do beside the system, and how often."),
    ),
    Question(
        "can_be_developed",
        _("When you need something changed in it, does that happen?"),
        (
            _("It cannot be changed at all"),
            _("Only faults are mended, nothing new"),
            _("Yes, but it takes a year or more, or costs more than it is worth"),
            _("Yes, within some months"),
            _("Yes, often and without trouble"),
        ),
        _("For example: the last change you asked for, and when it came."),
    ),
    Question(
        "can_be_secured",
        _("Can its security be kept at the level you want?"),
        (
            _("There are known holes that cannot be closed"),
            _("Security updates come late or not at all"),
            _("Mostly, but something important is missing, such as logs or strong sign-in"),
            _("Yes, with some manual work"),
            _("Yes, updates come by themselves and are followed up"),
        ),
        _("For example: the last security review, and what it found."),
    ),
    Question(
        "competence",
        _("Are there people who know the system well enough to change and restore it?"),
        (
            _("Nobody is left"),
            _("One person, who may leave"),
            _("One person with us, or only the supplier"),
            _("A few people, and others could be hired"),
            _("Several people with us and outside"),
        ),
        _("For example: how many they are, and who stands in for them."),
    ),
    Question(
        "documented",
        _("Could somebody new take it over from what is written down?"),
        (
            _("Nothing is written down"),
            _("There is something, but it is out of date"),
            _("How it is used is written down, not how it is run"),
            _("Most is written down and kept up"),
            _("All that is needed, and somebody has tried it"),
        ),
        _("For example: where it is, and when it was last changed."),
    ),
    Question(
        "supplier_support",
        _("Does the supplier mend faults in the version you use?"),
        (
            _("No, support has ended"),
            _("Only for extra money, or only the worst faults"),
            _("Yes, but we have been told that it will end"),
            _("Yes, and no end is announced"),
            _("Yes, and it is promised for at least two years more"),
        ),
        _("For example: the day support ends, and where the supplier said so. Systems of your own making: who mends them."),
    ),
    Question(
        "supplier_relation",
        _("How does it work together with the supplier?"),
        (
            _("Not at all: dispute, or no answers"),
            _("Badly: much is refused or delayed"),
            _("It works, but we must push"),
            _("Well"),
            _("Very well: they take part in what we want to become"),
        ),
        _("For example: what you asked for last, and what the answer was."),
    ),
)
