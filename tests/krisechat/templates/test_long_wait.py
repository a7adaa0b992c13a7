"""Above an hour's wait the front page says so, and offers other doors before its own."""

import pytest
from django.test import Client

from routing.queries import queue
from tests.support import people

pytestmark = pytest.mark.django_db


def front_page(monkeypatch: pytest.MonkeyPatch, *, minutes: int) -> str:
    people.lygten()
    monkeypatch.setattr(queue, "newcomers_wait", lambda *, at: minutes * 60)
    return Client().get("/").content.decode()


def test_above_an_hour_the_numbers_come_first_and_nobody_is_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = front_page(monkeypatch, minutes=70)
    assert "Det kan tage over en time" in page
    assert page.index("tel:1888") < page.index('href="/tryg"')
    assert page.count('class="calls"') == 1


def test_otherwise_writing_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    page = front_page(monkeypatch, minutes=10)
    assert "over en time" not in page
    assert page.index('href="/tryg"') < page.index("tel:1888")
    assert page.count('class="calls"') == 1
