"""Twilio's own library works with the demo phone unchanged."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from tests.krisechat.twilio.phone.conftest import Helpline
from tests.support.demo_phone import ACCOUNT, HELPLINE, DemoPhone, client, until

AMINA, JONAS = "+4522470913", "+4531860425"


def send(phone: DemoPhone, to: str = AMINA, body: str = "hej", **more: Any) -> Any:
    return client(phone.url).messages.create(to=to, from_=HELPLINE, body=body, **more)


def refused(phone: DemoPhone, **wishes: Any) -> TwilioRestException:
    with pytest.raises(TwilioRestException) as error:
        send(phone, **wishes)
    return error.value


def test_a_text_is_created_fetched_and_delivered(phone: DemoPhone) -> None:
    made = send(phone, body="Jeg er her 🌙")
    assert (made.status, made.direction, made.to, made.from_) == (
        "queued",
        "outbound-api",
        AMINA,
        HELPLINE,
    )
    assert made.sid.startswith("SM")
    assert len(made.sid) == 34
    fetch = client(phone.url).messages(made.sid).fetch
    there = until(lambda: (found := fetch()).status == "delivered" and found)
    assert (there.body, there.account_sid, there.error_code) == ("Jeg er her 🌙", ACCOUNT, None)
    assert timedelta(0) <= datetime.now(UTC) - there.date_sent < timedelta(minutes=1)


def test_a_list_is_newest_first_and_goes_on_page_after_page(phone: DemoPhone) -> None:
    made = [send(phone, body=str(number)).sid for number in range(7)]
    send(phone, to=JONAS)
    messages = client(phone.url).messages
    assert [each.sid for each in messages.list(to=AMINA, page_size=3)] == made[::-1]
    assert [each.sid for each in messages.list(to=AMINA, limit=2)] == made[:-3:-1]
    assert len(messages.list(from_=HELPLINE)) == 8
    assert messages.list(to=AMINA, from_=JONAS) == []


def test_a_list_by_date_counts_both_ends_in(phone: DemoPhone) -> None:
    made = send(phone)
    messages, now = client(phone.url).messages, datetime.now(UTC)
    minute = timedelta(minutes=1)
    inside = messages.list(date_sent_after=now - minute, date_sent_before=now + minute)
    assert [each.sid for each in inside] == [made.sid]
    assert messages.list(date_sent_after=now + minute) == []
    assert messages.list(date_sent_before=now - minute) == []
    assert [each.sid for each in messages.list(date_sent=now.date())] == [made.sid]


def test_what_was_typed_is_in_the_list_as_received(phone: DemoPhone) -> None:
    sid = phone.types(AMINA, "er der nogen")
    (there,) = client(phone.url).messages.list(to=HELPLINE)
    assert (there.sid, there.direction, there.status) == (sid, "inbound", "received")


@pytest.mark.parametrize(
    ("wishes", "status", "code"),
    [
        ({"to": "+4520021211"}, 400, 21211),
        ({"to": "20123456"}, 400, 21211),
        ({"to": "+4520021610"}, 400, 21610),
        ({"to": "+4520021614"}, 400, 21614),
        ({"to": HELPLINE}, 400, 21266),
        ({"body": "x" * 1601}, 400, 21617),
        ({"body": ""}, 400, 21602),
        ({"to": "+4520020429"}, 429, 20429),
        ({"to": "+4520020503"}, 503, 20503),
    ],
)
def test_what_twilio_refuses_is_refused_by_its_number(
    phone: DemoPhone, wishes: dict[str, str], status: int, code: int
) -> None:
    no = refused(phone, **wishes)
    assert (no.status, no.code) == (status, code)
    assert client(phone.url).messages.list() == []


def test_a_wrong_password_and_a_wrong_address_are_refused(phone: DemoPhone) -> None:
    with pytest.raises(TwilioRestException) as stranger:
        client(phone.url, auth_token="gættet").messages("SM" + "0" * 32).fetch()
    assert (stranger.value.status, stranger.value.code) == (401, 20003)
    with pytest.raises(TwilioRestException) as nothing:
        client(phone.url).messages("SM" + "0" * 32).fetch()
    assert (nothing.value.status, nothing.value.code) == (404, 20404)


def test_an_unknown_handset_is_found_out_later(phone: DemoPhone, helpline: Helpline) -> None:
    made = send(phone, to="+4520030005", status_callback=f"{helpline.url}/twilio/status")
    until(lambda: "undelivered" in helpline.told(made.sid))
    there = client(phone.url).messages(made.sid).fetch()
    assert (there.status, there.error_code) == ("undelivered", 30005)
    assert helpline.came[-1][1]["ErrorCode"] == "30005"


def test_down_slow_and_limited(phone: DemoPhone) -> None:
    phone.ask_for(down=True)
    assert refused(phone).status == 503
    phone.ask_for(down=False, limited=1)
    assert refused(phone).status == 429
    phone.ask_for(slow_s=0.3)
    began = time.monotonic()
    send(phone)
    assert time.monotonic() - began >= 0.3


def test_accept_then_cut_takes_the_text_and_answers_nothing(phone: DemoPhone) -> None:
    phone.ask_for(cut=1)
    with pytest.raises(requests.exceptions.ConnectionError):
        send(phone, body="kom den frem")
    (there,) = client(phone.url).messages.list(to=AMINA)
    assert there.body == "kom den frem"
    send(phone)
    assert len(client(phone.url).messages.list(to=AMINA)) == 2
