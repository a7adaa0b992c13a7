"""20,000 generated frames over both sockets: none fails, none mutes a socket, none breaks order."""

import itertools
import json
import logging
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from krisechat.foundation import clock
from krisechat.models import Message
from routing.operations import assignments
from tests.hostile.verdicts import give, until
from tests.support import people, sockets
from tests.support.sockets import Frame, Socket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

BATCH = 50
BATCHES = 200  # with BATCH: 10,000 frames on each socket
NAMED = {4400, 4401, 4403, 4408, 4409, 4413, 4429, 1012}
CODES = {
    "malformed",
    "unknown_type",
    "missing_field",
    "bad_value",
    "too_long",
    "not_found",
    "id_conflict",
    "wrong_state",
    "nothing_waiting",
    "at_capacity",
    "not_available",
}
MINE = UUID(int=1)  # stands for the conversation the socket is in, until the frame is sent

IDS = st.sampled_from([str(UUID(int=n)) for n in range(2, 6)])
WHOLES = st.sampled_from([0, 1, 2, 3, 2**31, 2**53 - 1, 2**53, -1, 10**40])
TEXTS = st.one_of(
    st.sampled_from(["", " ", "hej", "none", "high", "available", "ended", "010190-1234"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["x" * 4_000, "x" * 4_001]),
)
ANY = st.one_of(
    st.none(),
    st.booleans(),
    WHOLES,
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    IDS,
    st.lists(TEXTS, max_size=2),
    st.dictionaries(st.text(max_size=3), WHOLES, max_size=2),
)
RIGHT: dict[str, st.SearchStrategy[Any]] = {
    "conversation": st.one_of(st.just(str(MINE)), IDS),
    "client_id": IDS,
    "offer": IDS,
    "body": TEXTS,
    "seq": WHOLES,
    "last_seq": WHOLES,
    "on": st.booleans(),
    "n": WHOLES,
    "token": TEXTS,
    "status": st.sampled_from(["available", "break", "offline", "x"]),
    "capacity": WHOLES,
    "risk": st.sampled_from(["none", "concern", "high", "acute", "x"]),
    "reason": TEXTS,
    "outcome": st.sampled_from(["referred", "silent", "x"]),
    "tags": st.lists(TEXTS, max_size=3),
    "step": st.sampled_from(["called_112", "lead_here", "lead_left", "lead_came", "x"]),
    "resume": st.dictionaries(IDS, WHOLES, max_size=2),
}
SHARED = {
    "hello": ["token", "last_seq", "resume"],
    "message.send": ["conversation", "client_id", "body"],
    "message.read": ["conversation", "seq"],
    "typing": ["conversation", "on"],
    "sync": ["conversation", "last_seq"],
    "ping": ["n"],
    "nonsense": [],
}
CITIZEN: dict[str, list[str]] = {**SHARED, "conversation.next": []}
CONSOLE: dict[str, list[str]] = {
    **SHARED,
    "conversation.next": [],
    "presence.set": ["status", "capacity"],
    "conversation.flag": ["conversation", "risk", "reason"],
    "conversation.note": ["conversation", "body"],
    "help.request": ["conversation"],
    "emergency.step": ["conversation", "step"],
    "offer.accept": ["offer"],
    "offer.decline": ["offer", "reason"],
}


def spoilt(text: str) -> st.SearchStrategy[str]:
    """The text with a piece cut out or put in."""
    places = st.integers(0, len(text))
    pieces = st.sampled_from(["", "{", "[", '"', "\\", "\\u0000", "\\ud800", "NaN", ",", "0", "\0"])
    return st.builds(
        lambda a, b, piece: text[: min(a, b)] + piece + text[max(a, b) :], places, places, pieces
    )


def frames(types: dict[str, list[str]]) -> st.SearchStrategy[str]:
    """Right frames, frames with fields missing or of the wrong kind, cut and patched ones."""

    def of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
        fields = {name: RIGHT[name] for name in types[kind]}
        wrong = dict.fromkeys(types[kind], ANY)
        return st.one_of(
            st.fixed_dictionaries({"type": st.just(kind), **fields}),
            st.fixed_dictionaries({"type": st.just(kind)}, optional=wrong),
        )

    whole = st.one_of(*[of(kind) for kind in types]).map(json.dumps)
    rare = st.sampled_from(["x" * 17_000, "", "[" * 9_000, *["{}"] * 20])
    odd = st.one_of(whole.flatmap(spoilt), ANY.map(json.dumps), rare).map(str)
    return st.one_of(*[whole.map(str)] * 7, odd)


def batches(types: dict[str, list[str]]) -> st.SearchStrategy[list[str]]:
    return st.lists(frames(types), min_size=BATCH, max_size=BATCH)


class Target:
    """A socket of one kind, opened again whenever it was closed with a named code."""

    def __init__(self, side: str) -> None:
        self.side = side
        self.taken = 0
        self.conversation = ""
        self._token = ""
        self._socket: Socket | None = None
        self._stack = AsyncExitStack()
        self._numbers = itertools.count(2**40)

    async def prepare(self) -> None:
        """Amina's conversation; on the console's side Bo has taken it and another waits."""
        opened = await sync_to_async(people.amina)()
        self.conversation, self._token = str(opened.conversation), opened.token
        if self.side == "console":
            await sync_to_async(people.dorte)()
            bo = await sync_to_async(people.on_duty)(await sync_to_async(people.bo)(limit=1))
            await sync_to_async(assignments.take_next)(bo, at=clock.now())
            await sync_to_async(people.amina)("venter")

    async def take(self, batch: list[str]) -> None:
        """Sends the batch, over again from where a close cut it; looks at all that comes."""
        left = [text.replace(str(MINE), self.conversation) for text in batch]
        while left:
            socket, n = await self._open(), next(self._numbers)
            for text in [*left, f'{{"type":"ping","n":{n}}}']:
                await give(socket, {"type": "websocket.receive", "text": text})
            found = await until(socket, seconds=20, type="pong", n=n)
            taken = len(left) + 1 - socket.communicator.input_queue.qsize()
            self.taken += min(taken, len(left))
            newest, left = left[: max(taken, 1)][-1], left[taken:]
            for frame in found:
                await self._look_at(frame, socket, after=newest)

    async def _open(self) -> Socket:
        if self._socket is None:
            side = sockets.console("bo") if self.side == "console" else sockets.citizen(self._token)
            self._socket = await self._stack.enter_async_context(side)
        return self._socket

    async def _look_at(self, frame: Frame, socket: Socket, *, after: str) -> None:
        if frame["type"] == "closed":
            assert frame["code"] in NAMED, (frame, after)
            self._socket = None
        elif frame["type"] == "error":
            assert frame["code"] in CODES, frame
            assert frame["detail"].endswith("."), frame
        elif frame["type"] == "beat":
            await socket.send(type_="ping", n=frame["n"])

    async def end(self) -> None:
        await self._stack.aclose()


@pytest.mark.parametrize("side", ["citizen", "console"])
async def test_ten_thousand_generated_frames(side: str, caplog: pytest.LogCaptureFixture) -> None:
    target = Target(side)
    await target.prepare()
    types = CITIZEN if side == "citizen" else CONSOLE
    drawn = _drawn(types)
    for batch in drawn:
        await target.take(batch)
    await target.end()
    assert target.taken >= BATCH * BATCHES
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR], caplog.text
    seqs = Message.objects.filter(conversation_id=target.conversation).order_by("seq")
    numbers = await sync_to_async(list)(seqs.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1, "no message came through: the frames were not hostile but dead"


def _drawn(types: dict[str, list[str]]) -> list[list[str]]:
    """The batches hypothesis finds, gathered before the sockets take them."""
    found: list[list[str]] = []

    @settings(
        max_examples=BATCHES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(batches(types))
    def gather(batch: list[str]) -> None:
        found.append(batch)

    gather()
    return found
