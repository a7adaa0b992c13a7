"""The demo phone inside the demo's server, and nowhere else."""

import base64
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, clear_url_caches, resolve

import config.urls
from krisechat.twilio.phone import cast, machine

MESSAGES = f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
BEARER = "Basic " + base64.b64encode(b"AC" + b"0" * 32 + b":krisechat-demo").decode()
AMINA = cast.CITIZENS[0].number


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.KRISECHAT_DEMO_PHONE = tmp_path / "phone.sqlite3"
    machine.current.cache_clear()
    yield
    machine.current.cache_clear()


def test_the_page_shows_every_phone(client: Client) -> None:
    page = client.get("/demo/phone").content.decode()
    for owner in (*cast.CITIZENS, *cast.STAFF):
        assert f'data-number="{owner.number}"' in page
    assert 'nonce=""' not in page


def test_a_text_sent_through_the_api_is_on_its_phone(client: Client, settings: Any) -> None:
    form = {"To": AMINA, "From": settings.KRISECHAT_SMS_NUMBER, "Body": "Jeg er her"}
    made = client.post(MESSAGES, form, headers={"Authorization": BEARER})
    assert made.status_code == 201
    shown = client.get("/demo/phone/texts", {"phones": AMINA}).json()
    assert [each["body"] for each in shown["phones"][AMINA]] == ["Jeg er her"]
    listed = client.get(MESSAGES + "?DateSent>=2020-01-01", headers={"Authorization": BEARER})
    assert [each["sid"] for each in listed.json()["messages"]] == [made.json()["sid"]]


def test_typing_needs_a_number_and_words(client: Client) -> None:
    assert client.post("/demo/phone/texts", {"from": AMINA, "body": "hej"}).status_code == 201
    for wrong in ({"from": "12", "body": "hej"}, {"from": AMINA, "body": " "}, {"body": "hej"}):
        assert client.post("/demo/phone/texts", wrong).status_code == 400


def test_another_sites_page_cannot_use_the_phones(client: Client) -> None:
    far = {"Origin": "https://elsewhere.example"}
    form = {"from": AMINA, "body": "hej"}
    assert client.post("/demo/phone/texts", form, headers=far).status_code == 404


def test_no_such_fault_is_refused(client: Client) -> None:
    assert client.post("/demo/phone/faults", {"down": "true"}).json()["down"] is True
    for wrong in ({"burning": "true"}, {"down": "1"}, {"callbacks": "backwards"}):
        assert client.post("/demo/phone/faults", wrong).status_code == 400
    assert client.get("/demo/phone/faults").json()["down"] is True


def test_an_answer_that_is_cut_promises_more_than_comes(client: Client, settings: Any) -> None:
    client.post("/demo/phone/faults", {"cut": "1"})
    form = {"To": AMINA, "From": settings.KRISECHAT_SMS_NUMBER, "Body": "hej"}
    cut = client.post(MESSAGES, form, headers={"Authorization": BEARER})
    assert int(cut.headers["Content-Length"]) > len(cut.content)
    assert len(client.get(MESSAGES, headers={"Authorization": BEARER}).json()["messages"]) == 1


@pytest.mark.parametrize("path", ["/demo/phone", "/demo/phone/texts", MESSAGES])
def test_without_the_demo_there_is_no_such_address(path: str, settings: Any) -> None:
    resolve(path)
    settings.KRISECHAT_DEMO = False
    try:
        importlib.reload(config.urls)
        clear_url_caches()
        with pytest.raises(Resolver404):
            resolve(path)
    finally:
        settings.KRISECHAT_DEMO = True
        importlib.reload(config.urls)
        clear_url_caches()
