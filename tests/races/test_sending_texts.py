"""Several engines, each with several texts under way: each text once, each person's in order."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, Outbound
from krisechat.operations import sending
from krisechat.outbound.recorder import Recorder
from tests.races.together import failures, together
from tests.support import people
from tests.support.texting import texts, volunteer_writes

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, EACH = 8, 4


@pytest.fixture
def pool(settings: Any) -> Iterator[None]:
    settings.KRISECHAT_TEXTS_AT_ONCE = 4
    sending._pool.cache_clear()
    yield
    sending._pool().shutdown()  # type: ignore[union-attr]
    sending._pool.cache_clear()


@pytest.mark.usefixtures("pool")
def test_three_engines_send_each_text_once_and_in_order() -> None:
    people.lygten()
    numbers = [f"+452012340{number}" for number in range(PEOPLE)]
    for number in numbers:
        texts("hej", by=number)
    for conversation in Conversation.objects.all():
        for count in range(EACH):
            volunteer_writes(conversation.id, f"nummer {count}")
    at = clock.now() + timedelta(seconds=1)
    ends = together(*[lambda: sending.send_due(at=at)] * 3)
    assert not failures(ends)
    sending.send_due(at=at)
    sent = Recorder.take()
    assert len(sent) == PEOPLE * (EACH + 1)
    for number in numbers:
        bodies = [each.body for each in sent if each.to == number]
        assert bodies[1:] == [f"nummer {count}" for count in range(EACH)]
    assert set(Outbound.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.usefixtures("pool")
def test_who_is_slow_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    people.lygten()
    texts("hej", by="+4520123401")
    texts("hej", by="+4520123402")
    others = threading.Event()
    send = Recorder.send

    def slow(self: Recorder, *, to: str, **more: Any) -> str:
        if to.endswith("1"):
            assert others.wait(10)
        else:
            others.set()
        return send(self, to=to, **more)

    monkeypatch.setattr(Recorder, "send", slow)
    assert sending.send_due(at=clock.now()) == 2
    assert len(Recorder.take()) == 2
