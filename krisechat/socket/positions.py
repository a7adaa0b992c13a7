"""How far everybody has received and read, gathered for a moment and then stored together."""

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from krisechat.foundation.refusals import Unavailable
from krisechat.operations import positions
from krisechat.realtime.hints import Position
from krisechat.socket.threads import in_thread

if TYPE_CHECKING:
    from krisechat.socket.delivery import Delivery
    from krisechat.socket.hub import Hub

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.5


class Positions:
    """Waits half a second for company, then writes all positions in one transaction."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._news: dict[int, Position] = {}
        self._timer: asyncio.TimerHandle | None = None

    def delivered(self, connection: "Delivery", conversation: UUID, seq: int) -> None:
        """The connection's person has received everything up to `seq`."""
        member = self._hub.member(connection, conversation)
        if member is not None and seq > member.delivered_seq:
            self._note(Position(conversation, member.participant, delivered=seq))

    def read(self, connection: "Delivery", conversation: UUID, seq: int) -> None:
        """The connection's person has read everything up to `seq`."""
        member = self._hub.member(connection, conversation)
        if member is not None and seq > member.read_seq:
            self._note(Position(conversation, member.participant, read=seq))

    def _note(self, position: Position) -> None:
        who = position.participant
        self._news[who] = position.later(self._news.get(who))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._hub.spawn(self._store())

    async def _store(self) -> None:
        news, self._news = list(self._news.values()), {}
        try:
            await in_thread(lambda: positions.record(news))
        except Unavailable:
            logger.warning("positions not stored; the next ones will be")
