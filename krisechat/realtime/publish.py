"""The one funnel to connected people. Called by operations, on commit, from any thread.

Where this process serves sockets, its hub is told directly; every other process gets a hint.
Where it serves none (an engine, a command), a small thread owns the way to the layer.
"""

import asyncio
import contextlib
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from krisechat.realtime.hints import Hints, Position
from krisechat.realtime.relay import HintRelay


class StoredMessage(Protocol):
    """A message that was just committed; see krisechat.operations.messages.Stored."""

    @property
    def message(self) -> Any: ...


class Hub(Protocol):
    """What a serving process offers: both are called on its loop."""

    def on_stored(self, messages: Sequence[Any]) -> None: ...
    def on_hints(self, hints: Hints) -> None: ...


@dataclass(frozen=True, slots=True)
class _Way:
    """Where news goes: a loop, the relay that lives on it, and the hub if sockets are served."""

    loop: asyncio.AbstractEventLoop
    relay: HintRelay
    hub: Hub | None


class _Ways:
    """This process's way while it serves sockets, and the one for when it does not."""

    def __init__(self) -> None:
        self.served: _Way | None = None
        self.own: _Way | None = None
        self.lock = threading.Lock()


_ways = _Ways()


def attach(*, hub: Hub, relay: HintRelay, loop: asyncio.AbstractEventLoop) -> None:
    """From now on this process serves sockets through `hub`, on `loop`."""
    _ways.served = _Way(loop, relay, hub)


def detach() -> None:
    """This process serves no sockets any more."""
    _ways.served = None


def stored(messages: Sequence[StoredMessage]) -> None:
    """These messages were committed, in this order."""
    hints = Hints()
    for each in messages:
        conversation = each.message.conversation
        hints.seqs[conversation] = max(each.message.seq, hints.seqs.get(conversation, 0))
    _hand_over(hints, messages)


def changed(conversation: UUID) -> None:
    """State, volunteer, risk or people of this conversation changed."""
    _hand_over(Hints(changed={conversation}))


def positions(news: Collection[Position]) -> None:
    """People have received or read more."""
    _hand_over(Hints(positions={each.participant: each for each in news}))


def queue_changed() -> None:
    """Somebody came into the queue or left it."""
    _hand_over(Hints(queue=True))


def account_changed(account: UUID) -> None:
    """Which conversations this person has, or whether they are on duty, changed."""
    _hand_over(Hints(accounts={account}))


def typing(conversation: UUID, *, by: str, on: bool) -> None:
    """Somebody began or stopped typing; never stored."""
    _hand_over(Hints(typing={(conversation, by): on}))


def _hand_over(hints: Hints, messages: Sequence[StoredMessage] = ()) -> None:
    way = _ways.served or _own_way()
    with contextlib.suppress(RuntimeError):  # the loop is closing: others read the database
        way.loop.call_soon_threadsafe(_arrived, way, hints, messages)


def _arrived(way: _Way, hints: Hints, messages: Sequence[StoredMessage]) -> None:
    """On the loop: our own sockets first, then one hint for everybody else's."""
    if way.hub is not None:
        if messages:
            way.hub.on_stored(messages)
        else:
            way.hub.on_hints(hints)
    way.relay.add(hints)


def _own_way() -> _Way:
    """A thread with a loop of its own, begun at the first need and kept."""
    with _ways.lock:
        if _ways.own is None:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, daemon=True, name="hints").start()
            relay = asyncio.run_coroutine_threadsafe(_started_relay(), loop).result(5)
            _ways.own = _Way(loop, relay, None)
        return _ways.own


async def _started_relay() -> HintRelay:
    relay = HintRelay()
    relay.start()
    return relay
