"""Whoever writes on the web says whether a text may follow when the page is gone."""

from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import AuditEntry, Citizen, Conversation
from krisechat.operations import text_consent
from krisechat.operations.text_consent import UnableToAgree
from krisechat.privacy import pseudonyms
from routing.operations import queueing
from tests.support import people

pytestmark = pytest.mark.django_db
PHONE = "+4520123456"


def allow(conversation: UUID, *, discreet: bool = True) -> None:
    text_consent.allow(conversation=conversation, phone=PHONE, discreet=discreet, at=clock.now())


def state_of(conversation: UUID) -> tuple[str, Citizen]:
    row = Conversation.objects.select_related("citizen").get(id=conversation)
    return row.texting, row.citizen


@pytest.mark.parametrize(("discreet", "texting"), [(True, "gone_neutral"), (False, "gone_words")])
def test_after_a_yes_a_text_follows_when_the_page_is_gone(discreet: bool, texting: str) -> None:
    conversation = people.amina().conversation
    assert state_of(conversation)[0] == "none"
    allow(conversation, discreet=discreet)
    found, citizen = state_of(conversation)
    assert found == texting
    assert citizen.sms_consent and citizen.sms_discreet == discreet
    assert bytes(citizen.phone_digest or b"") == pseudonyms.phone_digest(PHONE)
    assert PHONE.encode() not in bytes(citizen.phone_sealed or b"")


def test_a_no_forgets_the_number() -> None:
    conversation = people.amina().conversation
    allow(conversation)
    text_consent.refuse(conversation=conversation, at=clock.now())
    texting, citizen = state_of(conversation)
    assert (texting, citizen.sms_consent) == ("none", False)
    assert citizen.phone_sealed is citizen.phone_digest is None


def test_each_answer_is_on_record_without_the_number() -> None:
    conversation = people.amina().conversation
    allow(conversation)
    text_consent.refuse(conversation=conversation, at=clock.now())
    found = AuditEntry.objects.filter(object_id=str(conversation), action__endswith="texts")
    assert list(found.order_by("id").values_list("action", flat=True)) == [
        "allow_texts",
        "refuse_texts",
    ]


def test_after_the_end_nothing_is_agreed_to() -> None:
    conversation = people.amina().conversation
    queueing.end_by_citizen(conversation=conversation, at=clock.now())
    with pytest.raises(UnableToAgree):
        allow(conversation)
    assert state_of(conversation)[1].phone_sealed is None


def test_whoever_came_by_text_is_not_asked() -> None:
    conversation = people.amina(via="sms", phone=PHONE).conversation
    with pytest.raises(UnableToAgree):
        text_consent.refuse(conversation=conversation, at=clock.now())
    assert state_of(conversation)[0] == "words"
