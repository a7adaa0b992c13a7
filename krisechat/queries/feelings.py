"""What somebody has said of how it is; read by their own page only."""

from uuid import UUID

from krisechat.models import Feeling


def told(conversation: UUID) -> tuple[str, str]:
    """(before, after), each one of the five or empty."""
    rows = Feeling.objects.filter(conversation_id=conversation)
    return rows.values_list("before", "after").first() or ("", "")
