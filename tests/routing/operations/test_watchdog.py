"""What breaks the promise that nobody waits for nothing is found and mended."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import AuditEntry, Conversation, Outbound, Participant
from krisechat.operations import outbox
from routing.models import Assignment, Offer, QueueEntry
from routing.operations import assignments, dispatch, watchdog
from routing.queries import stalled
from tests.support import people
from volunteers.models import Presence

AT = clock.now()
LATER = AT + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


def look(steady_for: timedelta = timedelta(hours=1)) -> int:
    return watchdog.look(at=LATER, steady_since=LATER - steady_for)


def held() -> UUID:
    """Bo talks with Amina."""
    people.amina(at=AT)
    return assignments.take_next(people.on_duty(people.bo(), at=AT), at=AT)


def state(conversation: UUID) -> str:
    return str(Conversation.objects.values_list("state", flat=True).get(id=conversation))


def waits_in_front(conversation: UUID) -> bool:
    rows = QueueEntry.objects.filter(conversation_id=conversation, state="waiting")
    return state(conversation) == "waiting" and rows.filter(given_back_at=LATER).count() == 1


def test_a_sound_night_is_left_alone() -> None:
    held()
    people.amina(at=AT)
    dispatch.match(at=AT)
    before = list(AuditEntry.objects.values_list("id", flat=True))
    assert watchdog.mend(at=AT) == {}
    assert list(AuditEntry.objects.values_list("id", flat=True)) == before


def test_who_waits_in_no_queue_is_put_into_it_since_when_they_came() -> None:
    one = people.amina(at=AT).conversation
    QueueEntry.objects.all().delete()
    assert look() == 1
    entry = QueueEntry.objects.get()
    assert (entry.conversation_id, entry.waiting_since, entry.state) == (one, AT, "waiting")
    assert look() == 0


@pytest.mark.parametrize(("now", "left"), [("ended", "left"), ("active", "taken")])
def test_who_waits_no_more_leaves_the_queue_and_every_offer(now: str, left: str) -> None:
    one = people.amina(at=AT).conversation
    people.on_duty(people.bo(), at=AT)
    dispatch.match(at=AT)
    Conversation.objects.filter(id=one).update(state=now, ended_at=AT)
    found = watchdog.mend(at=LATER)
    assert found["staying without waiting"] == 1
    assert QueueEntry.objects.order_by("id")[0].state == left
    assert Offer.objects.get().state == "withdrawn"


def test_a_talk_with_nobody_responsible_goes_to_the_front_of_the_queue() -> None:
    one = held()
    Participant.objects.filter(responsible=True).update(responsible=False, left_at=AT)
    assert look() == 1
    assert waits_in_front(one)
    assert not Assignment.objects.filter(ended_at=None).exists()


def test_a_talk_whose_holder_nobody_watches_over_goes_there_too() -> None:
    one = held()
    Presence.objects.update(status="offline", due_at=None)
    assert look() == 1
    assert waits_in_front(one)
    assert not Participant.objects.filter(responsible=True).exists()


def test_a_talk_nobody_knows_who_got_has_that_on_record_again() -> None:
    one = held()
    Assignment.objects.all().delete()
    assert look() == 1
    row = Assignment.objects.get()
    assert (row.conversation_id, row.account_id) == (one, people.bo().account)
    assert row.reasons == {"codes": ["mended"]}
    assert look() == 0


def test_a_lease_that_a_clock_set_back_has_left_is_ended() -> None:
    people.amina(at=AT)
    QueueEntry.objects.update(leased_until=LATER + timedelta(minutes=59))
    assert look() == 0
    QueueEntry.objects.update(leased_until=LATER + timedelta(hours=2))
    assert look() == 1
    assert QueueEntry.objects.get().leased_until is None


def test_what_is_mended_is_on_record_and_said_in_numbers_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    one = people.amina("min mand slaar mig", at=AT).conversation
    QueueEntry.objects.all().delete()
    with caplog.at_level(logging.ERROR):
        look()
    said = [each.getMessage() for each in caplog.records]
    assert said == ["mended, waiting without a stay: 1"]
    entry = AuditEntry.objects.get(action="mend")
    assert (entry.actor_kind, entry.object_id) == ("system", str(one))


class TestOverdue:
    def overdue(self) -> dict[str, int]:
        return stalled.overdue(at=LATER)

    def test_each_kind_is_counted(self) -> None:
        people.amina(at=AT)
        people.on_duty(people.bo(), at=AT)
        dispatch.match(at=AT)
        outbox.mail_place(address="post@example.dk", template="handover", once="x", at=AT)
        assert self.overdue() == {"stays": 1, "offers": 1, "texts_out": 1, "absences": 1}

    def test_what_somebody_is_at_and_what_is_late_for_a_moment_is_not(self) -> None:
        people.amina(at=AT)
        QueueEntry.objects.update(leased_until=LATER)
        assert self.overdue() == {}
        QueueEntry.objects.update(leased_until=None, due_at=LATER - stalled.LATE)
        assert self.overdue() == {}

    def test_what_was_sent_long_ago_is_not(self) -> None:
        outbox.mail_place(address="post@example.dk", template="handover", once="x", at=AT)
        Outbound.objects.update(state="delivered", due_at=None)
        assert self.overdue() == {}

    @pytest.mark.parametrize(("minutes", "said"), [(1, 0), (3, 1)])
    def test_it_is_said_when_the_clock_has_run_long_enough_to_do_it(
        self, minutes: int, said: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        people.amina(at=AT)
        with caplog.at_level(logging.ERROR):
            assert look(timedelta(minutes=minutes)) == 0
        messages: list[Any] = [each.getMessage() for each in caplog.records]
        assert messages == ["overdue although the clock runs, stays: 1"] * said
