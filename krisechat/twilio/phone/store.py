"""The demo phone's own file: texts, what is still to be done about them, and the faults asked for.

Plain SQLite, a connection for each thing done, so that threads and processes may share the file.
Whatever is still to be done is a row with a due time; one process at a time has it, by a lease.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from krisechat.twilio.phone.faults import Faults
from krisechat.twilio.phone.texts import Brought, Status, Text, new_sid

_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, once TEXT UNIQUE,
    direction TEXT NOT NULL, sender TEXT NOT NULL, receiver TEXT NOT NULL, body TEXT NOT NULL,
    status TEXT NOT NULL, error_code INTEGER, callback TEXT NOT NULL, brought TEXT NOT NULL,
    created_at REAL NOT NULL, updated_at REAL NOT NULL, sent_at REAL
);
CREATE INDEX IF NOT EXISTS texts_by_receiver ON texts (receiver, number);
CREATE INDEX IF NOT EXISTS texts_by_sender ON texts (sender, number);
CREATE TABLE IF NOT EXISTS errands (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, sid TEXT NOT NULL,
    about TEXT NOT NULL, status TEXT NOT NULL, due_at REAL NOT NULL, tries INTEGER NOT NULL,
    leased_until REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS errands_due ON errands (due_at);
CREATE TABLE IF NOT EXISTS faults (one INTEGER PRIMARY KEY CHECK (one = 1), wishes TEXT NOT NULL);
INSERT OR IGNORE INTO faults VALUES (1, '{}');
"""
_COLUMNS = ", ".join(Text.__dataclass_fields__)
# How far a text has come; it never goes back.
_FORWARD = {
    Status.SENT: (Status.QUEUED,),
    Status.DELIVERED: (Status.QUEUED, Status.SENT),
    Status.UNDELIVERED: (Status.QUEUED, Status.SENT),
}


