"""The one funnel to connected people."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from channels.layers import InMemoryChannelLayer

from krisechat.realtime import publish, relay
from krisechat.realtime.hints import Hints
from tests.support.pages import settle, stored

ONE = UUID(int=1)


class FakeRelay:
    """What would go to the other processes."""

    def __init__(self) -> None:
        self.said: list[Hints] = []

    def add(self, hints: Hints) -> None:
        self.said.append(hints)


class FakeHub:
    """What this process's own sockets would hear, and on which thread."""

    def __init__(self, said: list[Hints]) -> None:
        self._said = said
        self.stored: list[list[Any]] = []
        self.hints: list[Hints] = []
        self.before_the_others: list[bool] = []
        self.threads: set[str] = set()

    def on_stored(self, messages: Sequence[Any]) -> None:
        self.stored.append(list(messages))
        self._heard()

    def on_hints(self, hints: Hints) -> None:
        self.hints.append(hints)
        self._heard()

    def _heard(self) -> None:
        self.before_the_others.append(len(self._said) < len(self.before_the_others) + 1)
        self.threads.add(threading.current_thread().name)


Served = tuple[FakeHub, FakeRelay]


@pytest_asyncio.fixture
async def served() -> AsyncIterator[Served]:
    """This process serves sockets."""
    others = FakeRelay()
    hub = FakeHub(others.said)
    publish.attach(hub=hub, relay=others, loop=asyncio.get_running_loop())  # type: ignore[arg-type]
    yield hub, others
    publish.detach()


async def from_a_thread(work: Callable[[], None]) -> None:
    await asyncio.to_thread(work)
    await settle()


NEWS: list[tuple[Callable[[], None], Hints]] = [
    (lambda: publish.changed(ONE), Hints(changed={ONE})),
    (publish.queue_changed, Hints(queue=True)),
    (lambda: publish.account_changed(ONE), Hints(accounts={ONE})),
    (lambda: publish.typing(ONE, by="citizen", on=False), Hints(typing={(ONE, "citizen"): False})),
]


@pytest.mark.parametrize(("say", "hints"), NEWS)
async def test_news_reaches_our_own_sockets_and_every_other_process(
    served: Served, say: Callable[[], None], hints: Hints
) -> None:
    hub, others = served
    await from_a_thread(say)
    assert hub.hints == others.said == [hints]


async def test_messages_reach_our_own_sockets_whole_and_the_others_as_a_number(
    served: Served,
) -> None:
    hub, others = served
    one, two = uuid4(), uuid4()
    batch = [stored(one, 4), stored(two, 1), stored(one, 5)]
    await from_a_thread(lambda: publish.stored(batch))
    assert hub.stored == [batch]
    assert hub.hints == []
    assert others.said == [Hints(seqs={one: 5, two: 1})]


async def test_no_word_of_a_message_goes_to_the_others(served: Served) -> None:
    _, others = served
    await from_a_thread(lambda: publish.stored([stored(ONE, 1, body="jeg er bange")]))
    assert "bange" not in repr(others.said)
    assert "bange" not in repr(others.said[0].to_wire())


async def test_everything_happens_on_the_loop_and_our_own_come_first(served: Served) -> None:
    hub, _ = served
    for say, _ in NEWS:
        await from_a_thread(say)
    await from_a_thread(lambda: publish.stored([stored(ONE, 1)]))
    assert hub.threads == {threading.current_thread().name}
    assert all(hub.before_the_others)


async def test_a_batch_is_told_in_the_order_it_was_committed(served: Served) -> None:
    hub, _ = served
    first, second = [stored(ONE, 1)], [stored(ONE, 2)]

    def both() -> None:
        publish.stored(first)
        publish.stored(second)

    await from_a_thread(both)
    assert hub.stored == [first, second]


class TestAProcessThatServesNobody:
    """An engine or a command: a thread of its own owns the way to the layer."""

    @pytest.fixture(autouse=True)
    def no_way_yet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(publish, "_ways", publish._Ways())

    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> list[Hints]:
        """What arrived at the layer."""
        arrived: list[Hints] = []

        class Layer(InMemoryChannelLayer):
            async def group_send(self, group: str, message: dict[str, Any]) -> None:
                arrived.append(Hints.from_wire(message["hints"]))

        monkeypatch.setattr(relay, "get_channel_layer", Layer)
        return arrived

    async def test_its_news_reaches_the_others(self, sent: list[Hints]) -> None:
        publish.changed(ONE)
        async with asyncio.timeout(5):
            while not sent:
                await asyncio.sleep(0.005)
        assert sent == [Hints(changed={ONE})]

    async def test_one_thread_is_enough(self, sent: list[Hints]) -> None:
        before = threading.active_count()
        for number in range(20):
            publish.changed(UUID(int=number))
        assert threading.active_count() - before == 1

    async def test_a_loop_that_has_closed_costs_nobody_anything(self) -> None:
        loop = asyncio.new_event_loop()
        loop.close()
        publish.attach(hub=FakeHub([]), relay=FakeRelay(), loop=loop)  # type: ignore[arg-type]
        publish.changed(ONE)
