"""A handover as the console's panel is given it; docs/console-api.md describes each field."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec

from krisechat.foundation.clock import rfc3339
from krisechat.states.conversation import Risk
from routing.privacy.handover_content import FIELDS
from routing.queries import delivery, municipalities
from routing.queries.handovers import Opened, Step, Word
from routing.queries.municipalities import Place
from routing.rules import handover_due
from routing.rules.concern_form import PROBLEMS
from routing.states.handover import HandoverKind, HandoverState

CHOICES: dict[str, Any] = {
    "kinds": [str(each) for each in HandoverKind],
    "fields": {kind: sorted(fields - {"shape"}) for kind, fields in FIELDS.items()},
    "problems": list(PROBLEMS),
    "risks": [str(each) for each in Risk],
}


def of(opened: Opened, *, postal_code: str = "", at: datetime) -> dict[str, Any]:
    """The handover; `candidates` are what its postcode (or the one just given) may mean."""
    row = opened.row
    known = postal_code or (row.content.postal_code if row.content else "")
    arrives_at = row.deliver_at or _arrival(row.municipality_code, row.state, at=at)
    return {
        "id": str(row.id),
        "kind": row.kind,
        "state": row.state,
        "version": row.version,
        "shown_version": opened.shown_version,
        "approved_version": opened.approved_version,
        "editable": row.state in (HandoverState.DRAFT, HandoverState.APPROVED),
        "content": _content(row.content),
        "municipality": _place(row.municipality_code, row.municipality),
        "candidates": places(municipalities.of_postcode(known) if known else []),
        "read_there": opened.read_there,
        "missing": opened.missing,
        "arrives_at": _moment(arrives_at),
        "long_gap": arrives_at is not None
        and handover_due.is_long_gap(at=at, delivered=arrives_at),
        "delivered_at": _moment(row.delivered_at),
        "deadline_at": _moment(row.deadline_at),
        "late": row.climbed_at is not None,
        "contact_person": row.contact_person.name if row.contact_person else None,
        "contacted_at": _moment(row.contacted_at),
        "history": [_step(each) for each in opened.history],
        "words": [_word(each) for each in opened.words],
    }


def places(found: Sequence[Place]) -> list[dict[str, str]]:
    return [asdict(each) for each in found]


def _arrival(code: str, state: str, *, at: datetime) -> datetime | None:
    if state != HandoverState.DRAFT or not code:
        return None
    return delivery.delivery_at(code=code, at=at)


def _content(content: Any) -> dict[str, Any] | None:
    """Every field with a value, also where nothing was written yet."""
    if content is None:
        return None
    return {
        field: _whole(getattr(content, field))
        for field in content.__struct_fields__
        if field != "shape"
    }


def _whole(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {field: _whole(getattr(value, field)) for field in value.__struct_fields__}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return value


def _place(code: str, name: str) -> dict[str, str] | None:
    return {"code": code, "name": name} if code else None


def _moment(at: datetime | None) -> str | None:
    return rfc3339(at) if at is not None else None


def _step(each: Step) -> dict[str, Any]:
    return {"step": each.step, "by": each.by, "at": rfc3339(each.at), "detail": each.detail}


def _word(each: Word) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "side": each.side,
        "by": each.by,
        "body": each.body,
        "at": rfc3339(each.at),
    }
