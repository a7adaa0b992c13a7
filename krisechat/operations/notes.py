"""Notes between those who answer. The citizen never sees them; they are erased with the rest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.ids import new_id
from krisechat.models import Note
from krisechat.operations import actors, audit
from krisechat.privacy import masking, sealing
from krisechat.realtime import publish

LIMIT = 4_000  # code points


def write(*, conversation: UUID, account: UUID, body: str, at: datetime) -> Note:
    """Stores a note, CPR numbers masked."""
    id = new_id()
    masked, _ = masking.mask_cpr(body)
    cipher = sealing.conversation_cipher(conversation)
    with transaction.atomic():
        note = Note.objects.create(
            id=id,
            conversation_id=conversation,
            account_id=account,
            body_sealed=sealing.seal(
                cipher, table="note", column="body", owner=conversation, row=id, text=masked
            ),
            at=at,
        )
        audit.record(
            actor=actors.account(account),
            action="write_note",
            object_kind="conversation",
            object_id=conversation,
            at=at,
        )
        transaction.on_commit(lambda: publish.changed(conversation))
    return note
