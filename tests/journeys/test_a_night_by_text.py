"""A night by text message, once through, with Twilio's own library, signed webhooks and the demo
phone between: Amina has no data left, writes, is answered, and says that it helped.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from config.engine import Engine
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Feedback, Message, Outbound
from krisechat.operations import messages
from krisechat.operations.messages import Send
from krisechat.queries import conversations
from krisechat.twilio.phone.texts import Text
from routing.operations import assignments
from tests.support import people
from tests.support.demo_phone import DemoPhone, until
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db(transaction=True)

AMINA = "+4522470913"


@pytest.fixture
def phone(tmp_path: Path, live_server: Any, settings: Any) -> Iterator[DemoPhone]:
    """The demo phone; a text on it that nobody looked for fails the test."""
    settings.KRISECHAT_TEXTS = "krisechat.outbound.twilio_texts.TwilioTexts"
    settings.KRISECHAT_PUBLIC_URL = live_server.url
    with DemoPhone(tmp_path, public_url=live_server.url) as running:
        settings.TWILIO_API_BASE_URL = running.url
        yield running
        unexpected = [each.body[:20] for each in running.unlooked_for()]
        assert not unexpected, f"texts nobody expected: {unexpected}"


class Night:
    """The clock of the helpline, and what Amina's phone shows."""

    def __init__(self, phone: DemoPhone) -> None:
        self.phone = phone
        self._engine = Engine()

    def passes(self, at: datetime | None = None) -> None:
        self._engine.tick(at or clock.now())

    def amina_writes(self, body: str) -> None:
        """She types, and the helpline has it."""
        sid = self.phone.types(AMINA, body)
        until(lambda: self._brought(sid))
        self.passes()

    def amina_reads(self) -> str:
        """Her next text, which is delivered."""
        self.passes()
        text: Text = self.phone.gets(AMINA)
        until(lambda: self._delivered(text.sid))
        return text.body

    def _brought(self, sid: str) -> bool:
        text = self.phone.machine.store.text(sid)
        return text is not None and text.brought == "yes"

    def _delivered(self, sid: str) -> bool:
        self.passes()
        return Outbound.objects.filter(provider_id=sid, state="delivered").exists()


def answers(person: Answerer, conversation: UUID, body: str) -> None:
    """The volunteer writes this."""
    me = conversations.snapshot(conversation).member_of(person.account)
    assert me is not None
    send = Send(
        conversation=conversation,
        participant=me.participant,
        author="volunteer",
        alias=me.alias,
        client_id=new_id(),
        body=body,
    )
    messages.store([send], at=clock.now())


def test_a_night_by_text(phone: DemoPhone) -> None:
    people.lygten()
    bo = people.on_duty(people.bo())
    night = Night(phone)
    night.amina_writes("er der nogen")
    assert "Din besked er kommet frem" in night.amina_reads()
    conversation = Conversation.objects.get().id
    assert assignments.take_next(bo, at=clock.now()) == conversation
    answers(bo, conversation, "Ja. Jeg hedder Bo. Hvad er der sket?")
    assert night.amina_reads() == "Ja. Jeg hedder Bo. Hvad er der sket?"
    night.amina_writes("jeg kan ikke sove 🌙")
    said = Message.objects.filter(conversation=conversation, author="citizen")
    assert said.count() == 2
    ended = clock.now()
    assignments.close(
        account=bo.account, conversation=conversation, outcome="ended", tags=[], at=ended
    )
    night.passes(ended + timedelta(minutes=3))
    assert "Hjalp det" in night.amina_reads()
    night.amina_writes("ja")
    assert "Tak" in night.amina_reads()
    assert Feedback.objects.get(conversation=conversation).helped == "yes"
    assert Conversation.objects.count() == 1
