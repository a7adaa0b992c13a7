"""The statements of the write path, and nothing else: lock, look for resends and for those who
left, insert, advance.

Everything here runs inside the caller's transaction. Each statement handles a whole batch, and is
the same text whatever the batch's size, so that the database prepares it once. PostgreSQL takes the
batch as arrays; elsewhere the ORM says the same.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import connection

from krisechat.models import Conversation, Message, Participant


class Head(NamedTuple):
    """A conversation as its lock found it."""

    id: UUID
    state: str
    last_seq: int
    texting: str
    citizen: UUID
    gone: str


class Row(NamedTuple):
    """A message as it stands in the table."""

    id: UUID
    conversation: UUID
    seq: int
    author: str
    participant: int
    client_id: UUID
    body_sealed: bytes
    masked: bool
    via: str
    sent_at: datetime


class Read(NamedTuple):
    """What a batch finds: the conversations it locked, the rows its resends already have, and the
    participants among its authors who are not in their conversation any more."""

    heads: list[Head]
    resends: list[Row]
    gone: set[int]


class Rows(Protocol):
    """What a database must be able to do."""

    def read(
        self,
        *,
        conversations: Collection[UUID],
        client_ids: Collection[UUID],
        participants: Collection[int],
    ) -> Read:
        """Locks the conversations in id order, so that two batches never wait in a circle; then,
        under the lock, looks for resends and for those who left."""

    def write(self, rows: list[Row], last_seqs: Mapping[UUID, int]) -> None:
        """Inserts the messages and moves the conversations' last_seq."""


class AnyDatabase:
    """Through the ORM."""

    def read(
        self,
        *,
        conversations: Collection[UUID],
        client_ids: Collection[UUID],
        participants: Collection[int],
    ) -> Read:
        locked = Conversation.objects.filter(id__in=conversations).order_by("id")
        heads = locked.select_for_update(no_key=True).values_list(*_HEAD)
        found = [Head(*head) for head in heads]
        resends = Message.objects.filter(client_id__in=client_ids).values_list(*_FIELDS)
        left = Participant.objects.filter(id__in=participants, left_at__isnull=False)
        gone = left.values_list("id", flat=True) if participants else []
        return Read(found, [Row(*row) for row in resends], set(gone))

    def write(self, rows: list[Row], last_seqs: Mapping[UUID, int]) -> None:
        Message.objects.bulk_create(Message(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
        for conversation, last_seq in last_seqs.items():
            Conversation.objects.filter(id=conversation).update(last_seq=last_seq)


class PostgreSql:
    """A batch is a handful of arrays, and each statement is prepared once per connection.
    (Sending them together, in libpq's pipeline, was tried: it saved no time.)"""

    def read(
        self,
        *,
        conversations: Collection[UUID],
        client_ids: Collection[UUID],
        participants: Collection[int],
    ) -> Read:
        heads, resends, gone = _run(
            (_LOCK, [list(conversations)]),
            (_RESENDS, [list(client_ids)]),
            (_GONE, [list(participants)]),
        )
        return Read(
            [Head(*row) for row in heads], [Row(*row) for row in resends], {row[0] for row in gone}
        )

    def write(self, rows: list[Row], last_seqs: Mapping[UUID, int]) -> None:
        messages = [list(column) for column in zip(*rows, strict=True)]
        _run((_WRITE, [list(last_seqs), list(last_seqs.values()), *messages]))


_FIELDS = (
    "id",
    "conversation_id",
    "seq",
    "author",
    "participant_id",
    "client_id",
    "body_sealed",
    "masked",
    "via",
    "sent_at",
)
_HEAD = ("id", "state", "last_seq", "texting", "citizen_id", "gone")
_COLUMNS = ", ".join(_FIELDS)
_LOCK = (
    f"SELECT {', '.join(_HEAD)} FROM krisechat_conversation"
    " WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
)
_RESENDS = f"SELECT {_COLUMNS} FROM krisechat_message WHERE client_id = ANY(%b)"
_GONE = "SELECT id FROM krisechat_participant WHERE id = ANY(%b) AND left_at IS NOT NULL"
_WRITE = (
    "WITH moved AS (UPDATE krisechat_conversation AS c SET last_seq = new.last_seq"
    " FROM unnest(%b::uuid[], %b::bigint[]) AS new(id, last_seq) WHERE c.id = new.id)"
    f" INSERT INTO krisechat_message ({_COLUMNS}) SELECT * FROM unnest(%b::uuid[],"
    " %b::uuid[], %b::bigint[], %b::text[], %b::bigint[], %b::uuid[], %b::bytea[],"
    " %b::boolean[], %b::text[], %b::timestamptz[])"
)

_DATABASES: dict[str, Rows] = {"postgresql": PostgreSql()}
_ANY = AnyDatabase()


def of_this_database() -> Rows:
    """The statements as the connected database takes them."""
    return _DATABASES.get(connection.vendor, _ANY)


def _run(*statements: tuple[str, list[Any]]) -> list[list[Any]]:
    """The rows of each statement. Past Django's cursor, which would write the arrays into the
    statements' text."""
    from psycopg import Cursor  # noqa: PLC0415  only where PostgreSQL is

    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        done = [Cursor(raw).execute(text, arrays, prepare=True) for text, arrays in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in done]
