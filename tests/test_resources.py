"""One contract that every noun keeps."""

import pytest

from registry.core.text import Text
from registry.db.base import tables
from registry.kit.access import Role
from registry.resources import RESOURCES

ALL = list(RESOURCES)
NAMES = [resource.name for resource in ALL]


def test_every_record_table_is_a_noun():
    assert sorted(NAMES) == sorted(tables())


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_every_field_is_in_the_form_once_and_every_name_is_a_field(resource):
    in_form = [name for section in resource.form for name in section.names]
    assert sorted(in_form) == sorted(resource.fields)
    for name in (*resource.columns, *resource.filters, *resource.natural_key):
        assert name in resource.fields, name


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_every_label_is_translatable_and_ends_without_a_colon(resource):
    for field in resource.fields.values():
        assert isinstance(field.label, Text)
        assert not str(field.label).endswith(":")


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_every_related_list_names_a_noun_and_a_reference_to_this_one(resource):
    for related in resource.related:
        assert RESOURCES[related.noun].fields[related.through].target == resource.name


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_every_reference_on_a_record_has_its_relationship(resource):
    for field in resource.fields.values():
        if field.target is not None:
            assert hasattr(resource.model, field.name), field.name


def test_paths_and_key_prefixes_are_unique():
    assert len({resource.path for resource in ALL}) == len(ALL)
    assert len({resource.model.KEY_PREFIX for resource in ALL}) == len(ALL)


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_readers_never_write(resource):
    assert Role.READER not in resource.policy.write | resource.policy.delete


@pytest.mark.parametrize("resource", ALL, ids=NAMES)
def test_every_page_of_an_empty_noun_opens(client_as, resource):
    client = client_as(Role.ADMINISTRATOR)
    for page in ("", "new", "import", "export.csv", "export.xlsx"):
        assert client.get(f"/{resource.path}/{page}").status_code == 200, page
    assert client.get(f"/api/v1/{resource.path}/").json == {"count": 0, "items": [], "next": None, "previous": None}
