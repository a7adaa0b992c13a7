"""Notes of a conversation, in clear, for those who answer."""

from uuid import UUID

from krisechat.models import Note, Participant
from krisechat.privacy import aliases, sealing
from krisechat.realtime import frames_out


def of_conversation(conversation: UUID, *, newest: int | None = None) -> list[frames_out.Note]:
    """All notes, or the `newest` so many, oldest first; the author is the alias they had in that
    conversation."""
    found = Note.objects.filter(conversation_id=conversation).order_by("-at", "-id")[:newest]
    rows = list(reversed(found))
    if not rows:
        return []
    cipher = sealing.conversation_cipher(conversation)
    people = Participant.objects.filter(conversation_id=conversation, account__isnull=False)
    names = {
        each.account_id: aliases.unseal(
            cipher,
            conversation=conversation,
            account=each.account_id,
            sealed=each.alias_sealed,
        )
        for each in people
    }
    return [
        frames_out.Note(
            conversation=conversation,
            id=row.id,
            body=sealing.unseal(
                cipher,
                table="note",
                column="body",
                owner=conversation,
                row=row.id,
                sealed=row.body_sealed,
            ),
            author=names.get(row.account_id, ""),
            at=row.at,
        )
        for row in rows
    ]