@dataclass(frozen=True, kw_only=True)
class Errand:
    """Something still to be done: "step" (the text gets on), "callback" (we are told how far it
    has come) or "webhook" (we are brought a text that was typed on a phone)."""

    number: int
    kind: str
    sid: str
    status: str
    tries: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which texts of a list; moments are seconds since 1970, both ends counted in."""

    receiver: str = ""
    sender: str = ""
    since: float | None = None
    until: float | None = None
    below: int | None = None
    """Only texts older than the one with this number: where the page before ended."""


class Store:
    """The file at `path`, made when it is missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._connected() as file:
            file.execute("PRAGMA journal_mode=WAL")
            file.executescript(_SCHEMA)
        # The last to close a file tidies it up, which takes its time: nobody here is the last.
        self._held_open = sqlite3.connect(path, check_same_thread=False)
        self._held_open.execute("SELECT 1 FROM faults").fetchall()

    def add(
        self,
        *,
        direction: str,
        sender: str,
        receiver: str,
        body: str,
        status: str,
        at: float,
        callback: str = "",
        brought: str = Brought.YES,
        once: str | None = None,
        errands: Sequence[tuple[str, str, float]] = (),
    ) -> Text:
        """One more text, with its errands (kind, status, due). The same `once` again is the text
        that is there already."""
        sid = new_sid()
        row = (sid, once, direction, sender, receiver, body, status, callback, brought, at, at)
        with self._changing() as file:
            added = file.execute(
                "INSERT OR IGNORE INTO texts (sid, once, direction, sender, receiver, body, status,"
                " callback, brought, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                row,
            ).rowcount
            if added:
                self._add_errands(file, sid, sender, errands)
            where = "sid = ?" if added else "once = ?"
            return _one(file, where, sid if added else once)

    def text(self, sid: str) -> Text | None:
        """The text with this id."""
        found = self._read(f"SELECT {_COLUMNS} FROM texts WHERE sid = ?", (sid,))
        return _text(found[0]) if found else None

    def texts(self, wanted: Wanted, *, limit: int) -> list[Text]:
        """The newest texts that are wanted, newest first."""
        moment = "COALESCE(sent_at, created_at)"
        asked: list[tuple[str, object]] = [
            ("receiver = ?", wanted.receiver or None),
            ("sender = ?", wanted.sender or None),
            (f"{moment} >= ?", wanted.since),
            (f"{moment} <= ?", wanted.until),
            ("number < ?", wanted.below),
        ]
        given = [(sql, value) for sql, value in asked if value is not None]
        where = " AND ".join(["1", *(sql for sql, _ in given)])
        query = f"SELECT {_COLUMNS} FROM texts WHERE {where} ORDER BY number DESC LIMIT ?"
        return [_text(row) for row in self._read(query, (*(value for _, value in given), limit))]

    def thread(self, phone: str, *, limit: int) -> list[Text]:
        """The newest texts to or from one phone, oldest of them first."""
        query = (
            f"SELECT {_COLUMNS} FROM texts WHERE receiver = ? OR sender = ?"
            " ORDER BY number DESC LIMIT ?"
        )
        return [_text(row) for row in reversed(self._read(query, (phone, phone, limit)))]

    def latest_elsewhere(self, helpline: str, *, besides: Sequence[str], limit: int) -> list[Text]:
        """The latest text on each other phone, newest first."""
        marks = ",".join("?" * len(besides))
        query = (
            f"SELECT {_COLUMNS} FROM texts WHERE number IN (SELECT max(number) FROM texts"
            f" WHERE sender = ? AND receiver NOT IN ({marks}) GROUP BY receiver)"
            " ORDER BY number DESC LIMIT ?"
        )
        return [_text(row) for row in self._read(query, (helpline, *besides, limit))]

    def move(self, sid: str, *, status: str, error_code: int | None, at: float) -> bool:
        """The text has come so far; False when it had come as far before."""
        earlier = _FORWARD[Status(status)]
        query = (
            "UPDATE texts SET status = ?, error_code = ?, updated_at = ?,"
            f" sent_at = COALESCE(sent_at, ?) WHERE sid = ? AND status IN ({_marks(earlier)})"
        )
        with self._changing() as file:
            return file.execute(query, (status, error_code, at, at, sid, *earlier)).rowcount == 1

    def brought(self, sid: str, how: str) -> None:
        """The webhook of this text has come to its end."""
        with self._changing() as file:
            file.execute("UPDATE texts SET brought = ? WHERE sid = ?", (how, sid))

    def add_errands(self, text: Text, errands: Sequence[tuple[str, str, float]]) -> None:
        """More to do about a text: (kind, status, due)."""
        with self._changing() as file:
            self._add_errands(file, text.sid, text.sender, errands)

    def claim(self, *, at: float, lease_s: float, limit: int) -> list[Errand]:
        """Due errands, now leased to the caller. What was typed on one phone is brought in the
        order in which it was typed."""
        query = (
            "SELECT number, kind, sid, status, tries FROM errands AS e WHERE due_at <= ? AND"
            " leased_until < ? AND NOT (kind = 'webhook' AND EXISTS (SELECT 1 FROM errands AS first"
            " WHERE first.kind = 'webhook' AND first.about = e.about AND first.number < e.number))"
            " ORDER BY due_at, number LIMIT ?"
        )
        if not self._read(query, (at, at, 1)):
            return []  # asked without the lock, four times a second
        with self._changing() as file:
            due = file.execute(query, (at, at, limit)).fetchall()
            file.executemany(
                "UPDATE errands SET leased_until = ?, tries = tries + 1 WHERE number = ?",
                [(at + lease_s, row["number"]) for row in due],
            )
        return [Errand(**{**dict(row), "tries": row["tries"] + 1}) for row in due]

    def done(self, errand: Errand) -> None:
        """Nothing is left to do of it."""
        with self._changing() as file:
            file.execute("DELETE FROM errands WHERE number = ?", (errand.number,))

    def again(self, errand: Errand, *, due_at: float) -> None:
        """It is to be tried again then."""
        with self._changing() as file:
            file.execute(
                "UPDATE errands SET due_at = ?, leased_until = 0 WHERE number = ?",
                (due_at, errand.number),
            )

    def faults(self) -> Faults:
        """The faults asked for."""
        return _faults(self._read("SELECT wishes FROM faults", ()))

    def ask_for(self, faults: Faults) -> None:
        """From now on these faults."""
        with self._changing() as file:
            self._write(file, faults)

    def use_up(self, fault: str) -> bool:
        """Takes one from a fault that counts down; False when none is left."""
        with self._changing() as file:
            faults = _faults(file.execute("SELECT wishes FROM faults").fetchall())
            left = int(getattr(faults, fault))
            if left > 0:
                self._write(file, faults.changed({fault: left - 1}))
        return left > 0

    @staticmethod
    def _write(file: sqlite3.Connection, faults: Faults) -> None:
        file.execute("UPDATE faults SET wishes = ?", (json.dumps(asdict(faults)),))

    @staticmethod
    def _add_errands(
        file: sqlite3.Connection, sid: str, about: str, errands: Sequence[tuple[str, str, float]]
    ) -> None:
        file.executemany(
            "INSERT INTO errands (kind, sid, about, status, due_at, tries) VALUES (?,?,?,?,?,0)",
            [(kind, sid, about, status, due) for kind, status, due in errands],
        )

    def _read(self, query: str, values: Sequence[object]) -> list[sqlite3.Row]:
        with self._connected() as file:
            return file.execute(query, values).fetchall()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        file = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        file.row_factory = sqlite3.Row
        try:
            # What the system has is safe from kill -9; a demo need not survive a power cut.
            file.execute("PRAGMA synchronous=NORMAL")
            yield file
        finally:
            file.close()


def _one(file: sqlite3.Connection, where: str, value: object) -> Text:
    return _text(file.execute(f"SELECT {_COLUMNS} FROM texts WHERE {where}", (value,)).fetchone())


def _text(row: sqlite3.Row) -> Text:
    return Text(**dict(row))


def _faults(rows: list[sqlite3.Row]) -> Faults:
    return Faults().changed(json.loads(rows[0]["wishes"]))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
