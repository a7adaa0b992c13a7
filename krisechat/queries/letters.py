"""What a row of the outbox says and to whom, asked anew right before it goes: may it still?

Only memory holds the answer: no number and no word of it is written anywhere else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.db.models.functions import Greatest

from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.models import Citizen, Conversation, Message, Outbound, Participant, StoppedNumber
from krisechat.outbound import numbers, parts, wording
from krisechat.privacy import contact, data_keys, sealing, staff
from krisechat.privacy.data_keys import OwnerErased
from krisechat.states.conversation import Author, ConversationState, Via
from krisechat.states.outbound import Channel, OutboundState

HOUR = timedelta(hours=1)
# A volunteer's own message, or the sentence that stands for it.
OF_A_MESSAGE = frozenset({"words", "words_when_gone", "neutral_when_gone"})
_IN_PARTS = frozenset({"words", "words_when_gone"})
WHEN_GONE = frozenset({"words_when_gone", "neutral_when_gone"})
_NOT_OUT = [OutboundState.QUEUED, OutboundState.CANCELLED, OutboundState.FAILED]


class NotNeeded(Exception):
    """It need not go any more; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MayNotGo(Exception):
    """It may not go, now or later; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OverBudget(Exception):
    """Too many texts in this hour, to this number or in all; it may go later."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """To whom (E.164, or a mailbox), and the words."""

    to: str
    body: str


def letter(row: Outbound, *, at: datetime) -> Letter:
    """What this row says, to whom. Raises NotNeeded, MayNotGo or OverBudget."""
    if row.channel == Channel.EMAIL:
        return Letter(to=row.address, body="")
    try:
        written = _to_account(row) if row.recipient_kind == "account" else _to_citizen(row)
    except (OwnerErased, KeyDestroyed, Tampered) as error:
        raise MayNotGo("tampered" if isinstance(error, Tampered) else "erased") from None
    if not numbers.may_text(written.to):
        raise MayNotGo("number_not_allowed")
    _refuse_above_budget(row, at=at)
    return written


def number_of(row: Outbound) -> str:
    """Only to whom: what a look into the provider's list needs. Raises MayNotGo."""
    try:
        if row.recipient_kind == "account":
            return _account_phone(row)
        return _phone(Citizen.objects.get(id=row.recipient_id))
    except (OwnerErased, KeyDestroyed, Tampered, Citizen.DoesNotExist):
        raise MayNotGo("erased") from None


def more_follows(row: Outbound) -> bool:
    """Whether another part comes after this one."""
    try:
        return row.template in _IN_PARTS and row.part < len(parts.split(_message(row)))
    except (MayNotGo, OwnerErased, KeyDestroyed, Tampered):
        return False


def _to_account(row: Outbound) -> Letter:
    return Letter(to=_account_phone(row), body=wording.TO_ACCOUNTS[row.template])


def _account_phone(row: Outbound) -> str:
    return staff.open_phone(
        table="outbound",
        row=row.id,
        account=UUID(row.recipient_id),
        sealed=row.to_sealed or b"",
    )


def _to_citizen(row: Outbound) -> Letter:
    citizen = Citizen.objects.filter(id=row.recipient_id).first()
    if citizen is None:
        raise MayNotGo("erased")
    to = _phone(citizen)
    if row.template != "stopped" and stopped(citizen):
        raise MayNotGo("stopped")
    if row.conversation is not None:
        _refuse_in_conversation(row.template, row.conversation, citizen)
    if row.template in WHEN_GONE and row.conversation_id is not None:
        _refuse_when_here(row.template, conversation=row.conversation_id, seq=row.seq or 0)
    if row.template == "your_turn" and row.conversation is not None:
        _refuse_when_they_know(row, row.conversation)
    return _with_words(row, citizen, to=to)


def _phone(citizen: Citizen) -> str:
    if citizen.phone_sealed is None:
        raise MayNotGo("no_number")
    cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=citizen.id)
    return contact.unseal(cipher, citizen=citizen.id, column="phone", sealed=citizen.phone_sealed)


def stopped(citizen: Citizen) -> bool:
    """Whether whoever has this number wrote STOP, here or as somebody else of the same number."""
    return StoppedNumber.objects.filter(phone_digest=citizen.phone_digest).exists()


def _refuse_in_conversation(template: str, conversation: Conversation, citizen: Citizen) -> None:
    if conversation.state == ConversationState.ERASED:
        raise MayNotGo("erased")
    asked_for = conversation.via == Via.SMS or citizen.sms_consent
    if not asked_for and template != "stopped":
        raise MayNotGo("no_consent")
    if template == "helped":
        newer = Conversation.objects.filter(citizen=citizen, opened_at__gt=conversation.opened_at)
        if conversation.state != ConversationState.ENDED or newer.exists():
            raise NotNeeded("came_back")


