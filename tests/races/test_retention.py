"""P64: engines that erase at the same moment, and a citizen who erases what the clock erases."""

from datetime import UTC, datetime, timedelta

import pytest

from krisechat.models import AuditEntry, Conversation, DataKey
from routing.operations import queueing, retention
from tests.races.together import failures, together
from tests.support import people
from tests.support.quick import quick_return_codes
from tests.support.ring import own_keys

__all__ = ["own_keys", "quick_return_codes"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_keys")]

NIGHT = datetime(2026, 11, 22, 21, 40, tzinfo=UTC)
MONTH_LATER = NIGHT + timedelta(days=30)


def test_three_engines_at_once_erase_each_conversation_once() -> None:
    opened = [people.amina(at=NIGHT, phone="+4520739146") for _ in range(15)]
    ends = together(*[lambda: retention.run(at=MONTH_LATER)] * 3)
    assert failures(ends) == []
    assert not DataKey.objects.exists()
    assert AuditEntry.objects.filter(action="erase").count() == len(opened)


def test_a_citizen_who_erases_it_at_that_moment() -> None:
    for _ in range(10):
        conversation = people.amina(at=NIGHT).conversation
        clock, _citizen = together(
            lambda: retention.run(at=MONTH_LATER),
            lambda id=conversation: queueing.erase_by_citizen(conversation=id, at=MONTH_LATER),
        )
        assert not isinstance(clock, Exception)
        assert Conversation.objects.get(id=conversation).state == "erased"
        assert AuditEntry.objects.filter(action="erase", object_id=conversation).count() == 1
    assert not DataKey.objects.exists()
