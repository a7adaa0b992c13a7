"""The clock's loop: every step, whatever the others do, and patience after a break."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError

from config import engine
from config.engine import BREAK, Engine, Lane
from krisechat.foundation import clock
from krisechat.models import AuditEntry, AuditSeal, Conversation, Duty
from krisechat.outbound.recorder import Recorder
from krisechat.outbound.wording import TO_ACCOUNTS
from routing.operations import assignments
from tests.support import people

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Step = Callable[[datetime], int]


@pytest.fixture(autouse=True)
def within_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection with a transaction open would be taken for one that was left behind."""
    monkeypatch.setattr(engine, "close_old_connections", lambda: None)


def with_steps(*steps: tuple[str, Step]) -> Engine:
    one = Engine()
    one.lanes = (Lane("night", threading.Event(), steps),)
    return began(one, NIGHT)


def began(one: Engine, at: datetime) -> Engine:
    """As if its clock had run without a break since then."""
    for lane in one.lanes:
        lane._steady_since = lane._last = at
    return one


class Steps:
    """Notes when each step was asked for; one may fail."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.done: list[str] = []
        self._fails = fails

    def named(self, name: str) -> tuple[str, Step]:
        def step(at: datetime) -> int:
            self.done.append(name)
            if name == "fails" and self._fails is not None:
                raise self._fails
            return 1

        return name, step


class TestTicking:
    def test_every_step_in_its_order(self) -> None:
        steps = Steps()
        with_steps(steps.named("a"), steps.named("b"), steps.named("c")).tick(NIGHT)
        assert steps.done == ["a", "b", "c"]

    @pytest.mark.parametrize(
        "fault", [ValueError("Amina"), OperationalError("Amina"), InterfaceError("Amina")]
    )
    def test_one_that_fails_stops_no_other_and_quotes_nobody(
        self, fault: Exception, caplog: pytest.LogCaptureFixture
    ) -> None:
        steps = Steps(fault)
        one = with_steps(steps.named("fails"), steps.named("b"))
        one.tick(NIGHT)
        one.tick(NIGHT + SECOND)
        assert steps.done == ["fails", "b", "fails", "b"]
        assert type(fault).__name__ in caplog.text
        assert "Amina" not in caplog.text

    def test_what_was_given_back_is_said_as_a_number(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO, logger="krisechat.engine")
        with_steps(("give back", lambda at: 3), ("other", lambda at: 5)).tick(NIGHT)
        assert [record.getMessage() for record in caplog.records] == ["give back: 3"]


class TestSteadiness:
    """Since when the clock has run without a break: before that nobody can be called gone."""

    def since(self, *ticks: int) -> datetime:
        one = with_steps()
        for second in ticks:
            one.tick(NIGHT + second * SECOND)
        return one.lanes[0].steady_since

    def test_a_clock_that_ticks_is_steady_since_it_began(self) -> None:
        assert self.since(1, 2, 3, 10) == NIGHT

    def test_a_break_of_the_machine_begins_it_anew(self) -> None:
        late = int(BREAK / SECOND) + 2
        assert self.since(1, late + 1, late + 2) == NIGHT + (late + 1) * SECOND

    def test_a_clock_that_was_set_back_begins_it_anew(self) -> None:
        assert self.since(5, 4, 6) == NIGHT + 4 * SECOND

    def test_a_database_that_was_away_begins_it_anew(self) -> None:
        away = [OperationalError("away")]

        def step(at: datetime) -> int:
            if away:
                raise away.pop()
            return 0

        one = with_steps(("give back", step))
        one.tick(NIGHT + 5 * SECOND)
        one.tick(NIGHT + 6 * SECOND)
        assert one.lanes[0].steady_since == NIGHT + 5 * SECOND


@pytest.mark.django_db
class TestItsRealSteps:
    def test_they_give_back_release_seal_and_prune(self) -> None:
        names = [name for lane in Engine().lanes for name, _ in lane.steps]
        assert {"give back", "release ended", "seal audit", "prune audit"} <= set(names)

    def test_they_are_done_when_due(self) -> None:
        at = clock.now()
        one = began(Engine(), at)
        people.amina(at=at)
        people.on_duty(people.bo(), at=at)
        conversation = assignments.take_next(people.bo(), at=at)
        for second in range(0, 71, 5):
            one.tick(at + second * SECOND)
        assert Conversation.objects.get(id=conversation).state == "waiting"
        assert not AuditEntry.objects.filter(position=None, at__lt=at + 60 * SECOND).exists()
        assert AuditSeal.objects.exists()
        assert {"seal audit", "prune audit"} <= set(Duty.objects.values_list("name", flat=True))

    def test_whoever_waits_is_looked_after_and_people_are_called_in(self) -> None:
        at = clock.now()
        one = began(Engine(), at)
        people.sara(on_call=True)
        people.dorte()
        people.amina(at=at)
        for second in range(0, 211, 5):
            one.tick(at + second * SECOND)
        texts = [(each.to, each.body) for each in Recorder.take()]
        assert texts == [
            (people.PHONES["sara"], TO_ACCOUNTS["on_call"]),
            (people.PHONES["dorte"], TO_ACCOUNTS["shift_lead"]),
        ]

    def test_nobody_is_given_back_right_after_a_start(self) -> None:
        """The engine was away for an hour; everybody gets as long as ever to be seen again."""
        at = clock.now()
        people.amina(at=at)
        people.on_duty(people.bo(), at=at)
        conversation = assignments.take_next(people.bo(), at=at)
        back = at + timedelta(hours=1)
        one = began(Engine(), back)
        for second in range(0, 60, 5):
            one.tick(back + second * SECOND)
        assert Conversation.objects.get(id=conversation).state == "active"
        for second in range(60, 71, 5):
            one.tick(back + second * SECOND)
        assert Conversation.objects.get(id=conversation).state == "waiting"


def test_it_ends_after_the_step_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TICK_SECONDS", 0.001)
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def step(at: datetime) -> int:
        begun.set()
        go.wait(5)
        ended.set()
        return 0

    one = with_steps(("slow", step))
    thread = one.start()
    assert begun.wait(5)
    one.stop()
    assert thread.is_alive()
    go.set()
    thread.join(5)
    assert ended.is_set()
    assert not thread.is_alive()
