"""Claiming due rows, shown on the clock's duties."""

from datetime import UTC, datetime, timedelta

import pytest

from krisechat.foundation import leases
from krisechat.models import Duty

AT = datetime(2026, 11, 22, 21, 40, tzinfo=UTC)
LEASE = timedelta(seconds=60)

pytestmark = pytest.mark.django_db


def due(name: str, *, at: datetime | None = AT) -> Duty:
    return Duty.objects.create(name=name, due_at=at)


def claimed(*, at: datetime = AT, limit: int = 100) -> list[Duty]:
    return leases.claim(Duty.objects.all(), at=at, lease=LEASE, limit=limit)


def names(rows: list[Duty]) -> list[str]:
    return [row.name for row in rows]


class TestClaiming:
    def test_what_is_due_is_claimed_oldest_first(self) -> None:
        due("second", at=AT - timedelta(seconds=1))
        due("first", at=AT - timedelta(seconds=2))
        due("now", at=AT)
        assert names(claimed()) == ["first", "second", "now"]

    def test_what_is_not_due_yet_or_never_stays(self) -> None:
        due("later", at=AT + timedelta(microseconds=1))
        due("never", at=None)
        assert claimed() == []

    def test_no_more_than_the_limit_and_the_rest_next_time(self) -> None:
        for number in range(5):
            due(f"{number}", at=AT - timedelta(seconds=10 - number))
        assert names(claimed(limit=2)) == ["0", "1"]
        assert names(claimed()) == ["2", "3", "4"]

    def test_a_leased_row_is_nobody_elses(self) -> None:
        due("one")
        assert names(claimed()) == ["one"]
        assert claimed() == []
        assert claimed(at=AT + LEASE) == []

    def test_a_lease_that_ran_out_is_claimable(self) -> None:
        due("one")
        claimed()
        assert names(claimed(at=AT + LEASE + timedelta(microseconds=1))) == ["one"]

    def test_of_two_who_read_the_same_row_one_wins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        due("one")
        win = leases._won

        def after_another(rows, row, **when):  # type: ignore[no-untyped-def]
            """Between the reading and the claim another engine claims it."""
            monkeypatch.setattr(leases, "_won", win)
            assert names(claimed()) == ["one"]
            return win(rows, row, **when)

        monkeypatch.setattr(leases, "_won", after_another)
        assert claimed() == []

    def test_who_came_back_between_reading_and_claiming_is_left_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        due("one")
        win = leases._won

        def after_a_sign_of_life(rows, row, **when):  # type: ignore[no-untyped-def]
            Duty.objects.update(due_at=AT + timedelta(seconds=65))
            return win(rows, row, **when)

        monkeypatch.setattr(leases, "_won", after_a_sign_of_life)
        assert claimed() == []
        row = Duty.objects.get()
        assert (row.fence, row.leased_until) == (0, None)

    def test_the_row_that_is_handed_out_is_the_row_that_is_stored(self) -> None:
        due("one")
        [row] = claimed()
        stored = Duty.objects.get()
        assert (row.fence, row.leased_until) == (stored.fence, stored.leased_until)
        assert (stored.fence, stored.leased_until) == (1, AT + LEASE)


class TestFinishing:
    def test_it_frees_the_row_until_its_next_moment(self) -> None:
        due("one")
        [row] = claimed()
        assert leases.finish(row, due_at=AT + timedelta(seconds=5), done_at=AT)
        assert claimed(at=AT + timedelta(seconds=4)) == []
        [again] = claimed(at=AT + timedelta(seconds=5))
        assert again.done_at == AT

    def test_with_nothing_more_due_it_rests(self) -> None:
        due("one")
        [row] = claimed()
        assert leases.finish(row, due_at=None)
        assert claimed(at=AT + timedelta(days=365)) == []

    def test_a_late_finish_changes_nothing(self) -> None:
        due("one")
        [slow] = claimed()
        [fast] = claimed(at=AT + 2 * LEASE)
        before = Duty.objects.values().get()
        assert not leases.finish(slow, due_at=None, done_at=AT)
        assert Duty.objects.values().get() == before
        assert leases.finish(fast, due_at=AT + timedelta(days=1), done_at=AT + 2 * LEASE)

    def test_a_late_finish_after_the_other_has_finished_changes_nothing(self) -> None:
        due("one")
        [slow] = claimed()
        [fast] = claimed(at=AT + 2 * LEASE)
        leases.finish(fast, due_at=AT + timedelta(days=1))
        assert not leases.finish(slow, due_at=None)
        assert Duty.objects.get().due_at == AT + timedelta(days=1)
