"""Closing at short notice, and opening again."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue
from krisechat.models import AuditEntry
from routing.operations import closures
from routing.operations.closures import Reason, UnableToClose, UnableToReopen
from routing.queries import opening
from tests.support import people

pytestmark = pytest.mark.django_db

AT = clock.now()
HOUR = timedelta(hours=1)


def _close(hours: int = 2) -> None:
    closures.close(
        helpline=people.lygten(),
        account=people.dorte().account,
        reason=Reason.ILLNESS,
        until=AT + hours * HOUR,
        at=AT,
    )


def test_it_is_closed_from_that_moment_until_it_ends() -> None:
    _close()
    now = opening.status(at=AT)
    assert (now.open, now.opens_at, now.reason) == (False, AT + 2 * HOUR, "illness")
    assert opening.status(at=AT + 2 * HOUR).open is True


def test_closed_twice_is_refused_by_name_and_changes_nothing() -> None:
    _close()
    with pytest.raises(UnableToClose):
        _close(hours=9)
    assert opening.status(at=AT).opens_at == AT + 2 * HOUR


@pytest.mark.parametrize("hours", [-1, 0, 31 * 24 + 1])
def test_a_closure_ends_later_and_within_a_month(hours: int) -> None:
    with pytest.raises(BadValue):
        _close(hours=hours)
    assert opening.status(at=AT).open is True


def test_reopened_it_is_open_at_once() -> None:
    _close()
    dorte = people.dorte().account
    closures.reopen(helpline=people.lygten(), account=dorte, at=AT + HOUR)
    assert opening.status(at=AT + HOUR).open is True
    with pytest.raises(UnableToReopen):
        closures.reopen(helpline=people.lygten(), account=dorte, at=AT + HOUR)


def test_what_is_not_closed_cannot_be_reopened() -> None:
    with pytest.raises(UnableToReopen):
        closures.reopen(helpline=people.lygten(), account=people.dorte().account, at=AT)


def test_both_are_on_record_with_who_and_why() -> None:
    _close()
    dorte = people.dorte().account
    closures.reopen(helpline=people.lygten(), account=dorte, at=AT + HOUR)
    found = AuditEntry.objects.filter(object_kind="helpline", action__in=["close", "reopen"])
    assert [(e.action, e.actor_id, e.detail) for e in found.order_by("id")] == [
        ("close", str(dorte), {"reason": "illness", "minutes": 120}),
        ("reopen", str(dorte), {}),
    ]
