"""Who gets whom: taking the next conversation, closing it, giving it back.

Locking order, always the same: the volunteer's presence row (volunteers/operations/places.py),
then the conversation, then its stay in the queue. What is won is won by a conditional update of
the conversation; who holds it afterwards holds the lock on everything that belongs to it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue, NotFound, NothingWaiting, WrongState
from krisechat.models import Conversation
from krisechat.operations import actors, audit, conversations, participants
from krisechat.operations.conversations import UnableToEnd
from krisechat.states.conversation import ConversationEvent, ConversationState, Outcome
from routing.models import Assignment
from routing.operations import escalations, queueing
from routing.queries import queue
from routing.rules.matching import fits
from routing.rules.priority import Waiting
from routing.states.queue_entry import QueueEvent
from volunteers.access import Answerer, conversations_of
from volunteers.operations import places, presence


class UnableToTakeNext(NothingWaiting):
    """Nobody waits whom this person could answer, or somebody else was faster."""


def take_next(person: Answerer, *, at: datetime) -> UUID:
    """Gives the person the next conversation they can answer, and returns its id.

    Of two who ask for the last one exactly one gets it. Raises UnableToTake, NoFreePlace or
    UnableToTakeNext; then nothing has changed.
    """
    with transaction.atomic():
        places.hold(person.account)
        for one in queue.waiting():
            suits = fits(one, languages=person.languages, subjects=person.subjects)
            if suits and _won(one, person, at=at):
                return one.conversation
    raise UnableToTakeNext("Nobody waits whom you could answer.")


def _won(one: Waiting, person: Answerer, *, at: datetime) -> bool:
    conversation = one.conversation
    if not conversations.move(conversation, ConversationEvent.TAKE):
        return False  # taken, ended or erased since the queue was read
    queueing.depart(conversation=conversation, event=QueueEvent.TAKE, at=at)
    escalations.answered(conversation=conversation, account=person.account, at=at)
    participants.join(conversation=conversation, account=person.account, responsible=True, at=at)
    Assignment.objects.create(
        conversation_id=conversation,
        account_id=person.account,
        began_at=at,
        reasons=_reasons(one, at=at),
    )
    audit.record(
        actor=actors.account(person.account),
        action="take",
        object_kind="conversation",
        object_id=conversation,
        at=at,
    )
    return True


def _reasons(one: Waiting, *, at: datetime) -> dict[str, object]:
    """Why this one, and why now, for whoever asks later."""
    return {
        "asked": "next",
        "rule": "given back" if one.given_back_at else "longest wait",
        "waited_seconds": int((at - one.waiting_since).total_seconds()),
        "language": one.language,
        "topic": one.topic,
    }


def close(
    *, account: UUID, conversation: UUID, outcome: str, tags: Sequence[str], at: datetime
) -> None:
    """The volunteer closes it, or names the outcome of one the citizen has ended; then they have
    no part in it any more. Raises BadValue, WrongState when it is closed already, or NotFound
    when the person has no part in it (any more)."""
    if outcome not in set(Outcome):
        raise BadValue("This is not one of the outcomes.", field="outcome")
    actor = actors.account(account)
    with transaction.atomic():
        try:
            conversations.end(conversation=conversation, actor=actor, outcome=outcome, at=at)
        except UnableToEnd:
            _still_unnamed(conversation)
        conversations.name_outcome(
            conversation=conversation, outcome=outcome, tags=tags, actor=actor, at=at
        )
        _end_assignment(conversation, at=at)
        if not participants.leave(conversation=conversation, account=account, at=at):
            raise NotFound("Not found.")


def _still_unnamed(conversation: UUID) -> None:
    row = Conversation.objects.filter(id=conversation, state=ConversationState.ENDED, outcome="")
    if not row.exists():
        raise WrongState("The conversation is closed already.")


def give_back(*, account: UUID, conversation: UUID, why: str, at: datetime) -> bool:
    """To the front of the queue; the citizen's page says so. False, and nothing is changed, when
    it was not active or somebody else has it by now."""
    with transaction.atomic():
        if not conversations.move(conversation, ConversationEvent.GIVE_BACK):
            return False
        # Asked only now: with the conversation's lock nobody can take it in between.
        if not participants.leave(conversation=conversation, account=account, at=at):
            transaction.set_rollback(True)
            return False
        _end_assignment(conversation, at=at)
        opened = Conversation.objects.values_list("opened_at", flat=True).get(id=conversation)
        queueing.enter(conversation=conversation, waiting_since=opened, given_back_at=at)
        audit.record(
            actor=actors.account(account),
            action="give_back",
            object_kind="conversation",
            object_id=conversation,
            detail={"why": why},
            at=at,
        )
    return True


def give_back_all(*, account: UUID, why: str, at: datetime) -> int:
    """Everything the person holds, each in a transaction of its own, and off duty they are."""
    presence.go_offline(account, at=at)
    held = conversations_of(account)
    given = sum(give_back(account=account, conversation=one, why=why, at=at) for one in held)
    presence.holds_nothing(account, at=at)
    return given


def _end_assignment(conversation: UUID, *, at: datetime) -> None:
    Assignment.objects.filter(conversation_id=conversation, ended_at__isnull=True).update(
        ended_at=at
    )
