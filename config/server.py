"""Daphne, started so that it ends in order: no message lost, each socket told to come back (1012).

Stock daphne refuses to send 1012 itself (autobahn allows an application 1000 and 3000 to 4999),
and drops its sockets on SIGTERM; both are mended here, through its public parts.
"""

import asyncio
import logging
from typing import Any

import config.event_loop  # noqa: F401  first: daphne makes Twisted's reactor from the loop it finds

# isort: split
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory
from django.conf import settings
from twisted.internet import reactor

from config.engine import Engine
from config.transport import BoundedRequest, BoundedSocket
from krisechat.socket import closing, hub
from krisechat.twilio.phone import machine

logger = logging.getLogger("krisechat.server")

FRAME_MAX = 65_536  # bytes; what is larger the transport cuts
DRAIN_SECONDS = 5.0


class RestartableProtocol(BoundedSocket):
    """A socket that can be told to come back."""

    # autobahn builds coloured debug lines of every frame before it asks whether anybody reads
    # them: a quarter of the work for a frame. These two go straight to what it does next.
    def sendData(
        self,
        data: bytes,
        sync: bool = False,  # noqa: FBT001, FBT002
        chopsize: int | None = None,
    ) -> None:
        if sync or chopsize or self.send_queue:
            super().sendData(data, sync, chopsize)
        else:
            self.transport.write(data)

    def dataReceived(self, data: bytes) -> None:
        self._dataReceived(data)

    def serverClose(self, code: int | None = None) -> None:
        if code in (closing.RESTART, closing.FAILED):
            self.sendCloseFrame(code=code, isReply=False)
            return
        super().serverClose(code=code)


class ServingFactory(WebSocketFactory):
    protocol = RestartableProtocol


class KrisechatServer(Server):
    """Daphne with the hub, the engine where settings put it here, and an orderly end."""

    def __init__(self, application: Any, *, port: int, host: str = "127.0.0.1") -> None:
        super().__init__(
            application,
            endpoints=[f"tcp:port={port}:interface={host}"],
            signal_handlers=True,
            websocket_timeout=-1,
            ping_interval=3600,  # our own beats do this, and are answered by the page itself
            http_timeout=60,
            websocket_max_message_size=FRAME_MAX,
            websocket_max_frame_size=FRAME_MAX,
            ready_callable=self._ready,
            server_name="",  # no header says what this is
            verbosity=0,
        )
        self._port = port
        self._engine = Engine()
        self.failure = ""

    def _ready(self) -> None:
        self.ws_factory.protocol = RestartableProtocol
        build = self.http_factory.buildProtocol

        def bounded(address: Any) -> Any:
            channel = build(address)
            channel.requestFactory = BoundedRequest
            return channel

        self.http_factory.buildProtocol = bounded
        reactor.callWhenRunning(self._begin)

    def _begin(self) -> None:
        asyncio.get_event_loop().call_soon(hub.current)
        if settings.KRISECHAT_ENGINE_IN_SERVER:
            self._engine.start()
        if settings.KRISECHAT_DEMO:
            machine.current().rounds.start()

    def kill_all_applications(self) -> Any:
        """What the reactor waits for before it ends. Our own end comes first: daphne's cancels
        every socket's application, and nobody would be left to say 1012."""
        ended = self._end()
        ended.addBoth(lambda _: super(KrisechatServer, self).kill_all_applications())
        return ended

    def _end(self) -> Any:
        """No new connections; what was accepted is stored; sockets are closed with 1012."""
        from twisted.internet import defer  # noqa: PLC0415

        self._engine.stop()
        if settings.KRISECHAT_DEMO:
            machine.current().rounds.stop(wait_s=0)
        for listener in self.listeners:
            listener.addCallback(lambda port: port and port.stopListening())
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        # Not forgotten afterwards, so that a socket still on its way in hears 1012 as well.
        await hub.current().stop(seconds=DRAIN_SECONDS)
        await asyncio.sleep(0.3)  # the close frames leave before the sockets do

    def listen_error(self, failure: Any) -> None:
        self.failure = f"Port {self._port} is taken, or not ours to use ({failure.type.__name__})."
        self.stop()
