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


class Rows(Protocol):
    """What a database must be able to do."""

    def lock(self, conversations: Collection[UUID]) -> list[Head]: ...
    def resends(self, client_ids: Collection[UUID]) -> list[Row]: ...
    def gone(self, participants: Collection[int]) -> set[int]: ...
    def insert(self, rows: list[Row]) -> None: ...
    def advance(self, last_seqs: Mapping[UUID, int]) -> None: ...


class AnyDatabase:
    """Through the ORM."""

    def lock(self, conversations: Collection[UUID]) -> list[Head]:
        """Locks the conversations in id order, so that two batches never wait in a circle."""
        rows = Conversation.objects.filter(id__in=conversations).order_by("id")
        locked = rows.select_for_update(no_key=True)
        return [Head(*row) for row in locked.values_list("id", "state", "last_seq")]

    def resends(self, client_ids: Collection[UUID]) -> list[Row]:
        """The rows that messages with these client_ids already have."""
        rows = Message.objects.filter(client_id__in=client_ids)
        return [Row(*row) for row in rows.values_list(*_FIELDS)]

    def gone(self, participants: Collection[int]) -> set[int]:
        """Those of them who are not in their conversation any more."""
        rows = Participant.objects.filter(id__in=participants, left_at__isnull=False)
        return set(rows.values_list("id", flat=True))

    def insert(self, rows: list[Row]) -> None:
        """Inserts the messages."""
        Message.objects.bulk_create(Message(**dict(zip(_FIELDS, row, strict=True))) for row in rows)

    def advance(self, last_seqs: Mapping[UUID, int]) -> None:
        """Moves the conversations' last_seq."""
        for conversation, last_seq in last_seqs.items():
            Conversation.objects.filter(id=conversation).update(last_seq=last_seq)


class PostgreSql:
    """A batch is a handful of arrays; each statement is prepared once per connection."""

    def lock(self, conversations: Collection[UUID]) -> list[Head]:
        rows = _run(
            "SELECT id, state, last_seq FROM krisechat_conversation"
            " WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE",
            [list(conversations)],
        )
        return [Head(*row) for row in rows]

    def resends(self, client_ids: Collection[UUID]) -> list[Row]:
        rows = _run(
            f"SELECT {_COLUMNS} FROM krisechat_message WHERE client_id = ANY(%b)",
            [list(client_ids)],
        )
        return [Row(*row) for row in rows]

    def gone(self, participants: Collection[int]) -> set[int]:
        rows = _run(
            "SELECT id FROM krisechat_participant WHERE id = ANY(%b) AND left_at IS NOT NULL",
            [list(participants)],
        )
        return {row[0] for row in rows}

    def insert(self, rows: list[Row]) -> None:
        _run(
            f"INSERT INTO krisechat_message ({_COLUMNS}) SELECT * FROM unnest(%b::uuid[],"
            " %b::uuid[], %b::bigint[], %b::text[], %b::bigint[], %b::uuid[], %b::bytea[],"
            " %b::boolean[], %b::text[], %b::timestamptz[])",
            [list(column) for column in zip(*rows, strict=True)],
        )

    def advance(self, last_seqs: Mapping[UUID, int]) -> None:
        _run(
            "UPDATE krisechat_conversation AS c SET last_seq = new.last_seq"
            " FROM unnest(%b::uuid[], %b::bigint[]) AS new(id, last_seq) WHERE c.id = new.id",
            [list(last_seqs), list(last_seqs.values())],
        )


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
_COLUMNS = ", ".join(_FIELDS)
_DATABASES: dict[str, Rows] = {"postgresql": PostgreSql()}
_ANY = AnyDatabase()


def of_this_database() -> Rows:
    """The statements as the connected database takes them."""
    return _DATABASES.get(connection.vendor, _ANY)


def _run(statement: str, arrays: list[Any]) -> list[Any]:
    """Past Django's cursor, which would write the arrays into the statement's text."""
    connection.ensure_connection()
    with connection.wrap_database_errors, _binding_cursor() as cursor:
        cursor.execute(statement, arrays, prepare=True)
        return cursor.fetchall() if cursor.description else []


def _binding_cursor() -> Any:
    from psycopg import Cursor  # noqa: PLC0415  only where PostgreSQL is

    return Cursor(connection.connection)
