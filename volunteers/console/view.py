"""What a console shows of a conversation, of the queue, and of the person it belongs to."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from krisechat.foundation import clock
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import frames_out
from krisechat.realtime.frames_out import (
    Alias,
    ConversationView,
    Me,
    OfferedConversation,
    Person,
    Waiting,
)
from routing.queries.offers import LiveOffer
from routing.queries.queue import Line
from volunteers.access import Answerer
from volunteers.operations.presence import OnDuty


def of(snapshot: Snapshot, *, to: UUID | None = None) -> ConversationView:
    """The conversation's object, as this person is shown it: no words, no names but aliases."""
    volunteer = snapshot.volunteer()
    you = snapshot.member_of(to) if to is not None else None
    return ConversationView(
        id=snapshot.id,
        state=snapshot.state,
        topic=snapshot.topic,
        language=snapshot.language,
        risk=snapshot.risk,
        via=snapshot.via,
        texting=snapshot.texting,
        citizen=Alias(alias=snapshot.citizen().alias),
        volunteer=_person(volunteer),
        your_alias=you.alias if you is not None else "",
        last_seq=snapshot.last_seq,
        gone=snapshot.gone,
    )


def _person(member: Member | None) -> Person | None:
    if member is None or member.account is None:
        return None
    return Person(id=member.account, alias=member.alias)


def conversation(snapshot: Snapshot, *, to: UUID, reason: str) -> frames_out.Conversation:
    return frames_out.Conversation(conversation=of(snapshot, to=to), reason=reason)


def removed(id: UUID) -> frames_out.Conversation:
    """No longer yours; for foreign ids too, so that nothing but the id is said."""
    return frames_out.Conversation(conversation={"id": str(id)}, reason="removed")


def differs(before: Snapshot, now: Snapshot) -> bool:
    """Whether somebody who answers would see a difference, new messages aside."""
    old, new = of(before), of(now)
    return old != new and (
        old.state != new.state
        or old.risk != new.risk
        or old.volunteer != new.volunteer
        or old.via != new.via
        or old.texting != new.texting
        or old.gone != new.gone
        or old.topic != new.topic
    )


def positions(before: Member | None, now: Member) -> Iterator[tuple[str, int]]:
    """The receipts that are news: ("delivered" | "read", seq)."""
    for state, column in (("delivered", "delivered_seq"), ("read", "read_seq")):
        seq = getattr(now, column)
        if seq > (getattr(before, column) if before else 0):
            yield state, seq


def texts(before: Snapshot | None, now: Snapshot) -> Iterator[frames_out.Text]:
    """How far the texts of messages have come, where that is news."""
    known = before.texts if before is not None else {}
    for seq, state in sorted(now.texts.items()):
        if known.get(seq) != state:
            yield frames_out.Text(conversation=now.id, seq=seq, state=state)


def queue(line: Line) -> frames_out.ConsoleQueue:
    return frames_out.ConsoleQueue(
        waiting=len(line.conversations),
        longest_wait_seconds=line.longest_wait_seconds(clock.now()),
    )


def offer(live: LiveOffer) -> frames_out.Offer:
    """What is offered, and how long that one has waited."""
    waited = (clock.now() - live.waiting_since).total_seconds()
    return frames_out.Offer(
        offer=live.id,
        conversation=OfferedConversation(
            id=live.conversation,
            topic=live.topic,
            language=live.language,
            risk=live.risk,
            waiting_seconds=max(int(waited), 0),
            via=live.via,
            returning=live.returning,
        ),
        expires_at=live.expires_at,
        reasons=list(live.reasons),
    )


def welcome(
    who: Answerer, duty: OnDuty, found: Mapping[UUID, Snapshot], line: Line
) -> frames_out.ConsoleWelcome:
    return frames_out.ConsoleWelcome(
        volunteer=Me(id=who.account, alias=who.name, status=duty.status, capacity=duty.capacity),
        conversations=[of(each, to=who.account) for each in found.values()],
        queue=Waiting(
            waiting=len(line.conversations),
            longest_wait_seconds=line.longest_wait_seconds(clock.now()),
        ),
    )
