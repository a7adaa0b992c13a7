"""The network between a phone and the server, held in the hand: open, frozen, cut, no sockets."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self


class Network:
    """A relay on 127.0.0.1 to `port`. `mode` is what it does from now on:

    open: passes everything on. frozen: keeps every connection and passes nothing on. cut: drops
    every connection and refuses new ones. no sockets: as open, but a web socket is dropped.
    """

    def __init__(self, port: int) -> None:
        self.to = port
        self._mode = "open"
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        self._mode = mode
        if mode == "cut":
            for each in list(self._open):
                _drop(each)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()
        self.mode = "cut"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        if self._mode == "cut":
            _drop(near)
            return
        self._open.add(near)
        with contextlib.suppress(OSError):
            head = near.recv(65536)
            if self._mode == "no sockets" and b"/ws/" in head:
                _drop(near)
                return
            self._thaw()
            far = socket.create_connection(("127.0.0.1", self.to))
            self._open.add(far)
            far.sendall(head)
            threading.Thread(target=self._pass_on, args=(far, near), daemon=True).start()
            self._pass_on(near, far)

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self._thaw()
                other.sendall(data)
        for each in (one, other):
            self._open.discard(each)
            _drop(each)

    def _thaw(self) -> None:
        while self._mode == "frozen":
            time.sleep(0.05)


def _drop(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
