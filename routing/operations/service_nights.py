"""When a helpline is open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from krisechat.models import Helpline
from krisechat.operations import actors, audit
from routing.models import ServiceNight
from routing.rules.service_night import Night


def set_up(*, helpline: Helpline, nights: Sequence[Night], at: datetime) -> None:
    """The helpline's nights, where it has none yet; one that has some keeps them."""
    with transaction.atomic():
        if ServiceNight.objects.filter(helpline=helpline).exists():
            return
        ServiceNight.objects.bulk_create(
            [
                ServiceNight(
                    helpline=helpline,
                    weekday=night.weekday,
                    starts=night.starts,
                    minutes=night.minutes,
                )
                for night in nights
            ],
            ignore_conflicts=True,  # another server sets up the same at the same moment
        )
        audit.record(
            actor=actors.SYSTEM,
            action="set_nights",
            object_kind="helpline",
            object_id=helpline.id,
            detail={"nights": len(nights)},
            at=at,
        )
