"""Who is on duty."""

from volunteers.models import Presence
from volunteers.states.presence import Status


def available_places() -> int:
    """How many conversations all available people together hold at most."""
    rows = Presence.objects.filter(status=Status.AVAILABLE)
    return sum(rows.values_list("capacity", flat=True))
