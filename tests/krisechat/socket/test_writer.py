"""Group commit: whatever waits goes into one transaction, and one cannot take the rest along."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest
import pytest_asyncio
from django.db import DataError, InterfaceError, OperationalError

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unavailable
from krisechat.models import Message
from krisechat.operations import messages
from krisechat.operations.messages import Outcome, Send, Stored
from krisechat.queries import conversations
from krisechat.socket import writer
from krisechat.socket.writer import BATCH, GroupWriter
from tests.support import people
from tests.support.pages import settle, stored

POISON = "gift"


def send(body: str = "hej") -> Send:
    return stored(uuid4(), 1, body=body).send


def kept(sends: Sequence[Send]) -> list[Outcome]:
    """As if every one of them had been stored."""
    return [stored(each.conversation, 1, body=each.body) for each in sends]


def bodies(outcomes: Sequence[Outcome]) -> list[str]:
    """What was stored of each; the code of a refusal."""
    return [each.message.body if isinstance(each, Stored) else each.code for each in outcomes]


class Table:
    """Takes the place of the write path: stores, or fails as it is told to."""

    def __init__(self, *failures: Exception, refuses: Exception | None = None) -> None:
        self.failures = list(failures)
        self.refuses = refuses
        self.batches: list[list[str]] = []

    def store(self, sends: Sequence[Send], *, at: object) -> list[Outcome]:
        self.batches.append([each.body for each in sends])
        if self.failures:
            raise self.failures.pop(0)
        if self.refuses is not None and any(each.body == POISON for each in sends):
            raise self.refuses
        return kept(sends)


def use(monkeypatch: pytest.MonkeyPatch, table: Table, *, answers: bool = True) -> Table:
    monkeypatch.setattr(messages, "store", table.store)
    monkeypatch.setattr(writer, "_database_answers", lambda: answers)
    return table


class TestWriting:
    def test_a_batch_is_stored_in_one_go(self, monkeypatch: pytest.MonkeyPatch) -> None:
        table = use(monkeypatch, Table())
        assert bodies(writer.write([send("a"), send("b")])) == ["a", "b"]
        assert table.batches == [["a", "b"]]

    @pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("gone")])
    def test_a_broken_connection_is_replaced_and_the_batch_tried_again(
        self, monkeypatch: pytest.MonkeyPatch, fault: Exception
    ) -> None:
        table = use(monkeypatch, Table(fault))
        assert bodies(writer.write([send("a"), send("b")])) == ["a", "b"]
        assert len(table.batches) == 2

    @pytest.mark.parametrize("fault", [ValueError("gift"), DataError("gift"), KeyError("gift")])
    def test_one_that_cannot_be_stored_does_not_take_the_others_along(
        self, monkeypatch: pytest.MonkeyPatch, fault: Exception
    ) -> None:
        use(monkeypatch, Table(refuses=fault))
        outcomes = writer.write([send("a"), send(POISON), send("b")])
        assert bodies(outcomes) == ["a", "unavailable", "b"]

    def test_a_database_that_is_away_refuses_all_and_is_not_asked_for_each(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = [OperationalError("gone")] * 9
        table = use(monkeypatch, Table(*gone), answers=False)
        outcomes = writer.write([send() for _ in range(100)])
        assert all(isinstance(each, Unavailable) for each in outcomes)
        assert len(outcomes) == 100
        assert len(table.batches) == 2

    def test_it_says_what_failed_by_kind_and_quotes_nobody(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        use(monkeypatch, Table(refuses=ValueError("Amina er bange")))
        writer.write([send(POISON)])
        assert "ValueError" in caplog.text
        assert "Amina" not in caplog.text


class Written:
    """What the hub hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[Send, Outcome]] = []
        self.threads: set[int] = set()

    def done(self, send: Send, outcome: Outcome) -> None:
        self.heard.append((send, outcome))
        self.threads.add(threading.get_ident())


