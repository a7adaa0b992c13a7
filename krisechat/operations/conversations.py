"""The life of a conversation after its opening: taken, given back, flagged, ended, erased.

Each step is a conditional update on the state it starts from; of two who try, one finds no row
and is refused. Who may do it was asked before, through `access`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from krisechat.foundation import machine
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.foundation.refusals import BadValue, NotFound, WrongState
from krisechat.models import Conversation, Feedback, Feeling, Message, Note
from krisechat.operations import access_tokens, actors, asking_after, audit, citizens, notes, outbox
from krisechat.operations.audit import Actor
from krisechat.privacy import data_keys, masking, sealing
from krisechat.privacy.retention import RetentionClass
from krisechat.realtime import publish
from krisechat.states.conversation import TRANSITIONS, ConversationEvent, Outcome, Risk

logger = logging.getLogger(__name__)


class LostRace(WrongState):
    """Somebody else moved the conversation first."""


class UnableToEnd(WrongState):
    """The conversation was over already."""


def move(conversation: UUID, event: ConversationEvent, **changes: Any) -> bool:
    """Moves the conversation by `event` if its state allows; False when it does not (any more).

    Inside the caller's transaction; the change is published on commit.
    """
    # One update for all states it may start from: with one each, a conversation that is given
    # back between the two would slip through, and look as if it were over.
    possible = machine.sources(TRANSITIONS, event=event)
    row = Conversation.objects.filter(id=conversation, state__in=possible)
    moved = _update(row, state=_AFTER[event], **changes)
    if moved:
        transaction.on_commit(lambda: publish.changed(conversation))
    return moved


def touch(conversation: UUID) -> None:
    """Something beside it changed that its pages show: locks the row until the caller's
    transaction ends, and lets whoever shows the conversation look again."""
    _update(Conversation.objects.filter(id=conversation))
    transaction.on_commit(lambda: publish.changed(conversation))


# Each event leads to one state, wherever it starts; a test holds the table to it.
_AFTER = {event: following for (_, event), following in TRANSITIONS.items()}


def _update(row: Any, **changes: Any) -> bool:
    return bool(row.update(revision=F("revision") + 1, **changes))


def end(*, conversation: UUID, actor: Actor, outcome: str = "", at: datetime) -> None:
    """Ends a waiting or active conversation. Raises UnableToEnd when it was over already."""
    with transaction.atomic():
        if not move(conversation, ConversationEvent.END, ended_at=at, outcome=outcome):
            raise UnableToEnd("The conversation is over already.")
        _count_days_from(conversation, at=at)
        asking_after.ask_by_text(conversation=conversation, outcome=outcome, at=at)
        audit.record(
            actor=actor,
            action="end",
            object_kind="conversation",
            object_id=conversation,
            at=at,
        )


def name_outcome(
    *, conversation: UUID, outcome: str, tags: Sequence[str], actor: Actor, at: datetime
) -> None:
    """Says how an ended conversation ended, with the volunteer's own tags."""
    if outcome not in set(Outcome):
        raise BadValue("This is not one of the outcomes.", field="outcome")
    with transaction.atomic():
        Conversation.objects.filter(id=conversation).update(
            outcome=outcome, tags_sealed=_sealed_tags(conversation, tags)
        )
        audit.record(
            actor=actor,
            action="name_outcome",
            object_kind="conversation",
            object_id=conversation,
            detail={"outcome": outcome},
            at=at,
        )


def _sealed_tags(conversation: UUID, tags: Sequence[str]) -> bytes | None:
    """A volunteer's own words about somebody, so sealed like all words."""
    if not tags:
        return None
    return sealing.seal(
        sealing.conversation_cipher(conversation),
        table="conversation",
        column="tags",
        owner=conversation,
        row=conversation,
        text="\n".join(masking.mask_cpr(" ".join(tag.split()))[0] for tag in tags),
    )


def flag(*, conversation: UUID, risk: str, reason: str, account: UUID, at: datetime) -> None:
    """Sets the risk; the reason, if any, becomes a note. Acute moves the conversation's key to
    the class that is kept longer. Raises BadValue, or WrongState when it is over."""
    if risk not in set(Risk):
        raise BadValue("This is not one of the risks.", field="risk")
    with transaction.atomic():
        open_row = Conversation.objects.filter(id=conversation, ended_at__isnull=True)
        if not _update(open_row, risk=risk):
            raise WrongState("The conversation is over.")
        if reason:
            notes.write(conversation=conversation, account=account, body=reason, at=at)
        if risk == Risk.ACUTE:
            _keep_longer(conversation, at=at)
        audit.record(
            actor=actors.account(account),
            action="flag",
            object_kind="conversation",
            object_id=conversation,
            detail={"risk": risk},
            at=at,
        )
        transaction.on_commit(lambda: publish.changed(conversation))


def _keep_longer(conversation: UUID, *, at: datetime) -> None:
    """To the class of acute conversations. Danger is flagged even when that cannot be done."""
    try:
        data_keys.change_class(
            owner_kind="conversation",
            owner_id=conversation,
            retention_class=RetentionClass.ACUTE,
            at=at,
        )
    except (KeyDestroyed, data_keys.RetentionOver, data_keys.OwnerErased) as error:
        logger.error("class of retention not changed: %s", type(error).__name__)


def _count_days_from(conversation: UUID, *, at: datetime) -> None:
    """The days of retention count from the end of the conversation, not from its beginning."""
    citizen = Conversation.objects.values_list("citizen_id", flat=True).get(id=conversation)
    for kind, owner in (("conversation", conversation), ("citizen", citizen)):
        try:
            data_keys.renew(owner_kind=kind, owner_id=owner, at=at)
        except (KeyDestroyed, data_keys.OwnerErased) as error:
            logger.error("days of retention not renewed: %s", type(error).__name__)


def erase(*, conversation: UUID, actor: Actor = actors.CITIZEN, at: datetime) -> None:
    """By the citizen, or when its days are over: unreadable at once here, and in every backup once
    the key of its week is destroyed. What was sealed is deleted and so is the key. Raises
    NotFound, also when it was erased before."""
    with transaction.atomic():
        row = Conversation.objects.filter(id=conversation).select_for_update()
        citizen = row.values_list("citizen_id", flat=True).first()
        if citizen is None or not move(
            conversation, ConversationEvent.ERASE, ended_at=at, **_BLANK
        ):
            raise NotFound("Not found.")
        for kind in (Message, Note, Feedback, Feeling):
            kind.objects.filter(conversation_id=conversation).delete()
        access_tokens.end_all(conversation=conversation, at=at)
        outbox.drop_for(conversation, at=at)
        data_keys.erase(owner_kind="conversation", owner_id=conversation)
        _erase_citizen(citizen, except_for=conversation, at=at)
        audit.record(
            actor=actor,
            action="erase",
            object_kind="conversation",
            object_id=conversation,
            at=at,
        )
        transaction.on_commit(lambda: sealing.forget(conversation))


_BLANK: dict[str, Any] = {
    "topic": "",
    "gone": "",
    "organisation": "",
    "postal_code_sealed": None,
    "opening_id": None,
    "return_code_digest": None,
    "tags_sealed": None,
}


def _erase_citizen(citizen: UUID, *, except_for: UUID, at: datetime) -> None:
    others = Conversation.objects.filter(citizen_id=citizen).exclude(id=except_for)
    if others.exclude(state="erased").exists():
        return
    citizens.forget(citizen, at=at)
