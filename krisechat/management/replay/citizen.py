"""A citizen of the replay: asks for a conversation, writes, reads, and leaves when it is over."""

from krisechat.management.replay.asking import Asker, NoAnswer, Refused
from krisechat.management.replay.doors import Doors
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.line import Line
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play, Stage
from krisechat.management.replay.voice import LOOK_AGAIN_S, Frame, Voice

NICKNAME = "Genafspilning"
"""By this a later replay knows the conversations of one that was broken off."""
OVER = ("ended", "erased")


class Citizen(Line):
    """One citizen of one play."""

    path = "/ws/citizen"

    def __init__(
        self, *, play: Play, stage: Stage, asker: Asker, doors: Doors, ledger: Ledger, pace: Pace
    ) -> None:
        super().__init__(doors=doors, ledger=ledger, pace=pace)
        self._play = play
        self._stage = stage
        self._asker = asker
        self._voice = Voice(play=play, side="citizen", ledger=ledger, pace=pace)

    async def live(self) -> None:
        """From the first request to the end; how it went stands in the play."""
        self._stage.opens(self._play)
        try:
            await self._open()
        except Refused as refused:
            self._play.fault = f"no conversation: {refused.code}"
        except NoAnswer:
            self._play.fault = "no conversation: no server answered"
        finally:
            self._stage.settled(self._play)
        if not self._play.fault:
            await self.stay()
        if not self._play.ended and not self._play.fault:
            self._play.fault = "the citizen's connection was replaced"

    async def headers(self) -> dict[str, str]:
        """Nothing: the token goes in the first frame, never in the handshake."""
        return {}

    def hello(self) -> Frame:
        """Comes back to where it had everything."""
        self._voice.connected()
        last_seq = self._voice.transcript.last_seq
        return {"type": "hello", "token": self._play.token, "last_seq": last_seq}

    def take(self, frame: Frame, *, now: float) -> None:
        """A frame came."""
        match frame["type"]:
            case "message":
                self._voice.message(frame, now=now)
            case "message.ack":
                self._voice.acked(frame, now=now)
            case "welcome":
                self.welcomed()
                self._state(frame["conversation"]["state"])
            case "synced":
                self._voice.synced(frame["last_seq"], now=now)
            case "beat":
                self._voice.heard_of(frame["seq"], now=now)
            case "state":
                self._state(frame["state"])
            case "error":
                self._refused(frame, now)
        self._look_round()

    def due(self, now: float) -> tuple[list[Frame], float]:
        """What the voice has to say; nothing once the conversation is over."""
        if self._play.ended and self._voice.complete:
            self.leave()
            return [], LOOK_AGAIN_S
        frame, again_s = self._voice.due(now)
        return [frame] if frame else [], again_s

    def unauthenticated(self) -> None:
        """The token was good once: nothing to do but to come again."""

    async def _open(self) -> None:
        body = {"client_id": self._play.opening_id, "nickname": NICKNAME}
        answer = await self._asker.ask("POST", "/api/v1/conversations", body=body)
        if "conversation" not in answer or "token" not in answer:
            raise Refused(status=201, code="the answer names no conversation and token")
        self._stage.opened(
            self._play, conversation=str(answer["conversation"]), token=str(answer["token"])
        )

    def _state(self, state: str) -> None:
        if state not in OVER or self._play.ended:
            return
        self._play.ended = True
        if not self._voice.complete:
            self._fail("it ended before its last turn")

    def _refused(self, frame: Frame, now: float) -> None:
        code = str(frame["code"])
        self.ledger.waited_out[code] += 1
        if frame.get("client_id") is None:
            return
        if not self._voice.refused(frame, now=now):
            self._fail(f"a turn of the citizen was refused: {code}")

    def _fail(self, fault: str) -> None:
        self._play.fault = self._play.fault or fault
        self.leave()

    def _look_round(self) -> None:
        if self._voice.complete and not self._play.citizen_has_all:
            self._play.citizen_has_all = True
            self._stage.ring()