class SlowTable(Table):
    """Stores when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.go = threading.Event()

    def store(self, sends: Sequence[Send], *, at: object) -> list[Outcome]:
        self.begun.set()
        self.go.wait(5)
        return super().store(sends, at=at)


@pytest_asyncio.fixture
async def group() -> AsyncIterator[tuple[GroupWriter, Written]]:
    heard = Written()
    one = GroupWriter(loop=asyncio.get_running_loop(), done=heard.done)
    yield one, heard
    one.close()


Group = tuple[GroupWriter, Written]


class TestGathering:
    async def test_each_hears_what_became_of_it_in_order_on_the_loop(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, heard = group
        use(monkeypatch, Table(refuses=ValueError()))
        sends = [send("a"), send(POISON), send("b")]
        for each in sends:
            one.submit(each)
        await one.drain()
        assert [each for each, _ in heard.heard] == sends
        assert bodies([outcome for _, outcome in heard.heard]) == ["a", "unavailable", "b"]
        assert heard.threads == {threading.get_ident()}

    async def test_while_one_batch_is_written_the_next_gathers(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, heard = group
        table = SlowTable()
        use(monkeypatch, table)
        one.submit(send("a"))
        await asyncio.to_thread(table.begun.wait, 5)
        for body in "bcd":
            one.submit(send(body))
        assert heard.heard == []
        table.go.set()
        await one.drain()
        assert table.batches == [["a"], ["b", "c", "d"]]

    async def test_a_batch_has_an_upper_bound(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, heard = group
        table = SlowTable()
        use(monkeypatch, table)
        one.submit(send())
        await asyncio.to_thread(table.begun.wait, 5)
        for _ in range(2 * BATCH + 1):
            one.submit(send())
        table.go.set()
        await one.drain()
        assert [len(batch) for batch in table.batches] == [1, BATCH, BATCH, 1]
        assert len(heard.heard) == 2 * BATCH + 2

    async def test_draining_waits_for_what_was_submitted_and_for_nothing_else(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, heard = group
        await one.drain()
        table = SlowTable()
        use(monkeypatch, table)
        one.submit(send())
        draining = asyncio.ensure_future(one.drain())
        await settle()
        assert not draining.done()
        table.go.set()
        async with asyncio.timeout(5):
            await draining
        assert len(heard.heard) == 1


@pytest.mark.django_db(transaction=True)
class TestOnTheDatabase:
    def own(self, body: str = "hej") -> Send:
        """A message of a citizen who is really there."""
        opened = people.amina("")
        me = conversations.snapshot(opened.conversation).citizen()
        return Send(
            conversation=opened.conversation,
            participant=me.participant,
            author="citizen",
            alias=me.alias,
            client_id=new_id(),
            body=body,
        )

    def test_a_commit_that_went_through_unseen_finds_itself_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mine, store, answers = self.own(), messages.store, [OperationalError("lost the answer")]

        def stores_but_does_not_answer(sends: Sequence[Send], *, at: object) -> list[Outcome]:
            outcomes = store(sends, at=clock.now())
            if answers:
                raise answers.pop()
            return outcomes

        monkeypatch.setattr(messages, "store", stores_but_does_not_answer)
        [outcome] = writer.write([mine])
        assert isinstance(outcome, Stored)
        assert (outcome.message.seq, outcome.fresh) == (1, False)
        assert Message.objects.count() == 1

    def test_a_message_the_database_refuses_sinks_alone(self) -> None:
        """PostgreSQL takes no NUL in an author; SQLite knows no such participant."""
        good, bad = self.own("god"), self.own("dårlig")
        bad = Send(
            conversation=bad.conversation,
            participant=2**40,
            author="\0",
            alias="",
            client_id=new_id(),
            body="dårlig",
        )
        assert bodies(writer.write([good, bad])) == ["god", "unavailable"]
        assert Message.objects.count() == 1
