"""Conversations in every state, and one that somebody has taken."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from krisechat.foundation import clock
from krisechat.models import Conversation
from krisechat.operations.opening import Opened
from routing.operations import assignments
from tests.support import people
from volunteers.access import Answerer

AT = clock.now()
LATER = AT + timedelta(minutes=20)


def in_state(state: str) -> UUID:
    """A conversation that was put into this state, past all operations."""
    one = people.amina("").conversation
    over = AT if state in ("ended", "erased") else None
    Conversation.objects.filter(id=one).update(state=state, ended_at=over)
    return one


def row(conversation: UUID) -> Conversation:
    return Conversation.objects.get(id=conversation)


def taken_by(person: Answerer, **wishes: Any) -> Opened:
    opened = people.amina(**wishes)
    assignments.take_next(people.on_duty(person), at=AT)
    return opened
