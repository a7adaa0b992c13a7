"""Calls over HTTP as an OpenAPI 3.1 document tells of them, from declared types and refusals.

https://spec.openapis.org/oas/v3.1.1.html
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

import msgspec

from krisechat.foundation.refusals import Malformed, Refusal, TooLong, Unavailable

JSON = "application/json"
ANYWHERE: tuple[type[Refusal], ...] = (Malformed, TooLong, Unavailable)
_REF = "#/components/schemas/{name}"
_COMES_BACK = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class Refused(TypedDict):
    """Every no: its code, a sentence, the field it is about, the seconds to wait."""

    code: str
    detail: str
    field: NotRequired[str]
    retry_after: NotRequired[float]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One method of one address. `answers` are the types of its good answers by status, None for
    an empty one; `asks` is the type of its body; `lets_in` the security schemes, one of which is
    enough; `refuses` what it says no with, besides what any call may."""

    path: str
    method: str
    name: str
    does: str
    answers: Mapping[int, Any]
    refuses: Sequence[type[Refusal]] = ()
    asks: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    lets_in: Sequence[Sequence[str]] = ()
    asked_as: str = JSON
    answered_as: str = JSON


def paths(calls: Iterable[Call], *, bodies: Mapping[type[Refusal], Any]) -> dict[str, Any]:
    """The calls by address and method; `bodies` are the types of refusals that say more."""
    found: dict[str, Any] = {}
    for call in calls:
        found.setdefault(call.path, {})[call.method] = _operation(call, bodies)
    return found


def components(calls: Iterable[Call], *, bodies: Mapping[type[Refusal], Any]) -> dict[str, Any]:
    """The schemas of all types that the calls name."""
    kinds = [Refused, *bodies.values(), *(kind for call in calls for kind in _kinds(call))]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=_REF)
    return schemas


def _kinds(call: Call) -> Iterator[Any]:
    yield from (kind for kind in (call.asks, *call.answers.values()) if kind is not None)


def _schema(kind: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_REF)
    return schema


def _operation(call: Call, bodies: Mapping[type[Refusal], Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.does,
        "responses": {**_answers(call), **_refusals(call, bodies)},
        "security": [{name: [] for name in names} for names in call.lets_in],
    }
    if call.query:
        operation["parameters"] = [
            {"name": name, "in": "query", "schema": _schema(kind)}
            for name, kind in call.query.items()
        ]
    if call.asks is not None:
        content = {call.asked_as: {"schema": _schema(call.asks)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _answers(call: Call) -> dict[str, Any]:
    return {
        str(status): {
            "description": HTTPStatus(status).phrase,
            **({"content": {call.answered_as: {"schema": _schema(kind)}}} if kind else {}),
        }
        for status, kind in call.answers.items()
    }


def _refusals(call: Call, bodies: Mapping[type[Refusal], Any]) -> dict[str, Any]:
    by_status: dict[int, list[type[Refusal]]] = {}
    for kind in (*ANYWHERE, *call.refuses):
        by_status.setdefault(kind.status, []).append(kind)
    if call.asks is not None:
        by_status[HTTPStatus.UNSUPPORTED_MEDIA_TYPE] = [Malformed]
    return {str(status): _refusal(status, by_status[status], bodies) for status in by_status}


def _refusal(
    status: int, kinds: Sequence[type[Refusal]], bodies: Mapping[type[Refusal], Any]
) -> dict[str, Any]:
    by_body: dict[Any, list[str]] = {}
    for kind in kinds:
        by_body.setdefault(bodies.get(kind, Refused), []).append(kind.code)
    schemas = [_refused(status, body, codes) for body, codes in by_body.items()]
    response: dict[str, Any] = {
        "description": ", ".join(f"`{kind.code}`" for kind in kinds),
        "content": {JSON: {"schema": {"anyOf": schemas} if len(schemas) > 1 else schemas[0]}},
    }
    if status in _COMES_BACK:
        seconds = {"description": "`retry_after` in whole seconds.", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": seconds}
    return response


def _refused(status: int, body: Any, codes: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"properties": {"code": {"enum": codes}}}
    if status in _COMES_BACK:
        schema["required"] = ["retry_after"]
    return {"allOf": [_schema(body), schema]}
