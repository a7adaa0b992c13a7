"""The door a citizen comes through."""

from datetime import datetime

from krisechat.models import Helpline


def only() -> Helpline:
    """This installation's helpline. Raises Helpline.DoesNotExist before one is set up."""
    return Helpline.objects.order_by("id")[:1].get()


def is_open(helpline: Helpline, *, at: datetime) -> bool:
    """Whether the helpline takes new conversations now."""
    return helpline.closed_until is None or helpline.closed_until <= at
