"""Sockets without a server or a database: real connections on a hub of the test's own.

`Page` is a citizen's, `Seat` a volunteer's. What they are sent lies in `frames`; whether they
were closed, and with which code, in `closed`. Pictures of conversations are made by `picture`.
"""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from krisechat.citizen.socket import CitizenConnection
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.operations.messages import Send, Stored
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import frames_out
from krisechat.socket.connection import Connection
from krisechat.socket.hub import Hub
from krisechat.socket.stream import Stream
from volunteers.access import Answerer
from volunteers.console.socket import ConsoleConnection

Frame = dict[str, Any]
CITIZEN = Member(
    participant=1,
    account=None,
    author="citizen",
    alias="Musvit",
    responsible=False,
    delivered_seq=0,
    read_seq=0,
)


def volunteer(account: UUID, **changes: Any) -> Member:
    """A responsible volunteer called Robin here."""
    member = replace(
        CITIZEN, participant=2, account=account, author="volunteer", alias="Robin", responsible=True
    )
    return replace(member, **changes)


def picture(id: UUID, **changes: Any) -> Snapshot:
    """A conversation that waits and has no messages, but for the changes."""
    known = Snapshot(
        id=id,
        state="waiting",
        topic="",
        language="da",
        risk="none",
        via="web",
        outcome="",
        last_seq=0,
        revision=0,
        members=(CITIZEN,),
    )
    return replace(known, **changes)


def message(
    conversation: UUID, seq: int, *, body: str = "hej", client_id: UUID | None = None
) -> frames_out.Message:
    return frames_out.Message(
        conversation=conversation,
        seq=seq,
        id=new_id(),
        client_id=client_id or new_id(),
        author="citizen",
        alias="Musvit",
        body=body,
        sent_at=clock.now(),
        via="web",
    )


def stored(
    conversation: UUID, seq: int, *, origin: Any = None, fresh: bool = True, body: str = "hej"
) -> Stored:
    """A message as the writer hands it over."""
    shown = message(conversation, seq, body=body)
    send = Send(
        conversation=conversation,
        participant=1,
        author="citizen",
        alias="Musvit",
        client_id=shown.client_id or new_id(),
        body=body,
        origin=origin,
    )
    return Stored(send=send, message=shown, fresh=fresh)


class Recorder:
    """The server's side of the transport."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    async def send(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    @property
    def frames(self) -> list[Frame]:
        return [json.loads(event["text"]) for event in self.events if "text" in event]

    @property
    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]

    @property
    def closed(self) -> int | None:
        codes = [event["code"] for event in self.events if event["type"] == "websocket.close"]
        return codes[0] if codes else None

    def of(self, kind: str) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] == kind]

    def seqs(self) -> list[int]:
        """The numbers of the messages it was sent, in the order they came."""
        return [frame["seq"] for frame in self.of("message")]

    def forget(self) -> None:
        self.events.clear()


class Page(Recorder):
    """A citizen's page that has said hello."""

    def __init__(self, hub: Hub, seen: Snapshot, *, last_seq: int = 0, person: int = 1) -> None:
        super().__init__()
        self.connection = CitizenConnection(hub, {"headers": []}, self.send)
        self.connection.id, self.connection.token_id, self.connection.person = seen.id, 1, person
        self.connection.streams[seen.id] = Stream(last_seq, target=None)
        _arrive(hub, self.connection, seen)


class Seat(Recorder):
    """A volunteer's console that has said hello and is in these conversations."""

    def __init__(self, hub: Hub, account: UUID, *seen: Snapshot) -> None:
        super().__init__()
        self.connection = ConsoleConnection(hub, {"headers": []}, self.send)
        self.connection.person = account
        self.connection.who = Answerer(
            account=account, name="Bo Lund", limit=6, languages=("da",), subjects=()
        )
        self.connection.session_key = "session"
        self.connection.said_hello = True
        for each in seen:
            self.connection.streams[each.id] = Stream(each.last_seq, target=None)
            _arrive(hub, self.connection, each)
        hub.connections.add(self.connection)


def _arrive(hub: Hub, connection: Connection, seen: Snapshot) -> None:
    connection.said_hello = True
    hub.connections.add(connection)
    hub.enter(connection, seen)


async def settle(times: int = 20) -> None:
    """Lets everything that is ready on the loop happen."""
    for _ in range(times):
        await asyncio.sleep(0)
