"""A small server that speaks the contract from memory, to prove what `replay` notices.

HTTP and web sockets of one port, as an ASGI application on uvicorn; several servers may share
one helpline. Its faults are ordered in `fake_helpline.Faults`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import uvicorn
from twilio.request_validator import RequestValidator

from tests.krisechat.management.replay.fake_helpline import Frame, Helpline, Talk, Wire, row

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
FORM = '<input type="hidden" name="csrfmiddlewaretoken" value="token-of-the-form">'
PAGE = 200
BEAT_S = 0.3


class Rejected(Exception):
    """The socket is closed with this code."""

    def __init__(self, code: int) -> None:
        self.code = code


class FakeServer:
    """One server process of the helpline."""

    def __init__(self, helpline: Helpline) -> None:
        self.helpline = helpline
        self.origins: list[str] = []
        self._here: set[Wire] = set()
        self._running: uvicorn.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self, port: int = 0) -> None:
        config = uvicorn.Config(
            self._application,
            host="127.0.0.1",
            port=port,
            ws="websockets-sansio",
            interface="asgi3",
            lifespan="off",
            log_level="critical",
        )
        self._running = _InLoop(config)
        self._task = asyncio.create_task(self._running.serve())
        while not self._running.started:
            await asyncio.sleep(0.01)
        self._port = self._running.servers[0].sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """As `kill -9`: no farewell on any socket."""
        assert self._running is not None
        self.helpline.wires -= self._here
        for connection in list(self._running.server_state.connections):
            connection.transport.abort()
        self._running.should_exit = self._running.force_exit = True
        await self._task

    async def _application(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)

    async def _http(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while (event := await receive()).get("more_body", False) or event.get("body"):
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = {
            name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()
        }
        call = (scope["method"], scope["path"])
        status, answer, more = self._answer(call, headers, query, body)
        content = b"text/html" if isinstance(answer, str) else b"application/json"
        text = answer if isinstance(answer, str) else json.dumps(answer)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-type", content), *more],
            }
        )
        await send({"type": "http.response.body", "body": text.encode()})

    def _answer(
        self, call: tuple[str, str], headers: dict[str, str], query: dict[str, str], body: bytes
    ) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        faults = self.helpline.faults
        if call[1].startswith("/api") and faults.strikes("refuse_answers"):
            return 503, {"code": "unavailable", "retry_after": 0}, []
        match call:
            case ("GET", "/login"):
                return 200, FORM, [(b"set-cookie", b"form=1; Path=/")]
            case ("POST", "/login"):
                return self._log_in({k: v[0] for k, v in parse_qs(body.decode()).items()}, headers)
            case ("POST", "/twilio/sms"):
                return self._text(dict(parse_qsl(body.decode(), keep_blank_values=True)), headers)
            case ("POST", "/api/v1/conversations"):
                return (*self._open(json.loads(body)), [])
            case ("GET", "/api/v1/conversation/messages"):
                return (*self._messages(headers, int(query["after"])), [])
        return 404, {"code": "not_found"}, []

    def _log_in(
        self, form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        if self.helpline.faults.strikes("limit_logins"):
            return 429, "", [(b"retry-after", b"0")]
        right = form["csrfmiddlewaretoken"] == "token-of-the-form" and "form=1" in headers["cookie"]
        if not right or headers["origin"] != self.url:
            return 403, "", []
        if form["password"] != "krisechat-demo":
            return 200, FORM, []
        return 302, "", [(b"location", b"/vagt"), (b"set-cookie", f"v={form['login']}".encode())]

    def _text(
        self, form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        signed = RequestValidator("krisechat-demo").validate(
            f"{self.url}/twilio/sms", form, headers["x-twilio-signature"]
        )
        if not signed:
            return 403, "", []
        if self.helpline.faults.strikes("refuse_webhooks"):
            return 503, "", []
        sid = form["MessageSid"]
        self.helpline.came_by_text(phone=form["From"], sid=sid, body=form["Body"])
        return 200, "<Response/>", []

    def _open(self, body: Frame) -> tuple[int, Frame]:
        if "proof" not in body and self.helpline.faults.strikes("ask_proof"):
            return 429, {"code": "proof_required", "challenge": "c", "bits": 8, "retry_after": 60}
        talk = self.helpline.open(asked_as=body["client_id"], nickname=body["nickname"])
        return 201, {"conversation": talk.id, "token": talk.token, "state": talk.state}

    def _messages(self, headers: dict[str, str], after: int) -> tuple[int, Frame]:
        talk = self.helpline.of_token(headers.get("authorization", "").removeprefix("Bearer "))
        if talk is None:
            return 401, {"code": "unauthenticated"}
        stored = self.helpline.stored(talk)
        page = stored[after : after + PAGE]
        return 200, {"messages": page, "more": len(stored) > after + PAGE, "state": talk.state}

    async def _socket(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        await receive()
        self.origins.append(headers.get("origin", ""))
        await send({"type": "websocket.accept", "subprotocol": scope["subprotocols"][0]})
        wire = Wire()
        console = scope["path"] == "/ws/console"
        if console:
            wire.volunteer = headers["cookie"].split("v=")[1].split(";")[0]
        tasks = [asyncio.create_task(_write(wire, send)), asyncio.create_task(self._beat(wire))]
        try:
            while (event := await receive())["type"] == "websocket.receive":
                self._frame(wire, json.loads(event["text"]))
        except Rejected as rejected:
            await send({"type": "websocket.close", "code": rejected.code})
        finally:
            self._here.discard(wire)
            self.helpline.wires.discard(wire)
            for task in tasks:
                task.cancel()

    async def _beat(self, wire: Wire) -> None:
        for n in range(1, 1_000_000):
            await asyncio.sleep(BEAT_S)
            if wire.talk is not None:
                wire.put({"type": "beat", "n": n, "seq": len(wire.talk.messages)})
            elif wire.volunteer:
                held = self.helpline.held_by(wire.volunteer)
                seqs = {talk.id: len(talk.messages) for talk in held}
                wire.put({"type": "beat", "n": n, "conversations": seqs})

    def _frame(self, wire: Wire, frame: Frame) -> None:
        if frame["type"] == "hello":
            self._hello(wire, frame)
        elif wire.volunteer:
            self._from_volunteer(wire, frame)
        elif wire.talk is not None:
            self._from_citizen(wire, wire.talk, frame)

    def _hello(self, wire: Wire, frame: Frame) -> None:
        line = self.helpline
        if line.faults.strikes("refuse_hellos"):
            wire.put({"type": "error", "code": "unavailable", "retry_after": 0})
            return
        if wire.volunteer:
            held = line.held_by(wire.volunteer)
            who = {"status": "offline", "capacity": line.places}
            queue = {"waiting": len(line.waiting())}
            rows = [row(talk) for talk in held]
            wire.put({"type": "welcome", "volunteer": who, "conversations": rows, "queue": queue})
            for talk in held:
                line.missing(talk, frame["resume"].get(talk.id, 0), wire)
        else:
            wire.talk = line.of_token(frame["token"])
            if wire.talk is None:
                raise Rejected(4401)
            wire.put({"type": "welcome", "conversation": row(wire.talk)})
            line.missing(wire.talk, frame["last_seq"], wire)
        line.wires.add(wire)
        self._here.add(wire)

    def _from_citizen(self, wire: Wire, talk: Talk, frame: Frame) -> None:
        match frame["type"]:
            case "message.send":
                self._send(wire, talk, frame, author="citizen")
            case "sync":
                self.helpline.missing(talk, frame["last_seq"], wire)

    def _from_volunteer(self, wire: Wire, frame: Frame) -> None:
        match frame["type"]:
            case "presence.set":
                wire.put(
                    {"type": "presence", "status": "available", "capacity": self.helpline.places}
                )
            case "conversation.next":
                self._next(wire)
        talk = self.helpline.talks.get(frame.get("conversation", ""))
        if talk is None:
            return
        if talk.holder != wire.volunteer:
            about = {"conversation": talk.id, "client_id": frame.get("client_id")}
            wire.put({"type": "error", "code": "not_found", **about})
            return
        match frame["type"]:
            case "message.send":
                self._send(wire, talk, frame, author="volunteer")
                if self.helpline.faults.strikes("give_back"):
                    self.helpline.give_back(talk)
            case "sync":
                self.helpline.missing(talk, frame["last_seq"], wire)
            case "conversation.close":
                self.helpline.close(talk, frame["outcome"])

    def _next(self, wire: Wire) -> None:
        if len(self.helpline.held_by(wire.volunteer)) >= self.helpline.places:
            wire.put({"type": "error", "code": "at_capacity"})
        elif talk := self.helpline.next(wire.volunteer):
            wire.put({"type": "conversation", "reason": "assigned", "conversation": row(talk)})
            self.helpline.missing(talk, 0, wire)
        else:
            wire.put({"type": "error", "code": "nothing_waiting"})

    def _send(self, wire: Wire, talk: Talk, frame: Frame, *, author: str) -> None:
        faults = self.helpline.faults
        if faults.strikes("refuse_sends"):
            about = {"client_id": frame["client_id"], "conversation": talk.id, "retry_after": 0.05}
            wire.put({"type": "error", "code": "rate_limited", **about})
            return
        ack = self.helpline.say(talk, author=author, frame=frame, wire=wire)
        if faults.strikes("cut_at_ack"):
            raise Rejected(1012)
        if not faults.strikes("drop_acks"):
            wire.put(ack)


class _InLoop(uvicorn.Server):
    """A server that leaves the test's signals alone."""

    def capture_signals(self) -> Any:
        return nullcontext()


async def _write(wire: Wire, send: Send) -> None:
    while (frame := await wire.out.get()) is not None:
        await send({"type": "websocket.send", "text": json.dumps(frame)})


@asynccontextmanager
async def serving(helpline: Helpline, *, servers: int = 1) -> AsyncIterator[list[FakeServer]]:
    """So many fake servers of one helpline, until the block ends."""
    running = [FakeServer(helpline) for _ in range(servers)]
    for server in running:
        await server.start()
    try:
        yield running
    finally:
        for server in running:
            await server.kill()
