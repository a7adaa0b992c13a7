"""Which numbers answer now is said from verified hours only."""

from datetime import UTC, datetime, timedelta

import pytest

from krisechat.foundation import directory as rules
from krisechat.queries import directory
from routing.queries import calling
from routing.queries.calling import Line
from routing.rules.answered import UNKNOWN
from tests.support.directory import phoned

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 14:00 in Denmark
LIVSLINIEN = "+4570201201"
ELEVEN_TO_FIVE = {"week": [[day, "11:00", "05:00"] for day in range(7)]}


def line(tel: str, at: datetime = MONDAY) -> Line:
    directory.forget()
    found = calling.listed(at=at, include_unverified=True)
    return next(each for each in found if each.number.tel == tel)


def test_open_or_not_is_said_once_somebody_has_phoned() -> None:
    phoned(LIVSLINIEN, None, hours=ELEVEN_TO_FIVE)
    assert line(LIVSLINIEN).now == UNKNOWN
    phoned(LIVSLINIEN, MONDAY.date())
    now = line(LIVSLINIEN).now
    assert (now.open, now.closes_at) == (True, datetime(2026, 11, 24, 4, tzinfo=UTC))
    early = line(LIVSLINIEN, MONDAY - timedelta(hours=5)).now
    assert (early.open, early.opens_at) == (False, datetime(2026, 11, 23, 10, tzinfo=UTC))


def test_nothing_is_said_from_hours_verified_too_long_ago() -> None:
    phoned(LIVSLINIEN, MONDAY.date() - timedelta(days=181), hours=ELEVEN_TO_FIVE)
    assert line(LIVSLINIEN).now == UNKNOWN


def test_unknown_hours_say_nothing() -> None:
    phoned(LIVSLINIEN, MONDAY.date())
    assert line(LIVSLINIEN).now == UNKNOWN


@pytest.mark.parametrize("topic", ["", "suicidal-thoughts", "violence", "addiction", "other"])
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_in_every_list_112_is_followed_by_two_that_are_open(topic: str, hour: int) -> None:
    for row in directory.entries():
        hours = {} if row.number.hours.always else {"hours": ELEVEN_TO_FIVE}
        phoned(row.number.tel, MONDAY.date(), **hours)
    at = MONDAY.replace(hour=hour)
    found = calling.listed(at=at, include_unverified=False, topic=topic)
    assert found[0].number.tel == "112"
    assert sum(each.now.open is True for each in found[1:4]) >= 2
    subject = rules.chosen_subject(topic)
    awake = [each for each in found if each.number.subject == subject and each.now.open]
    assert not awake or found[1].number.subject == subject


def test_by_subject_everything_stands_once_and_danger_first() -> None:
    groups = calling.by_subject(at=MONDAY, include_unverified=True, topic="suicidal-thoughts")
    assert [name for name, _ in groups][:2] == ["danger", "dying"]
    assert {name for name, _ in groups} == set(rules.SUBJECTS)
    numbers = [each.number.tel for _, lines in groups for each in lines]
    assert len(numbers) == len(set(numbers)) == 23
