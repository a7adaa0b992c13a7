"""Whole nights at random, through the real operations: whatever happens in whatever order, nobody
has more than they can hold, nothing has two holders, and nobody waits without a next moment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from krisechat.foundation import clock
from krisechat.foundation.refusals import Refusal
from krisechat.models import Conversation, Participant
from routing.models import Assignment, Escalation, Offer, QueueEntry
from routing.operations import (
    absences,
    assignments,
    dispatch,
    duty,
    escalations,
    looks,
    offers,
    queueing,
    watchdog,
)
from tests.support import people
from volunteers.operations import presence

AT = clock.now()
SECOND = timedelta(seconds=1)
NAMES = ("bo", "sara", "dorte")

names = st.sampled_from(NAMES)


def allowed(work: Any) -> Any:
    """What it returns, or None when it was refused by name."""
    try:
        return work()
    except Refusal:
        return None


class Night(RuleBasedStateMachine):
    """Three who answer, and whoever comes."""

    citizens: Bundle[UUID] = Bundle("citizens")

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.at = AT
        self.people = {
            "bo": people.bo(limit=1),
            "sara": people.sara(limit=2),
            "dorte": people.dorte(),
        }
        for each in self.people.values():
            people.on_duty(each, at=self.at)

    def teardown(self) -> None:
        try:
            self.somebody_is_free_for_an_hour()
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    def nudged(self) -> None:
        """What makes something due wakes the clock."""
        dispatch.match(at=self.at)

    def held_by(self, name: str) -> list[UUID]:
        rows = Participant.objects.filter(
            account_id=self.people[name].account, responsible=True, conversation__state="active"
        )
        return list(rows.order_by("id").values_list("conversation_id", flat=True))

    # ── What citizens do ──────────────────────────────────────────────────────────────────

    @rule(
        target=citizens,
        risk=st.sampled_from(["none", "none", "high", "acute"]),
        language=st.sampled_from(["da", "da", "en", "ar"]),
        company=st.integers(0, 2),
    )
    def comes(self, risk: str, language: str, company: int) -> UUID:
        """With others at the same time, of whom nothing is heard any more."""
        for _ in range(company):
            people.amina("", at=self.at)
        one = people.amina("", at=self.at, language=language).conversation
        Conversation.objects.filter(id=one).update(risk=risk)
        self.nudged()
        return one

    @rule(one=consumes(citizens))
    def leaves(self, one: UUID) -> None:
        allowed(lambda: queueing.end_by_citizen(conversation=one, at=self.at))

    @rule(one=consumes(citizens))
    def erases(self, one: UUID) -> None:
        allowed(lambda: queueing.erase_by_citizen(conversation=one, at=self.at))

    # ── What those who answer do ──────────────────────────────────────────────────────────

    @rule(name=names, status=st.sampled_from(["available", "break", "offline"]))
    def chooses(self, name: str, status: str) -> None:
        duty.choose(self.people[name], status=status, at=self.at)
        self.nudged()

    @rule(name=names)
    def accepts(self, name: str) -> None:
        person = self.people[name]
        for row in Offer.objects.filter(account_id=person.account).order_by("-made_at")[:2]:
            allowed(lambda row=row: offers.accept(person, offer=row.id, at=self.at))

    @rule(name=names)
    def asks(self, name: str) -> None:
        """Twice, as with two tabs."""
        for _ in range(2):
            allowed(lambda: assignments.take_next(self.people[name], at=self.at))

    @rule(name=names)
    def declines(self, name: str) -> None:
        account = self.people[name].account
        for row in Offer.objects.filter(account_id=account).order_by("-made_at")[:1]:
            allowed(lambda row=row: offers.decline(account=account, offer=row.id, at=self.at))

    @rule(name=names)
    def closes(self, name: str) -> None:
        for one in self.held_by(name)[:1]:
            assignments.close(
                account=self.people[name].account,
                conversation=one,
                outcome="ended",
                tags=[],
                at=self.at,
            )

    @rule(name=names)
    def gives_back(self, name: str) -> None:
        account = self.people[name].account
        for one in self.held_by(name)[:1]:
            assert assignments.give_back(account=account, conversation=one, why="x", at=self.at)

    @rule(name=names)
    def logs_out(self, name: str) -> None:
        assignments.give_back_all(account=self.people[name].account, why="logout", at=self.at)

    # ── What the clock does ───────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([1, 5, 31, 70, 700]), seen=st.just(set(NAMES)) | st.sets(names))
    def time_passes(self, seconds: int, seen: set[str]) -> None:
        """Those who are seen have a live socket."""
        self.at += seconds * SECOND
        presence.seen({self.people[each].account for each in seen}, at=self.at)
        self.ticks()

    @rule()
    def ticks(self) -> None:
        absences.give_back(at=self.at, steady_since=self.at - timedelta(hours=1))
        offers.expire_due(at=self.at)
        dispatch.match(at=self.at)
        looks.look(at=self.at)
        escalations.step_due(at=self.at)

    def somebody_is_free_for_an_hour(self) -> None:
        """Everybody is there and says yes: whoever waits in a language spoken is served."""
        spoken = Conversation.objects.exclude(language="ar")
        for _ in range(40):
            if not spoken.filter(state="waiting").exists():
                return
            for name in NAMES:
                self.chooses(name, "available")
                self.accepts(name)
                while self.held_by(name):
                    self.closes(name)
            self.at += 60 * SECOND
            presence.seen({each.account for each in self.people.values()}, at=self.at)
            self.ticks()
        raise AssertionError("somebody was never served")

    # ── What holds at every moment ────────────────────────────────────────────────────────

    @invariant()
    def nobody_has_more_than_they_can_hold(self) -> None:
        taken = Participant.objects.filter(responsible=True, conversation__state="active")
        for row in taken.values("account").annotate(count=Count("id")):
            limit = next(p.limit for p in self.people.values() if p.account == row["account"])
            assert row["count"] <= limit

    @invariant()
    def each_active_one_has_one_holder_and_one_assignment(self) -> None:
        active = Conversation.objects.filter(state="active").values_list("id", flat=True)
        given = Assignment.objects.filter(ended_at=None, conversation__state="active")
        held = Participant.objects.filter(responsible=True, conversation__state="active")
        pairs = ("conversation_id", "account_id")
        assert sorted(given.values_list(*pairs)) == sorted(held.values_list(*pairs))
        assert sorted(held.values_list("conversation_id", flat=True)) == sorted(active)

    @invariant()
    def whoever_waits_always_has_a_next_moment_and_nobody_else_waits(self) -> None:
        waiting = set(Conversation.objects.filter(state="waiting").values_list("id", flat=True))
        stays = QueueEntry.objects.filter(state="waiting", due_at__isnull=False)
        assert sorted(stays.values_list("conversation_id", flat=True)) == sorted(waiting)

    @invariant()
    def an_offer_is_about_somebody_who_waits_to_somebody_who_is_there(self) -> None:
        rows = Offer.objects.filter(state="live").values_list(
            "due_at", "conversation__state", "account__presence__status", "conversation", "account"
        )
        live = list(rows)
        assert all(due and waits == "waiting" for due, waits, *_ in live)
        assert all(status == "available" for _, _, status, *_ in live)
        assert len({one for *_, one, _ in live}) == len({who for *_, who in live}) == len(live)

    @invariant()
    def nobody_is_called_in_for_what_is_over(self) -> None:
        running = Escalation.objects.filter(state="running")
        assert not running.exclude(conversation__state__in=["waiting", "active"]).exists()
        assert not running.filter(due_at__isnull=True).exists()

    @rule()
    def the_watchdog_finds_nothing(self) -> None:
        assert watchdog.mend(at=self.at) == {}


@pytest.mark.django_db
def test_nights_at_random() -> None:
    run_state_machine_as_test(
        Night,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
