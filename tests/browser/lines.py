"""The network of several phones, each cut by itself at a chosen moment of what passes over it."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self

PHONE, SERVER = "phone", "server"
_NAME = re.compile(rb"phone-([a-z-]+)")


class Unit(NamedTuple):
    """What is passed on as one: a frame of a web socket, or a piece of HTTP; `text` is unmasked."""

    raw: bytes
    text: bytes


class Passed(NamedTuple):
    at: float  # seconds since 1970
    by: str
    text: bytes


@dataclass
class Trap:
    """The line becomes `then` when something with `sign` in it comes along from `by`: before it is
    passed on, or when half of it is. What is held is passed on once the line is open again, unless
    the line was cut."""

    sign: bytes
    by: str
    midway: bool = False
    then: str = "cut"


@dataclass
class Line:
    """One phone's network. `mode` is as in tests/browser/network.py."""

    passed: list[Passed] = field(default_factory=list)
    cut_at: float = 0.0
    _trap: Trap | None = None
    _mode: str = "open"
    _open: set[socket.socket] = field(default_factory=set)

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        if mode in ("cut", "frozen") and self._mode not in ("cut", "frozen"):
            self.cut_at = time.time()
        self._mode = mode
        if mode == "cut":
            for each in list(self._open):
                _drop(each)

    def trap(self, sign: bytes, *, by: str, midway: bool = False, then: str = "cut") -> None:
        self._trap = Trap(sign, by, midway, then)

    def until(self, sign: bytes, *, by: str, seconds: float = 20) -> None:
        """Waits until this has passed."""
        self._until(lambda: any(p.by == by and sign in p.text for p in self.passed), sign, seconds)

    def until_sprung(self, *, seconds: float = 10) -> None:
        """Waits until the trap has cut the line."""
        self._until(lambda: self._trap is None, b"the trap", seconds)

    def _until(self, done, what: bytes, seconds: float) -> None:  # type: ignore[no-untyped-def]
        give_up = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < give_up, f"{what.decode()} never came by"
            time.sleep(0.02)

    def pass_on(self, unit: Unit, other: socket.socket, *, by: str) -> None:
        trap = self._trap
        if trap is not None and trap.by == by and trap.sign in unit.text:
            if trap.midway:
                other.sendall(unit.raw[: len(unit.raw) // 2])
            self._trap = None
            self.mode = trap.then
        while self._mode == "frozen":
            time.sleep(0.02)
        if self._mode == "cut":
            raise ConnectionError("cut")
        other.sendall(unit.raw)
        self.passed.append(Passed(time.time(), by, unit.text))

    def hold(self, *ends: socket.socket) -> None:
        self._open.update(ends)

    def drop(self, *ends: socket.socket) -> None:
        for each in ends:
            self._open.discard(each)
            _drop(each)


class Lines:
    """A relay on 127.0.0.1 to `port`, with a line for each phone: a browser whose user agent names
    it as `phone-NAME`."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lines: dict[str, Line] = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def of(self, name: str) -> Line:
        return self._lines.setdefault(name, Line())

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
        for line in self._lines.values():
            line.mode = "cut"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            head = near.recv(65536)
            named = _NAME.search(head)
            line = self.of(named[1].decode() if named else "anybody")
            is_socket = head.startswith(b"GET /ws/")
            if line.mode == "cut" or (line.mode == "no sockets" and is_socket):
                _drop(near)
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            line.hold(near, far)
            back = (line, far, near, SERVER, b"", is_socket)
            threading.Thread(target=_carry, args=back, daemon=True).start()
            _carry(line, near, far, PHONE, head, is_socket)


def _carry(
    line: Line, one: socket.socket, other: socket.socket, by: str, head: bytes, is_socket: bool
) -> None:
    with contextlib.suppress(OSError):
        for unit in _units(one, head, is_socket=is_socket):
            line.pass_on(unit, other, by=by)
    line.drop(one, other)


def _units(one: socket.socket, head: bytes, *, is_socket: bool) -> Iterator[Unit]:
    """Everything `one` sends, `head` first."""
    data = head or one.recv(65536)
    if not is_socket:
        while data:
            yield Unit(data, data)
            data = one.recv(65536)
        return
    while b"\r\n\r\n" not in data:
        data += one.recv(65536)
    end = data.index(b"\r\n\r\n") + 4
    yield Unit(data[:end], data[:end])
    yield from _frames(one, data[end:])


def _frames(one: socket.socket, held: bytes) -> Iterator[Unit]:
    """A web socket's frames (RFC 6455, 5.2), those of a phone unmasked."""
    while True:
        while frame := _first_frame(held):
            yield frame
            held = held[len(frame.raw) :]
        data = one.recv(65536)
        if not data:
            return
        held += data


def _first_frame(data: bytes) -> Unit | None:
    if len(data) < 2:
        return None
    length, at = data[1] & 127, 2
    if length >= 126:
        wide = 2 if length == 126 else 8
        length, at = int.from_bytes(data[2 : 2 + wide]), 2 + wide
    mask = data[at : at + 4] if data[1] & 128 else b""
    at += len(mask)
    if len(data) < at + length:
        return None
    words = data[at : at + length]
    if mask:
        words = bytes(each ^ mask[n % 4] for n, each in enumerate(words))
    return Unit(data[: at + length], words)


def _drop(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
