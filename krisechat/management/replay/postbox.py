"""Everybody's phones of one replay, looked at by one asking."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from krisechat.management.replay.asking import NoAnswer, Refused
from krisechat.management.replay.inbox import Inbox
from krisechat.management.replay.play import Play
from krisechat.management.replay.text_line import TextLine

LOOK_EVERY_S = 0.3


class Postbox:
    """Hands each text that came to its phone's inbox."""

    def __init__(self, line: TextLine) -> None:
        self.line = line
        self.fault = ""
        self._inboxes: dict[str, tuple[Inbox, Callable[[], None]]] = {}

    def opens(self, phone: str, inbox: Inbox, *, wake: Callable[[], None]) -> None:
        """From now on what comes to this phone goes there; `wake` is called when something did."""
        self._inboxes[phone] = (inbox, wake)

    async def live(self) -> None:
        """Looks again and again, until cancelled."""
        while not self.fault:
            try:
                for sid, phone, body in await self.line.news():
                    self._hand(sid, phone, body)
            except (NoAnswer, Refused, LookupError, TypeError):
                self.fault = "the list of texts cannot be read"
            await asyncio.sleep(LOOK_EVERY_S)

    async def look_last(self, plays: list[Play]) -> None:
        """Each phone once more, by its number: nothing came late, nothing twice."""
        for play in plays:
            if play.phone in self._inboxes:
                with suppress(NoAnswer, Refused, LookupError, TypeError):
                    for sid, phone, body in await self.line.on_phone(play.phone):
                        self._hand(sid, phone, body)

    def _hand(self, sid: str, phone: str, body: str) -> None:
        if phone in self._inboxes:
            inbox, wake = self._inboxes[phone]
            inbox.take(sid, body)
            wake()
