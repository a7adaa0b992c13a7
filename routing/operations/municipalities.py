"""Setting up a municipality that takes handovers here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krisechat.operations import actors, audit
from routing.models import Municipality
from volunteers.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMunicipality:
    """`code` is the kommunekode, four digits; `organisation` the slug its people belong to. The
    mailboxes get notices that name nobody. Without a `night_phone` of its own it is reached at
    night through 114; without `opening` it has the usual hours."""

    code: str
    organisation: str
    mailbox: str = ""
    leader_mailbox: str = ""
    night_phone: str = ""
    opening: tuple[tuple[str, str] | None, ...] = ()
    bridge_days_closed: bool = False


def set_up(new: NewMunicipality, *, at: datetime) -> Municipality:
    """The municipality's row, made when it is missing; one that exists keeps what it has."""
    with transaction.atomic():
        row, made = Municipality.objects.get_or_create(
            code=new.code,
            defaults={
                "organisation": Organisation.objects.get(slug=new.organisation),
                "mailbox": new.mailbox,
                "leader_mailbox": new.leader_mailbox,
                "night_phone": new.night_phone,
                "opening": [list(each) if each else None for each in new.opening],
                "bridge_days_closed": new.bridge_days_closed,
            },
        )
        if made:
            audit.record(
                actor=actors.SYSTEM,
                action="set_up_municipality",
                object_kind="municipality",
                object_id=new.code,
                at=at,
            )
    return row
