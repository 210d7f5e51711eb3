"""A Swedish reader never meets English: every message has a translation with the same values in it."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import registry

PACKAGE = Path(registry.__path__[0])
SWEDISH = PACKAGE / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
CONFIGURATION = PACKAGE / "translations" / "babel.cfg"


@pytest.fixture(scope="module")
def catalogue():
    return read_po(BytesIO(SWEDISH.read_bytes()), locale="sv")


@pytest.fixture(scope="module")
def messages():
    with CONFIGURATION.open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(PACKAGE, methods, options_map=options, keywords={"_": None, "ngettext": (1, 2)})
    singular = (message if isinstance(message, str) else message[0] for _file, _line, message, _comments, _context in found)
    return {message for message in singular if message}


def written(path):
    """The messages marked in a Python file, also where they stand inside one another."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Call(func=ast.Name(id="_" | "ngettext"), args=[ast.Constant(value=text), *_others]):
                yield text


def test_every_message_in_the_code_is_found_by_the_extractor(messages):
    marked = {(path.relative_to(PACKAGE).as_posix(), text) for path in PACKAGE.rglob("*.py") for text in written(path)}
    assert sorted(f"{path}: {text}" for path, text in marked if text not in messages) == []


def texts(value):
    return [value] if isinstance(value, str) else list(value)


def test_every_message_has_a_swedish_translation(catalogue, messages):
    missing = sorted(message for message in messages if message not in catalogue or not all(texts(catalogue[message].string)))
    assert missing == []


def test_no_translation_is_a_guess_or_left_over(catalogue, messages):
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert sorted(texts(message.id)[0] for message in catalogue if message.id and texts(message.id)[0] not in messages) == []


def test_translations_hold_the_same_values(catalogue):
    def places(value):
        return {place for text in texts(value) for place in PLACE.findall(text)}

    assert [message.id for message in catalogue if message.id and places(message.id) != places(message.string)] == []
