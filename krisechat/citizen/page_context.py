"""What the citizen's templates are given; each template says at its head what it uses."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from krisechat.citizen import bearing, call_list, speaking, standing
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.queries import conversations, feelings, helplines, transcripts
from krisechat.queries.conversations import Snapshot
from krisechat.realtime import frames_out
from krisechat.states.conversation import Author, ConversationState, Texting
from routing.queries import citizens_handover, opening, queue

SOON = timedelta(hours=1)  # who waits is told then that we close
TRANSCRIPT_MAX = 500  # messages shown at once without a script


def of(request: HttpRequest) -> dict[str, Any]:
    """What every page gets."""
    at = clock.now()
    helpline = helplines.only()
    spoken = speaking.context(request, helpline)
    now = opening.status_of(helpline, at=at)
    here = _conversation_here(request)
    return {
        "brand": helpline.name,
        "demo": settings.KRISECHAT_DEMO,
        **spoken,
        "numbers": call_list.rows(standing.numbers(at=at, topic=here.topic if here else ""), at=at),
        "open": now.open,
        "opens_at": now.opens_at,
        "closes_at": now.closes_at,
        "closes_soon": now.closes_at is not None and now.closes_at - at <= SOON,
        "wait": _range(queue.newcomers_wait(at=at)) if now.open else None,
        "sms_number": helpline.sms_number,
        "sms_display": _in_pairs(helpline.sms_number),
        "new_client_id": str(new_id()),
        "has_conversation": here is not None and here.state != ConversationState.ENDED,
        "can_return": True,
    }


def _in_pairs(number: str) -> str:
    """A Danish number as it is written here, 12 34 56 78; any other as it is."""
    digits = number.removeprefix("+45")
    if digits == number or len(digits) != 8:
        return number
    return " ".join(digits[place : place + 2] for place in range(0, 8, 2))


def _conversation_here(request: HttpRequest) -> Snapshot | None:
    """The conversation this device holds, over or not."""
    holder = bearing.visitor(request)
    return conversations.snapshot(holder.conversation) if holder else None


def numbers(request: HttpRequest) -> dict[str, Any]:
    """What the page of all numbers gets besides: them by subject, the person's own first."""
    at = clock.now()
    here = _conversation_here(request)
    groups = standing.numbers_by_subject(at=at, topic=here.topic if here else "")
    found = [
        {
            "name": name,
            "heading": call_list.heading(name),
            "numbers": call_list.rows(lines, at=at),
        }
        for name, lines in groups
    ]
    return {
        "groups": found,
        "seen_at": at
        if any(line.now.open is not None for _, lines in groups for line in lines)
        else None,
    }


def _range(seconds: int | None) -> dict[str, int] | None:
    """A wait is a range in minutes, never a promise to the minute."""
    if seconds is None:
        return None
    minutes = max(round(seconds / 60), 1)
    return {"low": minutes, "high": minutes + max(minutes // 2, 1)}


def talk(request: HttpRequest) -> dict[str, Any]:
    """What the conversation's page gets besides; empty when this device holds none."""
    holder = bearing.visitor(request)
    if holder is None:
        return {}
    snapshot = conversations.snapshot(holder.conversation)
    felt_before, felt_after = feelings.told(snapshot.id)
    return {
        "conversation": _conversation(snapshot),
        "form_token": bearing.form_token_of(bearing.device(request)),
        "feedback_given": conversations.feedback_of(snapshot.id),
        "feedback_helped": conversations.helped(snapshot.id),
        "felt_before": felt_before,
        "felt_after": felt_after,
        "erase_on": conversations.backups_dead_at(snapshot.id),
    }


def whole(conversation: UUID) -> list[dict[str, Any]]:
    """Every message of it, for the citizen's own copy."""
    messages: list[dict[str, Any]] = []
    while more := transcripts.after(
        conversation, messages[-1]["seq"] if messages else 0, limit=TRANSCRIPT_MAX
    ):
        messages += [_message(each, read=0) for each in more]
    return messages


def _conversation(snapshot: Snapshot) -> dict[str, Any]:
    place = queue.line().place_of(snapshot.id)
    gone = queue.given_back_by(snapshot.id)
    volunteer = snapshot.volunteer() if snapshot.state == ConversationState.ACTIVE else None
    shown = transcripts.after(
        snapshot.id, max(snapshot.last_seq - TRANSCRIPT_MAX, 0), limit=TRANSCRIPT_MAX
    )
    return {
        "state": snapshot.state,
        "ahead": place.position - 1 if place else None,
        "wait": _range(place.estimated_wait_seconds) if place else None,
        "called_in": place is not None and place.called_in,
        "volunteer_alias": volunteer.alias if volunteer else _alias(snapshot.id, gone),
        "last_seq": snapshot.last_seq,
        "messages": [_message(each, read=snapshot.read) for each in shown],
        "return_code": None,
        "given_back": gone is not None,
        "texts": snapshot.texting != Texting.NONE,
        "via": snapshot.via,
        "passing": citizens_handover.stage_of(snapshot.id),
    }


def _alias(conversation: UUID, account: UUID | None) -> str | None:
    if account is None:
        return None
    return conversations.alias_of(conversation=conversation, account=account)


def _message(each: frames_out.Message, *, read: int) -> dict[str, Any]:
    return {
        "seq": each.seq,
        "author": each.author,
        "alias": each.alias,
        "body": each.body,
        "sent_at": each.sent_at,
        "read": each.seq <= read,
        "mine": each.author == Author.CITIZEN,
        "client_id": each.client_id or "",
    }
