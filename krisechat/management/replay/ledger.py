"""What was sent, acknowledged and received, by each side, on each connection.

The ledger believes nobody: it counts what a connection brought before anything is put in order.
"""

from collections import Counter
from dataclasses import dataclass, field

from krisechat.management.replay.inbox import Inbox
from krisechat.management.replay.transcript import Heard


@dataclass(kw_only=True)
class Record:
    """One conversation, over all its connections."""

    sent: set[str] = field(default_factory=set)
    """Every `client_id` that went out, on whichever connection."""
    acknowledged: dict[str, int] = field(default_factory=dict)
    """`client_id` to `seq`: what its own side knows to be stored, by an ack or because the
    message came back to it on a later connection."""
    received: dict[str, dict[int, Heard]] = field(
        default_factory=lambda: {"citizen": {}, "volunteer": {}}
    )
    """By side: what came in `message` frames, by `seq`."""
    seqs_of_id: dict[str, set[int]] = field(default_factory=dict)
    duplicated: int = 0
    reordered: int = 0
    inbox: Inbox | None = None
    """What came to the citizen's phone, by text message."""
    brought: set[int] = field(default_factory=set)
    """By number of the turn: the citizen's texts that the helpline has said it has."""
    masked: set[str] = field(default_factory=set)
    """By `client_id`: messages in which the server hid a number before storing them."""

    def names(self, *, client_id: str, seq: int) -> None:
        """`client_id` stands at `seq`. At a second `seq` it was stored twice."""
        seqs = self.seqs_of_id.setdefault(client_id, set())
        if seqs and seq not in seqs:
            self.duplicated += 1
        seqs.add(seq)

    def places(self, *, side: str, seq: int, message: Heard) -> None:
        """`side` received `message` at `seq`. Where the accounts differ, the order differs."""
        earlier = [known[seq] for known in self.received.values() if seq in known]
        if any(other != message for other in earlier):
            self.reordered += 1
        self.received[side].setdefault(seq, message)


@dataclass(kw_only=True)
class Arrivals:
    """One conversation on one connection: ascending, each once, except in answer to `sync`."""

    record: Record
    side: str
    seen: set[int] = field(default_factory=set)
    highest: int = 0
    own: set[int] = field(default_factory=set)
    """What this connection sent first, and so must never get as a `message`."""
    answers_awaited: int = 0

    def asked(self) -> None:
        """A `sync` went out: until its `synced`, repeats and older messages are its answer."""
        self.answers_awaited += 1

    def answered(self) -> None:
        """A `synced` came."""
        self.answers_awaited = max(0, self.answers_awaited - 1)

    def message(self, *, seq: int, client_id: str | None, message: Heard) -> None:
        """A `message` frame came."""
        if not self.answers_awaited:
            if seq in self.seen or seq in self.own:
                self.record.duplicated += 1
            elif seq < self.highest:
                self.record.reordered += 1
        self.seen.add(seq)
        self.highest = max(self.highest, seq)
        self.record.places(side=self.side, seq=seq, message=message)
        if client_id:
            self.record.names(client_id=client_id, seq=seq)
        if client_id and message.author == self.side:
            self.record.acknowledged.setdefault(client_id, seq)

    def ack(self, *, seq: int, client_id: str, first_here: bool) -> None:
        """An ack came; `first_here` when no other connection had sent that message before."""
        self.record.names(client_id=client_id, seq=seq)
        self.record.acknowledged.setdefault(client_id, seq)
        if first_here:
            self.own.add(seq)


@dataclass(kw_only=True)
class Ledger:
    """All conversations of a replay, and what happened beside them."""

    records: dict[str, Record] = field(default_factory=dict)
    """By dialogue id."""
    waited_out: Counter[str] = field(default_factory=Counter)
    """Refusals by code."""
    closes: Counter[int] = field(default_factory=Counter)
    """Sockets lost, by close code (0: no connection at all)."""
    unexpected: Counter[str] = field(default_factory=Counter)
    """What the contract does not know, by what it was."""
    taken: Counter[str] = field(default_factory=Counter)
    """How conversations came to volunteers: by "offer" or by "next"."""
    strangers: int = 0
    """Conversations that were not of this replay, closed kindly."""
    ack_times_s: list[float] = field(default_factory=list)

    def record(self, dialogue_id: str) -> Record:
        """The record of one dialogue."""
        return self.records.setdefault(dialogue_id, Record())
