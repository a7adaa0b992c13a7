"""How the helpline stands now, as pages and API show it, and what it takes to come in."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from krisechat.citizen import answering, asking
from krisechat.foundation.call_words import hours_in_words
from krisechat.foundation.refusals import Closed
from krisechat.models import Helpline
from krisechat.operations.opening import REPEATABLE, Opening
from krisechat.queries import conversations, helplines
from routing.queries import calling, queue
from routing.queries import opening as opening_hours
from routing.queries.calling import Line
from volunteers.queries import organisations


def numbers(*, at: datetime, topic: str = "") -> list[Line]:
    """The numbers to call, 112 first; only verified ones outside the demo (P65). Those for the
    citizen's chosen `topic` come early."""
    return calling.listed(
        at=at, include_unverified=settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS, topic=topic
    )


def numbers_by_subject(*, at: datetime, topic: str = "") -> list[tuple[str, list[Line]]]:
    """The same under their headings."""
    return calling.by_subject(
        at=at, include_unverified=settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS, topic=topic
    )


def alternatives(*, at: datetime) -> list[answering.Alternative]:
    """The same numbers as the API lists them, in Danish."""
    with translation.override("da"):
        return [
            {
                "name": each.number.owner,
                "phone": each.number.tel,
                "url": each.number.url,
                "hours": hours_in_words(each.number.hours),
                "open_now": each.now.open,
                "topics": list(each.number.topics),
            }
            for each in numbers(at=at)
        ]


def status(*, at: datetime) -> answering.Status:
    """`GET /api/v1/status`."""
    helpline = helplines.only()
    now = opening_hours.status_of(helpline, at=at)
    return {
        "open": now.open,
        "opens_at": now.opens_at,
        "closes_at": now.closes_at,
        "estimated_wait_seconds": queue.newcomers_wait(at=at) if now.open else None,
        "sms_number": helpline.sms_number,
        "languages": helpline.languages,
        "topics": helpline.topics,
        "organisations": [
            {"slug": each["slug"], "name": each["name"]} for each in organisations.answering()
        ],
        "alternatives": alternatives(at=at),
    }


def opening(data: dict[str, Any], *, at: datetime) -> Opening:
    """The opening a request asks for. Raises BadValue, TooLong, or Closed outside the hours;
    whoever repeats what was let in before we closed is let in again."""
    helpline = helplines.only()
    known = {each["slug"] for each in organisations.answering()}
    asked = asking.opening(data, helpline=helpline, organisations=known)
    if not conversations.began(asked.client_id, since=at - REPEATABLE):
        _refuse_when_closed(helpline, at=at)
    return asked


def _refuse_when_closed(helpline: Helpline, *, at: datetime) -> None:
    now = opening_hours.status_of(helpline, at=at)
    if not now.open:
        raise Closed("Nobody is here now.", opens_at=now.opens_at, alternatives=alternatives(at=at))
