"""The API is offered in every instance the strategy names."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Environment
from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, rule, some_of
from registry.core.text import text as _


@rule(
    "three-instances",
    mend=_("Set up the instance, and register its address on the version's page"),
    whole=False,
    takes={"environments": some_of(*(environment.value for environment in Environment))},
)
def three_instances(_document: Document, context: Context) -> Iterator[Fault]:
    """A sandbox to try in, a test instance to integrate with, and production: without them callers test in production.

    `environments` lists the instances: sandbox, test, production.

    Bad:

        catalogue: {versions: [{number: "1.0", instances: [{environment: production}]}]}

    Good:

        catalogue:
          versions: [{number: "1.0", instances: [{environment: sandbox}, {environment: test}, {environment: production}]}]
    """
    version = context.catalogue.own_version
    wanted = context.words("environments", tuple(environment.value for environment in Environment))
    for environment in Environment:
        if environment.value in wanted and version.instance(environment) is None:
            yield Fault("", _("There is no instance: {environment}", environment=environment.label), version.record)
