"""What was written, in order, in clear. Only for those whom `access` or a token let in."""

import logging
from collections.abc import Iterable, Sequence
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Q

from krisechat.foundation.envelope import Tampered
from krisechat.models import Message, Participant
from krisechat.privacy import aliases, sealing
from krisechat.realtime import frames_out

logger = logging.getLogger(__name__)

PAGE = 200
_COLUMNS = (
    "conversation_id",
    "seq",
    "id",
    "client_id",
    "author",
    "participant_id",
    "body_sealed",
    "sent_at",
    "via",
)


def after(conversation: UUID, seq: int, *, limit: int = PAGE) -> list[frames_out.Message]:
    """At most `limit` messages after `seq`, oldest first."""
    rows = Message.objects.filter(conversation_id=conversation, seq__gt=seq).order_by("seq")
    return _in_clear(rows.values_list(*_COLUMNS)[:limit])


def missing(wanted: Sequence[tuple[UUID, int]], *, limit: int = 2_000) -> list[frames_out.Message]:
    """The messages after a seq in each of several conversations, one query for all, each
    conversation's oldest first; at most `limit` in all, the rest at the next asking."""
    if not wanted:
        return []
    condition = Q()
    for conversation, seq in wanted:
        condition |= Q(conversation_id=conversation, seq__gt=seq)
    rows = Message.objects.filter(condition).order_by("conversation_id", "seq")
    return _in_clear(rows.values_list(*_COLUMNS)[:limit])


def _in_clear(rows: Iterable[tuple[object, ...]]) -> list[frames_out.Message]:
    found = list(rows)
    ciphers = sealing.conversation_ciphers({row[0] for row in found})  # type: ignore[misc]
    names = _aliases({row[5] for row in found}, ciphers)  # type: ignore[misc]
    opened: list[frames_out.Message] = []
    spoilt: set[object] = set()
    for row in found:
        if row[0] not in ciphers or row[0] in spoilt:
            continue
        try:
            opened.append(_message(row, ciphers, names))
        except Tampered:  # closed from here on for this conversation, and for no other
            spoilt.add(row[0])
            logger.error("a message of conversation %s does not open", row[0])
    return opened


def _message(
    row: tuple[object, ...], ciphers: dict[UUID, AESGCM], names: dict[int, str]
) -> frames_out.Message:
    conversation, seq, id, client_id, author, participant, sealed, sent_at, via = row
    cipher = ciphers[conversation]  # type: ignore[index]
    return frames_out.Message(
        conversation=conversation,  # type: ignore[arg-type]
        seq=seq,  # type: ignore[arg-type]
        id=id,  # type: ignore[arg-type]
        client_id=client_id,  # type: ignore[arg-type]
        author=author,  # type: ignore[arg-type]
        alias=names.get(participant, ""),  # type: ignore[call-overload]
        body=sealing.open_body(cipher, conversation=conversation, seq=seq, sealed=sealed),  # type: ignore[arg-type]
        sent_at=sent_at,  # type: ignore[arg-type]
        via=via,  # type: ignore[arg-type]
    )


def _aliases(participants: set[int], ciphers: dict[UUID, AESGCM]) -> dict[int, str]:
    rows = Participant.objects.filter(id__in=[each for each in participants if each is not None])
    return {
        row.pk: aliases.unseal(
            ciphers[row.conversation_id],
            conversation=row.conversation_id,
            account=row.account_id,
            sealed=row.alias_sealed,
        )
        for row in rows
        if row.conversation_id in ciphers
    }
