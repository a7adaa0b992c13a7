"""The one funnel to connected people. Called by operations, on commit, from any thread.

Where this process serves sockets, its hub is told directly; every other process gets a hint.
Where it serves none (an engine, a command), a small thread owns the way to the layer.
"""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from krisechat.realtime.hints import Hints
from krisechat.realtime.relay import HintRelay


class StoredMessage(Protocol):
    """A message that was just committed; see krisechat.operations.messages.Stored."""

    @property
    def message(self) -> Any: ...


class Hub(Protocol):
    """What a serving process offers: both are called on its loop."""

    def on_stored(self, messages: Sequence[Any]) -> None: ...
    def on_hints(self, hints: Hints) -> None: ...


class _Target:
    """Where this process's news goes."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.relay: HintRelay | None = None
        self.hub: Hub | None = None
        self.lock = threading.Lock()


_target = _Target()


def attach(*, hub: Hub, relay: HintRelay, loop: asyncio.AbstractEventLoop) -> None:
    """From now on this process serves sockets through `hub`, on `loop`."""
    _target.hub, _target.relay, _target.loop = hub, relay, loop


def detach() -> None:
    """This process serves no sockets any more."""
    _target.hub = _target.relay = _target.loop = None


def stored(messages: Sequence[StoredMessage]) -> None:
    """These messages were committed, in this order."""
    hints = Hints()
    for each in messages:
        conversation = each.message.conversation
        hints.seqs[conversation] = max(each.message.seq, hints.seqs.get(conversation, 0))
    _hand_over(hints, messages)


def changed(conversation: UUID) -> None:
    """State, volunteer, risk, positions or rights of this conversation changed."""
    _hand_over(Hints(changed={conversation}))


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
    loop = _target.loop or _own_loop()
    try:
        loop.call_soon_threadsafe(_arrived, hints, messages)
    except RuntimeError:  # the loop is closing: whoever comes next reads the database
        return


def _arrived(hints: Hints, messages: Sequence[StoredMessage]) -> None:
    """On the loop: our own sockets first, then one hint for everybody else's."""
    if _target.hub is not None:
        if messages:
            _target.hub.on_stored(messages)
        else:
            _target.hub.on_hints(hints)
    if _target.relay is not None:
        _target.relay.add(hints)


def _own_loop() -> asyncio.AbstractEventLoop:
    with _target.lock:
        if _target.loop is None:
            loop = asyncio.new_event_loop()
            ready = threading.Event()
            threading.Thread(target=_run, args=(loop, ready), daemon=True, name="hints").start()
            ready.wait(5)
            _target.loop = loop
        return _target.loop


def _run(loop: asyncio.AbstractEventLoop, ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    loop.call_soon(_start_relay, ready)
    loop.run_forever()


def _start_relay(ready: threading.Event) -> None:
    _target.relay = HintRelay()
    _target.relay.start()
    ready.set()
