"""P3, one order for all: many write into one conversation; every reader sees the table's list."""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Message
from krisechat.operations import messages
from krisechat.operations.messages import Send, Stored
from krisechat.queries import conversations, transcripts
from tests.races.together import failures, together
from tests.support import people, sockets

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH_WRITES, READERS = 20, 12, 4


def send(conversation: UUID, body: str) -> Send:
    """The citizen of the conversation is about to write this."""
    me = conversations.snapshot(conversation).citizen()
    return Send(
        conversation=conversation,
        participant=me.participant,
        author="citizen",
        alias=me.alias,
        client_id=new_id(),
        body=body,
    )


def writer(conversation: UUID, number: int) -> Callable[[], None]:
    """Writes its messages in batches of one, two and three."""
    waiting = iter([send(conversation, f"{number}/{turn}") for turn in range(EACH_WRITES)])

    def write() -> None:
        for size in itertools.cycle((1, 2, 3)):
            batch = list(itertools.islice(waiting, size))
            if not batch:
                return
            assert all(isinstance(each, Stored) for each in messages.store(batch, at=clock.now()))

    return write


def reader(conversation: UUID, until: int) -> Callable[[], list[tuple[int, str]]]:
    """Polls for whatever is after the last it has, as a page does, until it has them all."""

    def read() -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        patience = time.monotonic() + 60
        while len(found) < until and time.monotonic() < patience:
            last = found[-1][0] if found else 0
            page = transcripts.after(conversation, last)
            found += [(each.seq, each.body) for each in page]
            assert len(found) <= until
        return found

    return read


def table(conversation: UUID) -> list[tuple[int, str]]:
    """What is stored, in order."""
    return [(each.seq, each.body) for each in transcripts.after(conversation, 0, limit=10_000)]


def in_turn(rows: list[tuple[int, str]]) -> Iterator[list[int]]:
    """Each writer's turns, in the order in which they stand in the conversation."""
    for number in range(WRITERS):
        mine = [body for _, body in rows if body.startswith(f"{number}/")]
        yield [int(body.partition("/")[2]) for body in mine]


def test_every_readers_list_is_the_tables_list_without_a_gap() -> None:
    conversation = people.amina("").conversation
    total = WRITERS * EACH_WRITES
    writers = [writer(conversation, number) for number in range(WRITERS)]
    readers = [reader(conversation, total) for _ in range(READERS)]
    ends = together(*writers, *readers)
    assert failures(ends) == []
    stored = table(conversation)
    assert [seq for seq, _ in stored] == list(range(1, total + 1))
    assert all(turns == list(range(EACH_WRITES)) for turns in in_turn(stored))
    assert all(each == stored for each in ends[WRITERS:])
    assert Conversation.objects.get(id=conversation).last_seq == total


async def test_a_socket_gets_the_tables_list_whichever_commit_is_heard_of_first() -> None:
    opened = await sync_to_async(people.amina)("")
    total = WRITERS * EACH_WRITES
    writers = await sync_to_async(
        lambda: [writer(opened.conversation, number) for number in range(WRITERS)]
    )()
    async with sockets.citizen(opened.token) as page, sockets.citizen(opened.token) as other:
        writing = asyncio.ensure_future(asyncio.to_thread(lambda: together(*writers)))
        lists = await asyncio.gather(heard(page, total), heard(other, total))
        assert failures(await writing) == []
    stored = await sync_to_async(table)(opened.conversation)
    await sockets.end_hub()
    assert [seq for seq, _ in stored] == list(range(1, total + 1))
    assert lists == [stored, stored]


async def heard(socket: sockets.Socket, total: int) -> list[tuple[int, str]]:
    """The messages one page gets, in the order in which it gets them; answers its beats."""
    found: list[tuple[int, str]] = []
    while len(found) < total:
        frame = await socket.receive(seconds=30)
        if frame["type"] == "beat":
            await socket.send(type_="ping", n=frame["n"])
        if frame["type"] == "message":
            found.append((frame["seq"], frame["body"]))
    return found


@pytest.mark.parametrize("rounds", [40])
def test_two_batches_over_the_same_conversations_in_opposite_order_never_lock_each_other_out(
    rounds: int,
) -> None:
    held = [people.amina("").conversation for _ in range(6)]
    meet = threading.Barrier(2)

    def batches(order: list[UUID]) -> Callable[[], list[Any]]:
        waiting = [[send(each, "begge veje") for each in order] for _ in range(rounds)]

        def write() -> list[Any]:
            outcomes: list[Any] = []
            for batch in waiting:
                meet.wait(30)
                outcomes += messages.store(batch, at=clock.now())
            return outcomes

        return write

    ends = together(batches(held), batches(held[::-1]))
    assert failures(ends) == []
    assert all(isinstance(each, Stored) for end in ends for each in end)
    for each in held:
        seqs = Message.objects.filter(conversation_id=each).order_by("seq")
        assert list(seqs.values_list("seq", flat=True)) == list(range(1, 2 * rounds + 1))
