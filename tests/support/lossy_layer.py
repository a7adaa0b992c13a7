"""A channel layer that drops three of ten hints and lets others overtake each other (P5)."""

import asyncio
import logging
import random
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer

logger = logging.getLogger(__name__)

DROPPED, DELAYED = 0.3, 0.4  # shares of all hints
LONGEST_DELAY_S = 1.5


class LossyLayer(RedisPubSubChannelLayer):
    """Redis pub/sub on a bad day. What it does to a hint it says in the log, so that a test can
    tell a lossy layer from one that was never asked."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._dice = random.Random()
        self._later: set[asyncio.Task[None]] = set()

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Drops it, sends it later, or sends it."""
        die = self._dice.random()
        if die < DROPPED:
            logger.warning("hint dropped")
        elif die < DROPPED + DELAYED:
            logger.warning("hint delayed")
            task = asyncio.ensure_future(self._send_later(group, message))
            self._later.add(task)
            task.add_done_callback(self._later.discard)
        else:
            await self._get_layer().group_send(group, message)

    async def _send_later(self, group: str, message: dict[str, Any]) -> None:
        await asyncio.sleep(self._dice.uniform(0, LONGEST_DELAY_S))
        await self._get_layer().group_send(group, message)
