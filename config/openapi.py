"""The OpenAPI document at /api/v1/schema: what each interface declares of itself, put together.

The framework would guess from its own views, and knows nothing of those that are not; so each call
is declared beside the code that answers it, and tests hold the two together.
"""

from typing import Any, Literal

from krisechat.citizen import describing as citizen
from krisechat.foundation import describing
from krisechat.foundation.describing import Call
from krisechat.foundation.refusals import NotFound
from krisechat.twilio import describing as twilio

OpenApi = dict[str, Any]
SCHEMA = Call(
    path="/api/v1/schema",
    method="get",
    name="schema",
    does="This document, as YAML or (asked for with Accept or `format=json`) as JSON.",
    query={"format": Literal["yaml", "json"]},
    answers={200: OpenApi},
    answered_as="application/vnd.oai.openapi",
    refuses=(NotFound,),
)
CALLS = (*citizen.CALLS, *twilio.CALLS, SCHEMA)


def guess_nothing(endpoints: list[Any]) -> list[Any]:
    """The generator's hook before it looks at views: there are none to guess from."""
    return []


def declared(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """The generator's hook after it: the document with everything that is declared."""
    return {
        **result,
        "paths": describing.paths(CALLS, bodies=citizen.BODIES),
        "components": {
            "schemas": describing.components(CALLS, bodies=citizen.BODIES),
            "securitySchemes": {**citizen.SECURITY, **twilio.SECURITY},
        },
    }
