"""When the days of a handover are over: what it says goes, that it was there stays."""

from datetime import datetime
from uuid import UUID

from krisechat.foundation.refusals import NotFound
from krisechat.operations import actors
from krisechat.privacy import data_keys
from routing.models import Handover
from routing.operations.handovers import steps
from routing.privacy import handovers as sealed
from routing.states.handover import HandoverEvent, HandoverKind, HandoverState


def erase_overdue(handover: UUID, *, at: datetime) -> bool:
    """Ninety days after its receipt, wherever it stands; False when they are not over (any more).
    A municipality that never took it is still told that it owes a step."""
    try:
        with steps.about(handover) as row:
            if not data_keys.is_overdue(owner_kind=sealed.OWNER, owner_id=handover, at=at):
                return False
            steps.erase_content(row)
            steps.record(row, "content_erased", actor=actors.SYSTEM, at=at)
    except NotFound:  # no such row: only its key is left
        return data_keys.erase_overdue(owner_kind=sealed.OWNER, owner_id=handover, at=at)
    return True


def lapse_with_conversation(conversation: UUID, *, at: datetime) -> None:
    """The conversation's own days are over: a draft nobody approved by then goes with it. What
    was approved or delivered is kept by its own days, and so is a report about a child.

    Within the caller's transaction, which holds the conversation's lock.
    """
    drafts = Handover.objects.filter(conversation_id=conversation, state=HandoverState.DRAFT)
    for row in drafts.exclude(kind=HandoverKind.CONCERN):
        if steps.move(row, HandoverEvent.WITHDRAW, at=at, due_at=None, deadline_at=None):
            steps.erase_content(row)
            steps.record(row, "lapsed", actor=actors.SYSTEM, at=at)
