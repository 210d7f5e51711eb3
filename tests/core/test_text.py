"""Messages keep their values until they are shown, and survive travel between processes."""

import pickle
from datetime import date

from registry.core.text import text


def test_a_message_is_english_by_itself_and_any_language_when_asked():
    message = text("{name} ends {day}", name=text("the contract"), day=date(2027, 3, 31))
    assert str(message) == "the contract ends 2027-03-31"
    swedish = {"{name} ends {day}": "{name} upphör {day}", "the contract": "avtalet"}
    assert message.render(swedish.__getitem__, lambda value: f"<{value}>") == "avtalet upphör <2027-03-31>"


def test_a_message_without_values_may_hold_braces():
    assert str(text("Only {these} are allowed")) == "Only {these} are allowed"


def test_a_message_can_be_pickled_and_equals_itself():
    message = text("{count} left", count=3)
    assert pickle.loads(pickle.dumps(message)) == message
    assert hash(pickle.loads(pickle.dumps(message))) == hash(message)
