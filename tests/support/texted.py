"""Amina's conversation by text, and what reached her phone."""

from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, Outbound
from krisechat.operations import sending
from krisechat.outbound.recorder import Recorder
from tests.support import people
from tests.support.texting import AMINA, texts


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


@pytest.fixture
def sms() -> UUID:
    """Amina's conversation by text; the first answer of ours has gone."""
    texts("hej")
    sending.send_due(at=clock.now())
    Recorder.take()
    Recorder.calls.clear()
    return Conversation.objects.get().id


def state_of(row: Outbound) -> str:
    row.refresh_from_db()
    return row.state


def bodies() -> list[str]:
    return [each.body for each in Recorder.take(to=AMINA)]
