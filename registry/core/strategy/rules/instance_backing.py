"""What stands behind an instance is what the strategy says."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Backing, Environment
from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, one_of, rule
from registry.core.text import text as _


@rule(
    "instance-backing",
    mend=_("Connect the instance as the strategy says, or correct what its record tells"),
    whole=False,
    takes={"environment": one_of(*(one.value for one in Environment)), "backing": one_of(*(one.value for one in Backing))},
)
def instance_backing(_document: Document, context: Context) -> Iterator[Fault]:
    """A sandbox that calls real systems, or a test instance that calls production, does harm the caller cannot see.

    `environment` names the instance, `backing` what must give its answers: static, test or production.

    Bad:

        catalogue: {versions: [{number: "1.0", instances: [{environment: sandbox, backing: test}]}]}

    Good:

        catalogue: {versions: [{number: "1.0", instances: [{environment: sandbox, backing: static}]}]}
    """
    environment = next(one for one in Environment if one.value == context.parameters.get("environment", "sandbox"))
    wanted = next(one for one in Backing if one.value == context.parameters.get("backing", "static"))
    instance = context.catalogue.own_version.instance(environment)
    if instance is None:
        raise NotCheckable(_("There is no instance: {environment}", environment=environment.label))
    if instance.backing is None:
        raise NotCheckable(_("Fill in where the answers of {url} come from", url=instance.url))
    if instance.backing is not wanted:
        message = _(
            "The answers of {url} come from: {found}; wanted: {wanted}",
            url=instance.url,
            found=instance.backing.label,
            wanted=wanted.label,
        )
        yield Fault("", message, f"api_environment/{instance.key}")
