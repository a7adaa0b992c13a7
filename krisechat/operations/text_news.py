"""What the provider tells about a text of ours on its way: it only ever moves it forward.

News come doubled, in any order, and sometimes before the call that sent the text has returned. So
each is a receipt first; one about a text nobody knows yet is looked at again for some minutes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from krisechat.models import InboundReceipt, Outbound, Participant
from krisechat.operations import conversations, outbound_steps, positions, receipts, texting
from krisechat.operations.receipts import Later, Payload
from krisechat.outbound import payloads
from krisechat.queries import texts
from krisechat.realtime.hints import Position
from krisechat.states.conversation import Author
from krisechat.states.outbound import PROGRESS, UNDECIDED, OutboundState

KNOWN_WITHIN = timedelta(minutes=5)
AGAIN_SECONDS = 5.0


def handle_due(*, at: datetime) -> int:
    """Handles every piece of news that was stored and not handled yet; returns how many."""
    return receipts.handle_due(_handle, kind="status", at=at)


def _handle(row: InboundReceipt, payload: Payload, at: datetime) -> str | Later:
    state = payloads.PROGRESS_OF.get(payload.get("MessageStatus", ""))
    if state is None:
        return "no_such_state"
    sid = payload.get("MessageSid", "")
    text = _text(sid, payload.get("o", ""), at=at)
    if text is None:
        if at - row.received_at < KNOWN_WITHIN:
            return Later(AGAIN_SECONDS)
        return "unknown_text"
    if state == OutboundState.FAILED and payload.get("ErrorCode") == payloads.STOPPED_THERE:
        texting.stopped_there(text=text, at=at)
    return "moved" if _advanced(text, state, payload=payload, at=at) else "kept"


def _text(sid: str, outbound: str, *, at: datetime) -> Outbound | None:
    """The text with this id; or the one this address was made for, whose id is news."""
    known = Outbound.objects.filter(provider_id=sid).first()
    if known is not None:
        return known
    ours = _id(outbound)
    row = Outbound.objects.filter(id=ours, state__in=UNDECIDED).first() if ours else None
    if row is None or row.tried_at is None or not _accepted(row, sid, at=at):
        return None
    return Outbound.objects.filter(provider_id=sid).first()


def _accepted(row: Outbound, sid: str, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return outbound_steps.accept(row, provider_id=sid, at=at)
    except IntegrityError:  # whoever sent it has just written the same
        return False


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _advanced(text: Outbound, state: OutboundState, *, payload: Payload, at: datetime) -> bool:
    """Moves the text on if that is further; False, and nothing is changed, when it is not."""
    before = PROGRESS[: PROGRESS.index(state)]
    if text.seq is not None and text.conversation_id is not None:
        if text.state not in before:
            return False
        if texts.shown_as(text, text.state) != texts.shown_as(text, state):
            conversations.touch(text.conversation_id)
    moved = Outbound.objects.filter(id=text.id, state__in=before).update(
        state=state,
        error_code=_code(payload) if state == OutboundState.FAILED else "",
        ended_at=at if state in (OutboundState.DELIVERED, OutboundState.FAILED) else None,
    )
    if moved and state == OutboundState.DELIVERED:
        _received(text)
    return moved == 1


def _code(payload: Payload) -> str:
    code = payload.get("ErrorCode", "")
    return code if code.isascii() and code.isdigit() and len(code) <= 8 else "failed"


def _received(text: Outbound) -> None:
    """Whoever has a message on their phone has received it."""
    conversation, seq = text.conversation_id, text.seq
    if text.template not in ("words", "words_when_gone") or conversation is None or seq is None:
        return
    citizen = Participant.objects.get(conversation_id=conversation, author=Author.CITIZEN)
    positions.record([Position(conversation, citizen.pk, delivered=seq)])
