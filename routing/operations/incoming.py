"""What becomes of a text message that came in: words in a conversation, an answer to a question of
ours, or a request to be left alone. Each in the transaction that marks its receipt as handled.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from krisechat.foundation.directory import ALWAYS_SHOWN
from krisechat.foundation.refusals import Refusal
from krisechat.models import Conversation, InboundReceipt
from krisechat.operations import feedback, messages, outbox, receipts, texting
from krisechat.operations import opening as openings
from krisechat.operations.opening import Opening
from krisechat.operations.receipts import Later, Payload
from krisechat.outbound import parts, payloads, wording
from krisechat.privacy import masking, pseudonyms
from krisechat.queries import conversations, helplines, texted
from krisechat.realtime.buckets import Buckets
from krisechat.realtime.decoding import BODY_MAX
from krisechat.states.conversation import Author, Texting, Via
from routing.operations import queueing
from routing.queries import calling
from routing.queries import opening as opening_hours
from routing.rules import texted as rules

DENMARK = ZoneInfo("Europe/Copenhagen")
NUMBERS_NAMED = 2

# Nothing is refused: whoever writes faster than this is read a little later.
pace = Buckets(per_second=1, burst=20)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Came:
    """One text on its way to where it belongs. `id` is the provider's."""

    id: str
    phone: str
    digest: bytes
    words: str
    media: int
    at: datetime

    def client_id(self, part: int = 1) -> UUID:
        """The same for the same part of the same text, however often it is handled."""
        return uuid5(NAMESPACE_URL, f"sms:{self.id}" + (f":{part}" if part > 1 else ""))


def handle_due(*, at: datetime) -> int:
    """Handles every text that was stored and not handled yet; returns how many."""
    return receipts.handle_due(_handle, kind="text", at=at)


def _handle(row: InboundReceipt, payload: Payload, at: datetime) -> str | Later:
    text = payloads.incoming(payload)
    if not text.sender:
        return "no_number"
    digest = pseudonyms.phone_digest(text.sender)
    wait = pace.take(digest, now=time.monotonic())
    if wait:
        return Later(wait)
    came = _Came(
        id=row.provider_id,
        phone=text.sender,
        digest=digest,
        words=text.words,
        media=text.media,
        at=at,
    )
    return _placed(came)


def _placed(came: _Came) -> str:
    conversation = texted.open_conversation(came.digest)
    asked = None if conversation is not None else texted.asked(came.digest, at=came.at)
    after_ours = asked is None and texted.last_word_was_ours(came.digest)
    if rules.is_stop(came.words, after_our_own_words=after_ours):
        return _stopped(came, conversation)
    texting.lift(phone_digest=came.digest, at=came.at)
    if not came.words:
        return _without_words(came, conversation)
    if conversation is not None and _said(came, conversation):
        return "message"
    if asked is not None and _answered(came, asked):
        return asked.question
    return _opened(came)


# ── Into a conversation ──────────────────────────────────────────────────────────────────────


def _said(came: _Came, conversation: Conversation) -> bool:
    """The words as messages; False when the conversation ended a moment ago."""
    if not _stored(came, conversation.id):
        return False
    if conversation.texting == Texting.WORDS_WHEN_GONE:
        texting.to_the_phone(conversation.id)
    return True


def _stored(came: _Came, conversation: UUID) -> bool:
    me = conversations.snapshot(conversation).citizen()
    words, masked = masking.mask_cpr(came.words)
    sends = [
        messages.Send(
            conversation=conversation,
            participant=me.participant,
            author=Author.CITIZEN,
            alias=me.alias,
            client_id=came.client_id(part),
            body=body,
            masked=masked,
            via=Via.SMS,
        )
        for part, body in enumerate(_in_messages(words), start=1)
    ]
    return not any(isinstance(each, Refusal) for each in messages.store(sends, at=came.at))


