"""A list of integrations, one row for each service a consumer holds a contract of or calls in its code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from registry.core.api_vocabulary import VersionStatus
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind
from registry.governance.estate import Estate, EstateApi, EstateSystem, EstateVersion, key_of
from registry.governance.products import Products
from registry.governance.slugs import slug
from registry.kit.spreadsheets import Table

COLUMNS = ("consumer_repo", "provider_title", "kind")
KINDS = {"spec": DependencyKind.API, "wsdl": DependencyKind.WEB_SERVICE, "code": DependencyKind.API}
INFRASTRUCTURE = "infrastructure"
_FILES = frozenset({"sftp", "ftp", "samba", "smb", "storage", "filehandler"})


def read_integrations(table: Table, name: str, estate: Estate, products: Products) -> None:
    """Add consumers, providers and what lies between them to `estate`; problems name file, row and column.

    A provider whose repository is named is one of the municipality's own services; any other is a product or another party's
    service, known by title.
    """
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        found = ", ".join(table.columns)
        estate.problems.append(
            str(_("{file}: the column “{column}” is missing; found are {found}", file=name, column=missing[0], found=found))
        )
        return
    for row in table.rows:
        problem = _read_row(row.values, estate, products)
        if problem is not None:
            column, message = problem
            estate.problems.append(
                str(_("{file}, row {row}, column {column}: {message}", file=name, row=row.number, column=column, message=message))
            )


def _read_row(values: Mapping[str, str], estate: Estate, products: Products) -> tuple[str, str] | None:
    consumer, kind = values["consumer_repo"].strip(), values["kind"].strip().lower()
    if not consumer:
        return "consumer_repo", str(_("the consumer is not named"))
    if kind not in KINDS:
        return "kind", str(_("“{kind}” is not one of {accepted}", kind=kind, accepted=", ".join(KINDS)))
    if not (values["provider_title"].strip() or values.get("provider_spec_file", "").strip()):
        return "provider_title", str(_("the provider is not named"))
    source = estate.service(consumer)
    file, copied = values.get("provider_spec_file", "").strip(), values.get("provider_version", "").strip()
    evidence = " ".join(part for part in (file or values["provider_title"].strip(), copied) if part)[:200]
    repository = values.get("provider_repo_guess", "").strip()
    if repository:
        api = estate.api_of(repository, values["provider_title"])
        own = values.get("provider_own_version_in_corpus", "").strip()
        estate.use(source.key, api.system, KINDS[kind], evidence, _version(estate, api, own, copied))
        return None
    product = products.used(key_of(consumer), values["provider_title"], file, kind)
    target = estate.systems.setdefault(product.system.key, product.system) if product else _outside(estate, values, file)
    interface = product.kind if product and kind == "code" else None
    estate.use(source.key, target.key, interface or _kind(values, kind), evidence)
    return None


def _version(estate: Estate, api: EstateApi, own: str, copied: str) -> tuple[str, str] | None:
    """The version used: the provider's documented one, else its own as the list tells, else the consumer's copy's."""
    documented = [place for place, version in estate.versions.items() if version.api == api.key and version.data is not None]
    if documented:
        active = [place for place in documented if estate.versions[place].status is VersionStatus.ACTIVE]
        return (active or documented)[0]
    number = own or (copied if re.match(r"v?\d", copied) else "")
    if not number:
        return None
    place = (api.key, number[:60])
    status = VersionStatus.ACTIVE if own else None
    estate.versions.setdefault(place, EstateVersion(*place, status=status))
    return place


def _kind(values: Mapping[str, str], kind: str) -> DependencyKind:
    if values.get("provider_type", "").strip() == INFRASTRUCTURE:
        files = values["provider_title"].strip().lower() in _FILES
        return DependencyKind.FILE_TRANSFER if files else DependencyKind.OTHER
    if kind == "code" and "soap" in values.get("note", "").lower():
        return DependencyKind.WEB_SERVICE
    return KINDS[kind]


def _outside(estate: Estate, values: Mapping[str, str], file: str) -> EstateSystem:
    """The system behind a provider known only by title; titles that differ in the word API are one."""
    name = _called(values["provider_title"].strip(), file)
    key = key_of(slug(name) or name)
    return estate.systems.setdefault(key, EstateSystem(key, name[:200]))


def _called(title: str, file: str) -> str:
    """The provider's name: a title that is a namespace says less than its end."""
    if "://" not in title:
        return title or PurePosixPath(file).stem
    address = urlsplit(title)
    host = (address.hostname or "").removeprefix("www.")
    return f"{host} {address.path.rstrip('/').rsplit('/', 1)[-1]}".strip()
