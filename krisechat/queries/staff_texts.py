"""What people who work here were texted last."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from krisechat.models import Outbound
from krisechat.states.outbound import OutboundState


class Told(NamedTuple):
    """A text: what kind, and when it was written."""

    template: str
    at: datetime


def newest(accounts: Collection[UUID], *, since: datetime) -> dict[UUID, Told]:
    """The newest text to each of them that was written after `since` and not taken back."""
    rows = Outbound.objects.filter(
        recipient_kind="account",
        recipient_id__in=[str(each) for each in accounts],
        created_at__gt=since,
    ).exclude(state=OutboundState.CANCELLED)
    found = rows.order_by("created_at", "id").values_list("recipient_id", "template", "created_at")
    return {UUID(account): Told(template, at) for account, template, at in found}