def _refuse_when_here(template: str, *, conversation: UUID, seq: int) -> None:
    """Whoever has the message on the web needs no text; and one sentence is enough until they
    have been back, or have written."""
    here = Participant.objects.filter(conversation_id=conversation, author=Author.CITIZEN)
    read = here.values_list("delivered_seq", flat=True).first() or 0
    if read >= seq:
        raise NotNeeded("read_on_web")
    if template != "neutral_when_gone":
        return
    wrote = Message.objects.filter(conversation_id=conversation, author=Author.CITIZEN)
    last_word = wrote.aggregate(seq=Max("seq"))["seq"] or 0
    told = Outbound.objects.filter(
        conversation_id=conversation,
        template="neutral_when_gone",
        seq__gt=max(read, last_word),
        seq__lt=seq,
    )
    if told.exclude(state__in=_NOT_OUT).exists() or _told_of_their_turn(conversation, read=read):
        raise NotNeeded("told_already")


def _refuse_when_they_know(row: Outbound, conversation: Conversation) -> None:
    """It is true only as long as somebody is there, and news to nobody who has written since, or
    has an answer on the page."""
    if conversation.state != ConversationState.ACTIVE:
        raise NotNeeded("nobody_there")
    since = Message.objects.filter(conversation=conversation, sent_at__gt=row.created_at)
    here = Participant.objects.filter(conversation=conversation, author=Author.CITIZEN)
    has = here.aggregate(seq=Max(Greatest("delivered_seq", "read_seq")))["seq"] or 0
    mine, theirs = Q(author=Author.CITIZEN), Q(author=Author.VOLUNTEER, seq__lte=has)
    if since.filter(mine | theirs).exists():
        raise NotNeeded("they_know")


def _told_of_their_turn(conversation: UUID, *, read: int) -> bool:
    """Whether "it is your turn" went out, and they have neither written nor been back since."""
    turns = Outbound.objects.filter(conversation_id=conversation, template="your_turn")
    last = turns.exclude(state__in=_NOT_OUT).order_by("-created_at").first()
    if last is None:
        return False
    since = Message.objects.filter(conversation_id=conversation, sent_at__gt=last.created_at)
    mine, theirs = Q(author=Author.CITIZEN), Q(author=Author.VOLUNTEER, seq__lte=read)
    return not since.filter(mine | theirs).exists()


def _with_words(row: Outbound, citizen: Citizen, *, to: str) -> Letter:
    if row.template == "neutral_when_gone":
        return Letter(to=to, body=wording.to_citizen(row.template, language=citizen.language))
    if row.template not in _IN_PARTS:
        return Letter(to=to, body=_own_words(row, citizen))
    pieces = parts.split(_message(row))
    if row.part > len(pieces):
        raise NotNeeded("no_such_part")
    return Letter(to=to, body=pieces[row.part - 1])


def _message(row: Outbound) -> str:
    conversation, seq = row.conversation_id, row.seq
    if conversation is None or seq is None:
        raise MayNotGo("erased")
    found = Message.objects.filter(conversation_id=conversation, seq=seq)
    sealed = found.values_list("body_sealed", flat=True).first()
    if sealed is None:
        raise MayNotGo("erased")
    cipher = sealing.conversation_cipher(conversation)
    return sealing.open_body(cipher, conversation=conversation, seq=seq, sealed=sealed)


def _own_words(row: Outbound, citizen: Citizen) -> str:
    cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=citizen.id)
    return sealing.unseal(
        cipher,
        table="outbound",
        column="body",
        owner=citizen.id,
        row=row.id,
        sealed=row.body_sealed or b"",
    )


def _refuse_above_budget(row: Outbound, *, at: datetime) -> None:
    """P38: a fault, or somebody's malice, must not send without end. Two are sent also when all
    the others must wait: whoever works here is called in, or a flood of strangers' texts would
    keep a lead from a life in danger; and that texts are stopped is said, once a number has had
    its share no more."""
    if not settings.KRISECHAT_RATE_LIMITS:
        return
    lately = Outbound.objects.filter(channel=Channel.SMS, tried_at__gt=at - HOUR)
    one = lately.filter(recipient_id__in=_same_number(row))
    if one.count() >= _share(row):
        raise NotNeeded("budget") if row.template == "stopped" else OverBudget("number")
    if row.recipient_kind == "account" or row.template == "stopped":
        return
    if lately.count() >= settings.KRISECHAT_TEXTS_AN_HOUR:
        raise OverBudget("all")


def _share(row: Outbound) -> int:
    """How many texts an hour one number gets: few as long as nobody has written from it, since
    anybody can type anybody's number on the web."""
    most: int = settings.KRISECHAT_TEXTS_A_NUMBER_AND_HOUR
    about = row.conversation if row.recipient_kind == "citizen" else None
    if about is None or about.via == Via.SMS:
        return most
    wrote = Message.objects.filter(conversation=about, author=Author.CITIZEN)
    if wrote.filter(via=Via.SMS).exists():
        return most
    return min(most, settings.KRISECHAT_TEXTS_AN_HOUR_UNTIL_THEY_WRITE)


def _same_number(row: Outbound) -> list[str]:
    if row.recipient_kind != "citizen":
        return [row.recipient_id]
    digest = Citizen.objects.filter(id=row.recipient_id).values("phone_digest")[:1]
    same = Citizen.objects.filter(phone_digest=digest).values_list("id", flat=True)
    return [row.recipient_id, *(str(each) for each in same)]
