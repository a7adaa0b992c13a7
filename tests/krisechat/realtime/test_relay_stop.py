"""The relay ends when it is told to, whatever the channel layer does with a cancellation."""

import asyncio
from typing import Any

import pytest

from krisechat.realtime import relay
from krisechat.realtime.hints import Hints
from krisechat.realtime.relay import HintRelay


class Swallowing:
    """Behaves as redis-py can in Python 3.11: the first cancellation of a sending is lost."""

    def __init__(self) -> None:
        self.sending = asyncio.Event()

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.sending.set()
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            return


async def test_a_cancellation_that_is_swallowed_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = Swallowing()
    monkeypatch.setattr(relay, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(relay, "STOP_SECONDS", 0.05)
    sender = HintRelay()
    sender.start()
    sender.add(Hints(queue=True))
    await layer.sending.wait()
    async with asyncio.timeout(5):
        await sender.stop()
    assert all(task.done() for task in sender._tasks)


async def test_a_relay_that_was_never_started_stops_too() -> None:
    async with asyncio.timeout(5):
        await HintRelay().stop()
