"""Reading is on record, with a purpose."""

import pytest

from krisechat.foundation.refusals import BadValue, NotFound
from krisechat.models import AuditEntry
from routing.operations import handovers
from tests.support import handing_over
from tests.support.handing_over import OWN_WORDS, later

pytestmark = pytest.mark.django_db


def reads() -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(action="read_handover").order_by("id")
    return list(found.values_list("actor_id", "purpose"))


def test_each_reading_is_on_record_with_its_purpose() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    for purpose in ("assess", "follow_up"):
        opened = handovers.read(account=it.mette.id, handover=id, purpose=purpose, at=later(9))
        assert opened.row.content is not None and opened.row.content.own_words == OWN_WORDS
    assert reads() == [(str(it.mette.id), "assess"), (str(it.mette.id), "follow_up")]


def test_without_a_purpose_nothing_is_read() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    with pytest.raises(BadValue):
        handovers.read(account=it.mette.id, handover=id, purpose="curiosity", at=later(9))


def test_who_may_not_read_reads_nothing() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    with pytest.raises(NotFound):
        handovers.read(account=handing_over.ole().id, handover=id, purpose="assess", at=later(9))
    assert reads() == []


def test_the_inbox_is_on_record_too() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    assert [each.id for each in handovers.read_inbox(account=it.mette.id, at=later(9))] == [id]
    entry = AuditEntry.objects.get(action="list_handovers")
    assert entry.detail == {"count": 1}