def _in_messages(words: str) -> list[str]:
    """As few as take the words in, none of them blank: a provider may bring more than one holds."""
    if len(words) <= BODY_MAX:
        return [words]
    return [part for part in parts.split(words, limit=BODY_MAX) if part.strip()]


def _opened(came: _Came) -> str:
    helpline = helplines.only()
    now = opening_hours.status_of(helpline, at=came.at)
    request = Opening(
        helpline=helpline,
        citizen=texted.texting_citizen(came.digest),
        client_id=came.client_id(),
        phone=came.phone,
        via=Via.SMS,
    )
    if not now.open:
        body = _closed(now.opens_at, at=came.at)
        _answer(came, request, "closed", body, cause=f"{came.at:%Y%m%d%H}")  # once an hour
        return "closed"
    opened = queueing.open_conversation(request, at=came.at)
    _stored(came, opened.conversation)
    outbox.text_citizen(
        conversation=opened.conversation,
        template="received",
        body=wording.to_citizen("received", language=helpline.languages[0]),
        once=f"received:{opened.conversation}",
        at=came.at,
    )
    return "opened"


# ── Everything else ──────────────────────────────────────────────────────────────────────────


def _stopped(came: _Came, conversation: Conversation | None) -> str:
    """It is shown to the volunteer, opens nothing, and is answered once."""
    if conversation is not None:
        _said(came, conversation)
    here = conversation.id if conversation is not None else None
    fresh = texting.stop(phone_digest=came.digest, conversation=here, cause=came.id, at=came.at)
    return "stopped" if fresh else "stopped_before"


def _without_words(came: _Came, conversation: Conversation | None) -> str:
    """A picture, or nothing at all: they are told, kindly, that only words can be read."""
    if conversation is not None:
        outbox.text_citizen(
            conversation=conversation.id,
            template="no_pictures",
            body=wording.to_citizen("no_pictures", language=conversation.language),
            once=f"no_pictures:{came.id}",
            at=came.at,
        )
        return "no_words"
    helpline = helplines.only()
    request = Opening(
        helpline=helpline, citizen=texted.texting_citizen(came.digest), phone=came.phone
    )
    body = wording.to_citizen("no_pictures", language=helpline.languages[0])
    _answer(came, request, "no_pictures", body, cause=came.id)
    return "no_words"


def _answered(came: _Came, asked: texted.Asked) -> bool:
    """An answer to a question of ours; False when the text is anything else, and so for people."""
    language = conversations.snapshot(asked.conversation).language
    if asked.question == "helped":
        helped = rules.helped(came.words, language=language)
        if not helped:
            return False
        words = ""
        follows = "thanks" if helped == "yes" else "what_would_help"
    else:
        if rules.is_a_plea(came.words):
            return False
        helped, words = conversations.helped(asked.conversation), came.words
        follows = "thanks"
    feedback.give(conversation=asked.conversation, helped=helped, what_would_help=words, at=came.at)
    outbox.text_citizen(
        conversation=asked.conversation,
        template=follows,
        body=wording.to_citizen(follows, language=language),
        once=f"{follows}:{asked.conversation}",
        at=came.at,
    )
    return True


def _answer(came: _Came, request: Opening, template: str, body: str, *, cause: str) -> None:
    """A text to somebody who has no conversation with us, once for each `cause`."""
    citizen = openings.citizen_of_number(request, at=came.at)
    once = f"{template}:{citizen}:{cause}"
    outbox.answer_citizen(citizen=citizen, template=template, body=body, once=once, at=came.at)


def _closed(opens_at: datetime | None, *, at: datetime) -> str:
    shown = calling.listed(at=at, include_unverified=settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS)
    others = [
        each.number.display
        for each in shown
        if each.number.tel not in ALWAYS_SHOWN and each.now.open is not False
    ]
    return wording.closed(
        opens_at=opens_at.astimezone(DENMARK) if opens_at is not None else None,
        numbers=others[:NUMBERS_NAMED],
        language=helplines.only().languages[0],
    )
