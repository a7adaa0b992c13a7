"""How far everybody has received and read, gathered for a moment and then stored together."""

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from krisechat.foundation.refusals import Unavailable
from krisechat.operations import positions
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
        self._delivered: dict[int, int] = {}
        self._read: dict[int, int] = {}
        self._conversations: set[UUID] = set()
        self._timer: asyncio.TimerHandle | None = None

    def delivered(self, connection: "Delivery", conversation: UUID, seq: int) -> None:
        """The connection's person has received everything up to `seq`."""
        self._note(self._delivered, connection, conversation, seq, old="delivered_seq")

    def read(self, connection: "Delivery", conversation: UUID, seq: int) -> None:
        """The connection's person has read everything up to `seq`."""
        self._note(self._read, connection, conversation, seq, old="read_seq")

    def _note(
        self,
        seqs: dict[int, int],
        connection: "Delivery",
        conversation: UUID,
        seq: int,
        *,
        old: str,
    ) -> None:
        member = self._hub.member(connection, conversation)
        if member is None or seq <= max(getattr(member, old), seqs.get(member.participant, 0)):
            return
        seqs[member.participant] = seq
        self._conversations.add(conversation)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._hub.spawn(self._store())

    async def _store(self) -> None:
        delivered, self._delivered = self._delivered, {}
        read, self._read = self._read, {}
        conversations, self._conversations = self._conversations, set()
        try:
            await in_thread(
                lambda: positions.record(
                    delivered=delivered, read=read, conversations=conversations
                )
            )
        except Unavailable:
            logger.warning("positions not stored; the next ones will be")
