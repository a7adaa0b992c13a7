"""When something goes wrong the numbers still stand, without asking the database for them."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from krisechat.queries import directory, helplines
from tests.support import people

pytestmark = pytest.mark.django_db
NEVER_CLOSING = ["112", "1888", "116111", "114"]


def _tels(answer: Any) -> list[str]:
    return re.findall(r'<li[^>]*><a href="tel:([^"]+)"', answer.content.decode())


@pytest.fixture
def browser() -> Client:
    people.lygten()
    return Client(headers={"accept-language": "da"})


def _away(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(helplines, "only", nothing)


def test_with_the_database_away_the_four_that_never_close_stand_there(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.forget()
    _away(monkeypatch)
    for path in ("/", "/numre", "/tryg"):
        answer = browser.get(path)
        assert answer.status_code == 503
        assert _tels(answer) == NEVER_CLOSING


def test_what_a_server_has_read_before_is_still_shown(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.get("/numre")
    _away(monkeypatch)
    answer = browser.get("/numre")
    assert answer.status_code == 503
    assert _tels(answer) == ["112", "1888", "116111", "+4570201201", "114"]


def test_a_page_that_is_not_there_shows_numbers(browser: Client) -> None:
    answer = browser.get("/findes-ikke")
    assert (answer.status_code, _tels(answer)[0]) == (404, "112")
