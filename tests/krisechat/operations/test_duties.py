"""What the clock does again and again, by one engine at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from krisechat.models import Duty
from krisechat.operations import duties
from krisechat.operations.duties import LEASE

AT = datetime(2026, 11, 22, 21, 40, tzinfo=UTC)
SECOND = timedelta(seconds=1)
EVERY = 5 * SECOND

pytestmark = pytest.mark.django_db


class Work:
    """Notes when it was done."""

    def __init__(self) -> None:
        self.done: list[datetime] = []

    def __call__(self, at: datetime) -> int:
        self.done.append(at)
        return 7


def do(work: object, second: int, name: str = "seal") -> int:
    return duties.do(name, work, every=EVERY, at=AT + second * SECOND)  # type: ignore[arg-type]


def test_the_first_time_it_is_due_at_once() -> None:
    work = Work()
    assert do(work, 0) == 7
    assert work.done == [AT]


def test_then_each_time_so_much_later() -> None:
    work = Work()
    assert [do(work, second) for second in range(11)] == [7, 0, 0, 0, 0, 7, 0, 0, 0, 0, 7]


def test_after_a_pause_it_is_done_once_and_not_caught_up() -> None:
    work = Work()
    do(work, 0)
    assert [do(work, 100), do(work, 101)] == [7, 0]


def test_each_duty_has_its_own_time() -> None:
    work = Work()
    do(work, 0, "seal")
    assert do(work, 1, "prune") == 7
    assert set(Duty.objects.values_list("name", flat=True)) == {"seal", "prune"}


def test_while_one_engine_is_at_it_another_is_not() -> None:
    others: list[int] = []

    def while_another_asks(at: datetime) -> int:
        others.append(do(Work(), 1))
        return 1

    assert do(while_another_asks, 0) == 1
    assert others == [0]


def test_what_an_engine_died_over_is_done_again_when_its_lease_has_run_out() -> None:
    def dies(at: datetime) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(dies, 0)
    work = Work()
    assert do(work, int(LEASE / SECOND)) == 0
    assert do(work, int(LEASE / SECOND) + 1) == 7


def test_who_was_slow_does_not_put_off_what_another_has_done_meanwhile() -> None:
    late = int(LEASE / SECOND) + 1

    def slow(at: datetime) -> int:
        assert do(Work(), late) == 7
        return 1

    do(slow, 0)
    assert Duty.objects.get().due_at == AT + late * SECOND + EVERY
