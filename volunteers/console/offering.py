"""What somebody is offered: shown on all their sockets, said yes or no to from any of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from krisechat.foundation import clock
from krisechat.foundation.refusals import Refusal
from krisechat.realtime import frames_in, frames_out, publish
from krisechat.socket.threads import in_thread
from routing.operations import offers as offer_operations
from routing.queries import offers
from routing.queries.offers import LiveOffer
from volunteers.console import view
from volunteers.console.desk import DeskConnection


class OfferingConnection(DeskConnection):
    """A console that shows an offer while it is live, and says when it is gone."""

    offered: UUID | None = None

    async def hello(self, frame: frames_in.ConsoleHello) -> None:
        await super().hello(frame)
        await self._look_at_offers()

    async def look_again(self) -> None:
        await super().look_again()
        await self._look_at_offers()

    async def _look_at_offers(self) -> None:
        """The difference between the offer shown and the offer there is now, if any."""
        shown = self.offered
        live, ended_as = await in_thread(lambda: _offers(self.who.account, shown))
        if self.offered != shown:
            return  # another look was quicker, and the sweep looks again
        self.offered = live.id if live is not None else None
        if shown is not None and shown != self.offered:
            self.push(frames_out.OfferGone(offer=shown, reason=ended_as))
        if live is not None and live.id != shown:
            self.push(view.offer(live))

    async def accept_offer(self, frame: frames_in.OfferAccept) -> None:
        try:
            await in_thread(
                lambda: offer_operations.accept(self.who, offer=frame.offer, at=clock.now())
            )
        except Refusal:
            await self._look_at_offers()
            raise
        await self.look_again()

    async def decline_offer(self, frame: frames_in.OfferDecline) -> None:
        try:
            await in_thread(
                lambda: offer_operations.decline(
                    account=self.who.account, offer=frame.offer, at=clock.now()
                )
            )
        finally:
            await self._look_at_offers()

    @staticmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        verdicts = DeskConnection.check_rights(connections)
        live = offers.live_of_many({each.person for each in connections})
        for account in {
            each.person for each in connections if each.offered != live.get(each.person)
        }:
            publish.account_changed(account)
        return verdicts


def _offers(account: UUID, shown: UUID | None) -> tuple[LiveOffer | None, str]:
    """In a thread: what is offered now, and how what was shown has ended."""
    live = offers.live_of(account)
    over = shown is not None and (live is None or live.id != shown)
    return live, offers.state_of(shown) if over and shown is not None else ""
