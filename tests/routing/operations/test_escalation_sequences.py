"""Any sequence of looks, steps, comings and endings, with engines that die between: every text is
written exactly once, in order and never early, and nobody is called for whom nobody need come."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from krisechat.foundation import clock, leases
from krisechat.models import Conversation, Outbound
from routing.models import Escalation, EscalationCall, QueueEntry
from routing.operations import assignments, escalations, looks, queueing
from tests.support import people
from volunteers.access import Answerer

AT = clock.now()
SECOND = timedelta(seconds=1)
DOINGS = ("tick", "tick", "tick", "die", "die_halfway", "be_slow", "take", "give_back", "end")
PAUSES = st.sampled_from([0, 1, 20, 29, 31, 60, 179, 181, 361, 700, 3600])

pytestmark = pytest.mark.django_db


class Died(Exception):
    """An engine, in the middle of its work."""


class Night:
    """One citizen, Bo who may come, three people who can be called, and engines."""

    def __init__(self, bo: Answerer) -> None:
        self.bo = bo
        self.at = AT
        self.conversation = people.amina(at=AT).conversation
        self.slow: list[Escalation] = []

    def do(self, doing: str, pause: int) -> None:
        self.at += pause * SECOND
        getattr(self, doing)()

    def tick(self) -> None:
        looks.look(at=self.at)
        escalations.step_due(at=self.at)
        for row in self.slow:
            escalations._take_claimed(row, at=self.at)
        self.slow = []

    def die(self) -> None:
        """What was due is claimed, and nobody does it."""
        leases.claim(QueueEntry.objects.filter(state="waiting"), at=self.at, lease=looks.LEASE)
        self._claim()

    def be_slow(self) -> None:
        """As above, but the claimer wakes up later and does it all the same."""
        self.slow += self._claim()

    def _claim(self) -> list[Escalation]:
        rows = Escalation.objects.filter(state__in=escalations.OPEN)
        return leases.claim(rows, at=self.at, lease=escalations.LEASE)

    def die_halfway(self) -> None:
        def dies(*_: object, **__: object) -> None:
            raise Died

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(escalations.calls.outbox, "text_account", dies)
            for work in (looks.look, escalations.step_due):
                try:
                    with transaction.atomic():
                        work(at=self.at)
                except Died:
                    continue

    def take(self) -> None:
        if self.state() == "waiting":
            people.on_duty(self.bo, at=self.at)
            assignments.take_next(self.bo, at=self.at)

    def give_back(self) -> None:
        assignments.give_back_all(account=self.bo.account, why="gone", at=self.at)

    def end(self) -> None:
        if self.state() in ("waiting", "active"):
            queueing.end_by_citizen(conversation=self.conversation, at=self.at)

    def state(self) -> str:
        return str(Conversation.objects.values_list("state", flat=True).get())


@pytest.fixture
def bo() -> Answerer:
    people.sara(on_call=True)
    people.dorte()
    people.jens()
    return people.bo()


def holds(night: Night) -> None:
    """What is true after every step of every night."""
    rows = list(Escalation.objects.order_by("id"))
    still = [row for row in rows if row.state in escalations.OPEN]
    assert len(still) <= 1
    assert not still or night.state() == "waiting"
    assert all(row.due_at is not None for row in still)
    assert QueueEntry.objects.filter(state="waiting", due_at=None).count() == 0
    for row in rows:
        numbers = list(row.calls.order_by("id").values_list("step", flat=True))
        assert numbers == list(range(row.next_step))
        for call in row.calls.all():
            assert call.at >= row.began_at + planned(row, call.step)
            assert row.ended_at is None or call.at <= row.ended_at
    texts = Counter(Outbound.objects.values_list("once", flat=True))
    assert set(texts.values()) <= {1}
    assert {once for once in texts if not once_is_over(once)} == set(onces())


def planned(row: Escalation, step: int) -> timedelta:
    last = row.plan[min(step, len(row.plan) - 1)]["after_seconds"]
    return timedelta(seconds=last)


def once_is_over(once: str) -> bool:
    return ":over:" in once


def onces() -> Iterator[str]:
    for call in EscalationCall.objects.all():
        yield f"escalation:{call.escalation_id}:{call.step}:{call.account_id}"


class Undone(Exception):
    """Each night begins with an empty table."""


@settings(
    max_examples=25,
    derandomize=True,
    phases=[Phase.generate],  # a night told in full is soon found; a shorter one takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(DOINGS), PAUSES), max_size=14))
def test_every_text_exactly_once_whatever_happens(
    bo: Answerer, doings: list[tuple[str, int]]
) -> None:
    with pytest.raises(Undone), transaction.atomic():
        night = Night(bo)
        for doing, pause in doings:
            night.do(doing, pause)
            holds(night)
        if night.state() == "waiting":
            everybody_is_called_in_the_end(night)
        raise Undone


def everybody_is_called_in_the_end(night: Night) -> None:
    begins: datetime = night.at
    while night.at < begins + timedelta(minutes=10):
        night.do("tick", 20)
    holds(night)
    called = Escalation.objects.order_by("-id")[0].calls
    assert set(called.values_list("tier", flat=True)) == {"on_call", "shift_lead", "coordinator"}


def test_a_call_has_its_own_text_and_nobody_elses(bo: Answerer) -> None:
    night = Night(bo)
    night.do("tick", 20)
    [text], [call] = Outbound.objects.all(), EscalationCall.objects.all()
    assert (UUID(text.recipient_id), text.once) == (call.account_id, next(onces()))
