"""Who gets whom: taking the next conversation, closing it, giving it back.

Locking order, always the same: the volunteer's presence row (volunteers/operations/places.py),
then the conversation, then its stay in the queue. What is won is won by a conditional update of
the conversation; who holds it afterwards holds the lock on everything that belongs to it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation import nudge
from krisechat.foundation.refusals import BadValue, NotFound, NothingWaiting, WrongState
from krisechat.models import Conversation, Participant
from krisechat.operations import actors, audit, conversations, participants
from krisechat.operations.conversations import UnableToEnd
from krisechat.states.conversation import ConversationEvent, ConversationState, Outcome
from routing.models import Assignment, Offer
from routing.operations import dispatch, escalations, lanes, offers, queueing, taking
from routing.queries import answering, earlier, queue
from routing.queries.offers import conversations_on_offer
from routing.rules import matching
from routing.rules.priority import why
from routing.states.offer import OfferState
from volunteers.access import Answerer, conversations_of
from volunteers.operations import places, presence
from volunteers.queries import on_call


class UnableToTakeNext(NothingWaiting):
    """Nobody waits whom this person could answer, or somebody else was faster."""


class UnableToClose(WrongState):
    """The person only stands by."""


def take_next(person: Answerer, *, at: datetime) -> UUID:
    """Gives the person what they are offered, or else the next conversation they can answer that
    nobody is deciding about, and returns its id.

    Of two who ask for the last one exactly one gets it. Raises UnableToTake, NoFreePlace or
    UnableToTakeNext; then nothing has changed, but who asked in vain is the first to be offered
    something.
    """
    with transaction.atomic():
        places.hold(person.account)
        taken = _offered(person, at=at) or _next(person, at=at)
        if taken is None:
            presence.asked_in_vain(person.account, at=at)
            nudge.on_commit(nudge.CLOCK)
    if taken is None:
        raise UnableToTakeNext("Nobody waits whom you could answer.")
    return taken


def _offered(person: Answerer, *, at: datetime) -> UUID | None:
    row = Offer.objects.filter(account_id=person.account, state=OfferState.LIVE).first()
    return row.conversation_id if row is not None and offers.accepted(row, at=at) else None


def _next(person: Answerer, *, at: datetime) -> UUID | None:
    line = queue.waiting()
    if not line:
        return None
    on_offer = conversations_on_offer()
    answers = earlier.Answers(line)
    everybody = answering.on_duty(at=at)
    within_call = on_call.languages()
    asker = answering.asking(person, everybody)
    for one in line:
        if one.conversation in on_offer:
            continue
        said = answers.of(one.conversation)
        if not matching.may_take(
            one, asker, everybody, at=at, earlier=said, within_call=within_call
        ):
            continue
        reasons = {**dispatch.reasons(one, (*why(one), "asked"), at=at), "asked": "next"}
        if taking.take(
            conversation=one.conversation, account=person.account, reasons=reasons, at=at
        ):
            return one.conversation
    return None


def close(
    *, account: UUID, conversation: UUID, outcome: str, tags: Sequence[str], at: datetime
) -> None:
    """The volunteer closes it, or names the outcome of one the citizen has ended; then they have
    no part in it any more, and whoever stood by has none either. Raises BadValue, WrongState when
    it is closed already, UnableToClose, or NotFound when the person has no part in it (any more).
    """
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
        _must_be_responsible(account=account, conversation=conversation)
        if outcome == Outcome.ABUSE:
            lanes.mark(conversation=conversation, account=account, at=at)
        lanes.forget(conversation=conversation)
        escalations.ended(conversation=conversation, at=at)
        participants.leave_all(conversation=conversation, at=at)
        nudge.on_commit(nudge.CLOCK)  # a place is free


def _must_be_responsible(*, account: UUID, conversation: UUID) -> None:
    if _responsible(account=account, conversation=conversation):
        return
    if account in participants.answering_in(conversation):
        raise UnableToClose("It is closed by whoever is responsible for it.")
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
        theirs = _responsible(account=account, conversation=conversation)
        if not theirs or not participants.leave(conversation=conversation, account=account, at=at):
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


def _responsible(*, account: UUID, conversation: UUID) -> bool:
    return Participant.objects.filter(
        conversation_id=conversation, account_id=account, responsible=True
    ).exists()


def give_back_all(*, account: UUID, why: str, at: datetime) -> int:
    """Off duty they are: what they are offered is withdrawn, and everything they hold is given
    back, each in a transaction of its own. Where they only stood by they stand by no more."""
    with transaction.atomic():
        presence.go_offline(account, at=at)
        offers.withdraw_for_account(account=account, at=at)
    given = 0
    for one in conversations_of(account):
        if give_back(account=account, conversation=one, why=why, at=at):
            given += 1
        else:
            _stand_by_no_more(account=account, conversation=one, at=at)
    presence.holds_nothing(account, at=at)
    return given


def _stand_by_no_more(*, account: UUID, conversation: UUID, at: datetime) -> None:
    """Leaves an open conversation that is another's; an ended one stays theirs to be closed."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().filter(id=conversation, ended_at=None)
        if row.exists() and not _responsible(account=account, conversation=conversation):
            participants.leave(conversation=conversation, account=account, at=at)


def _end_assignment(conversation: UUID, *, at: datetime) -> None:
    Assignment.objects.filter(conversation_id=conversation, ended_at__isnull=True).update(
        ended_at=at
    )
