"""What a page knows after the frames it was sent: an old snapshot and the events since.

A `Folded` takes a socket's frames in, one after the other, as a well-made client would. Two of
them agree when their `picture`s are equal.
"""

from typing import Any

Frame = dict[str, Any]
Receipts = dict[tuple[str, str], int]


class Talk:
    """One conversation as one side knows it."""

    def __init__(self) -> None:
        self.seen: dict[str, Any] = {}
        self.words: dict[int, tuple[str, str]] = {}
        self.notes: dict[str, str] = {}
        self.receipts: Receipts = {}

    def picture(self) -> tuple[Any, ...]:
        return self.seen, self.words, self.notes, self.receipts

    def take(self, frame: Frame, *, sent: dict[str, str]) -> None:
        kind = frame["type"]
        if kind == "message":
            self.words[frame["seq"]] = (frame["author"], frame["body"])
        elif kind == "message.ack":
            self.words.setdefault(frame["seq"], ("own", sent[frame["client_id"]]))
        elif kind == "note":
            self.notes[frame["id"]] = frame["body"]
        elif kind == "receipt":
            key = (frame["state"], frame["by"])
            self.receipts[key] = max(frame["seq"], self.receipts.get(key, 0))

    def own(self, author: str) -> None:
        """What the page itself wrote is its author's."""
        for seq, (by, body) in self.words.items():
            if by == "own":
                self.words[seq] = (author, body)


class FoldedPage:
    """A citizen's page."""

    def __init__(self) -> None:
        self.talk = Talk()
        self.sent: dict[str, str] = {}  # client_id to text

    def take(self, frame: Frame) -> None:
        if frame["type"] == "welcome":
            known = frame["conversation"]
            self.talk.seen = {each: known[each] for each in ("state", "volunteer", "queue")}
        elif frame["type"] == "state":
            self.talk.seen = {each: frame[each] for each in ("state", "volunteer", "queue")}
        self.talk.take(frame, sent=self.sent)
        self.talk.own("citizen")

    def picture(self) -> object:
        return self.talk.picture()


class FoldedDesk:
    """A volunteer's console."""

    def __init__(self) -> None:
        self.duty: tuple[str, int] = ("", 0)
        self.waiting = 0
        self.talks: dict[str, Talk] = {}
        self.sent: dict[str, str] = {}

    def take(self, frame: Frame) -> None:
        kind = frame["type"]
        if kind == "welcome":
            self.duty = (frame["volunteer"]["status"], frame["volunteer"]["capacity"])
            self.waiting = frame["queue"]["waiting"]
            for each in frame["conversations"]:
                self._show(each)
        elif kind == "presence":
            self.duty = (frame["status"], frame["capacity"])
        elif kind == "queue":
            self.waiting = frame["waiting"]
        elif kind == "conversation":
            if frame["reason"] == "removed":
                self.talks.pop(frame["conversation"]["id"], None)
            else:
                self._show(frame["conversation"])
        elif frame.get("conversation") in self.talks:
            talk = self.talks[frame["conversation"]]
            if kind == "state":
                talk.seen = {**talk.seen, "state": frame["state"]}
            talk.take(frame, sent=self.sent)
            talk.own("volunteer")

    def _show(self, conversation: dict[str, Any]) -> None:
        talk = self.talks.setdefault(conversation["id"], Talk())
        talk.seen = {key: value for key, value in conversation.items() if key != "last_seq"}

    def picture(self) -> object:
        talks = {id: talk.picture() for id, talk in self.talks.items()}
        return self.duty, self.waiting, talks
