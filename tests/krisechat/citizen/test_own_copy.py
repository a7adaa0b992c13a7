"""What was passed on is the citizen's to take along, once they have said yes to it (N7)."""

from html import unescape

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.operations import access_tokens
from tests.support import handing_over
from tests.support.handing_over import OWN_WORDS
from tests.support.ring import own_keys

__all__ = ["own_keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def test_what_was_passed_on_is_theirs_to_take_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: handing_over.SATURDAY_NIGHT)
    it = handing_over.night()
    shown = handing_over.shown(it, situation="Vi bor hos min søster.")
    client = Client()
    token = access_tokens.issue(conversation=it.conversation, at=clock.now(), device=True)
    client.cookies[bearing.COOKIE] = token

    def copy() -> str:
        return unescape(client.get("/skriv/kopi").content.decode())

    assert OWN_WORDS not in copy()
    yes = {"handover": str(shown), "do": "approve", "version": 2}
    client.post("/skriv/videre", {"form_token": bearing.form_token_of(token), **yes})
    passed = copy().split('id="passed"')[1]
    assert OWN_WORDS in passed
    assert "Vi bor hos min søster." in passed
    assert "<textarea" not in passed
