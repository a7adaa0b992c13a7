"""A provider for tests: keeps what it is given, and fails as it is told to.

Every text somebody did not ask for with `take` is an unexpected one, and fails the test
(tests/conftest.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from krisechat.foundation.ids import new_id
from krisechat.outbound.provider import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A text as it was handed over."""

    id: str
    to: str
    body: str
    status_url: str


class Recorder:
    """`provider.Texts` in memory, one for the whole process."""

    sent: list[Sent] = []
    calls: list[str] = []  # to whom, every try, in order
    waiting: list[Listed] = []  # what `incoming` lists
    known: list[Listed] = []  # what `look_up` finds, besides what was sent
    failures: list[Exception] = []  # raised one after another, before anything is taken in
    unreadable: list[Exception] = []  # raised by the next looks into a list

    def send(self, *, to: str, body: str, status_url: str) -> str:
        self.calls.append(to)
        if self.failures:
            raise self.failures.pop(0)
        taken = Sent(id=f"SM{new_id().hex}", to=to, body=body, status_url=status_url)
        self.sent.append(taken)
        return taken.id

    def look_up(self, *, to: str, since: datetime) -> list[Listed]:
        if self.unreadable:
            raise self.unreadable.pop(0)
        found = [each for each in self.known if each.to == to]
        return [each for each in found if each.at is None or each.at >= since]

    def incoming(self, *, since: datetime) -> Iterator[Listed]:
        if self.unreadable:
            raise self.unreadable.pop(0)
        yield from (each for each in self.waiting if each.at is None or each.at >= since)

    @classmethod
    def take(cls, *, to: str = "") -> list[Sent]:
        """What was sent (to this number), in order; expected from now on."""
        mine = [each for each in cls.sent if not to or each.to == to]
        cls.sent[:] = [each for each in cls.sent if each not in mine]
        return mine

    @classmethod
    def forget(cls) -> None:
        for each in (cls.sent, cls.calls, cls.waiting, cls.known, cls.failures, cls.unreadable):
            each.clear()
