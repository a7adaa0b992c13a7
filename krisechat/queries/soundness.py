"""Is a database whole? What a restore drill compares with its source, and proves in the copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from krisechat.foundation.envelope import Tampered
from krisechat.models import Conversation, Message
from krisechat.privacy import key_survey, sealing
from krisechat.privacy.key_survey import Condition
from krisechat.states.conversation import ConversationState

AT_ONCE = 200
_TOLD_AT_MOST = 20


class Cursor(Protocol):
    """A cursor of any database, of Django's or of its driver."""

    def execute(self, statement: str, /) -> Any: ...

    def fetchone(self) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How many rows each table has, and the audit log's signed head: position and hash."""

    rows: dict[str, int]
    head: tuple[int, bytes] | None


@dataclass(slots=True, kw_only=True)
class Findings:
    """What was looked at, and what is wrong: a sentence each, ids and numbers only."""

    conversations: int = 0
    messages: int = 0
    keys_open: int = 0
    keys_dead: int = 0
    problems: list[str] = field(default_factory=list)

    def tell(self, problem: str) -> None:
        if len(self.problems) < _TOLD_AT_MOST:
            self.problems.append(problem)


def facts(cursor: Cursor) -> Facts:
    """Of whatever database and moment the cursor sees."""
    tables = [*connection.introspection.django_table_names(), "django_migrations"]
    rows: dict[str, int] = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        rows[table] = cursor.fetchone()[0]
    cursor.execute(
        'SELECT "position", head_hash FROM krisechat_auditseal ORDER BY "position" DESC LIMIT 1'
    )
    head = cursor.fetchone()
    return Facts(rows=rows, head=(head[0], bytes(head[1])) if head else None)


def inspect(*, at: datetime) -> Findings:
    """Looks at every data key, every conversation and every message of the database in use.

    Each data key opens, or is dead because its time has come. Each conversation's messages count
    from 1 to its last without a gap, and open; those of a dead key do not. What was erased has
    neither messages nor a key.
    """
    found = Findings()
    conditions = _keys(found, at=at)
    for some in _portions():
        _look(some, conditions, found)
    return found


def _keys(found: Findings, *, at: datetime) -> dict[UUID, Condition]:
    """What became of each conversation's key."""
    conditions: dict[UUID, Condition] = {}
    for key in key_survey.survey(at=at):
        found.keys_open += key.condition == Condition.OPEN
        found.keys_dead += key.condition == Condition.DEAD
        if key.condition not in (Condition.OPEN, Condition.DEAD):
            found.tell(f"The data key of {key.owner_kind} {key.owner_id} is {key.condition}.")
        if key.owner_kind == "conversation":
            conditions[key.owner_id] = key.condition
    return conditions


_Head = tuple[UUID, str, int]  # id, state, last_seq


def _portions() -> Iterator[Sequence[_Head]]:
    rows = Conversation.objects.order_by("id").values_list("id", "state", "last_seq")
    last: UUID | None = None
    while True:
        some = list((rows.filter(id__gt=last) if last else rows)[:AT_ONCE])
        if not some:
            return
        yield some
        last = some[-1][0]


def _look(some: Sequence[_Head], conditions: dict[UUID, Condition], found: Findings) -> None:
    ciphers = sealing.conversation_ciphers(
        [id for id, _, _ in some if conditions.get(id) == Condition.OPEN]
    )
    written = Message.objects.filter(conversation_id__in=[id for id, _, _ in some])
    rows = written.order_by("conversation_id", "seq").values_list(
        "conversation_id", "seq", "body_sealed"
    )
    messages = {id: list(group) for id, group in groupby(rows, key=lambda row: row[0])}
    for id, state, last_seq in some:
        theirs = messages.get(id, [])
        found.conversations += 1
        if state == ConversationState.ERASED:
            if theirs or id in conditions:
                found.tell(f"Conversation {id} was erased, and something of it is there.")
            continue
        if [seq for _, seq, _ in theirs] != list(range(1, last_seq + 1)):
            found.tell(f"Conversation {id} has a gap among its {last_seq} messages.")
        if id not in conditions:
            found.tell(f"Conversation {id} has no data key.")
        if id in ciphers:
            _open(id, theirs, ciphers[id], found)


def _open(id: UUID, theirs: Sequence[Any], cipher: Any, found: Findings) -> None:
    for _, seq, sealed in theirs:
        try:
            sealing.open_body(cipher, conversation=id, seq=seq, sealed=sealed)
        except Tampered:
            found.tell(f"Message {seq} of conversation {id} does not open.")
        else:
            found.messages += 1
