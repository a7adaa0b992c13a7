"""E-mails to places: their words are ours, and one in doubt goes again as the same mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.operations import outbox, sending

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def test_a_place_gets_its_mail_once() -> None:
    outbox.mail_place(
        address="inbox@aarhus.example",
        template="handover_delivered",
        once="handover:1",
        at=clock.now(),
    )
    sending.send_due(at=clock.now())
    sending.send_due(at=clock.now() + MINUTE)
    [sent] = mail.outbox
    assert sent.to == ["inbox@aarhus.example"]
    assert "http://testserver/kommune" in sent.body
    assert Outbound.objects.get().state == "accepted"


def test_a_mail_in_doubt_goes_again_as_the_same_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.mail_place(
        address="inbox@aarhus.example",
        template="handover_delivered",
        once="handover:1",
        at=clock.now(),
    )
    with monkeypatch.context() as broken:
        broken.setattr("krisechat.outbound.mail.EmailMessage.send", _drops)
        sending.send_due(at=clock.now())
    row = Outbound.objects.get()
    assert row.state == "unknown"
    sending.send_due(at=clock.now() + MINUTE)
    [sent] = mail.outbox
    assert sent.extra_headers["Message-ID"] == f"<{row.id}@testserver>"


def _drops(self: Any) -> None:
    raise ConnectionResetError
