"""What the demo phone brings and tells: signed, tried again, in any order when asked for."""

from pathlib import Path

import pytest

from krisechat.twilio.phone import postman
from krisechat.twilio.phone.store import Store
from tests.krisechat.twilio.phone.conftest import Helpline
from tests.support.demo_phone import HELPLINE, DemoPhone, client, until

AMINA = "+4522470913"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postman, "AGAIN_AFTER_S", (0.05, 0.05, 0.05))
    monkeypatch.setattr(postman, "SHUFFLED_OVER_S", 0.2)


def brought(phone: DemoPhone, sid: str) -> str:
    text = phone.machine.store.text(sid)
    assert text is not None
    return text.brought


def send(phone: DemoPhone, helpline: Helpline) -> str:
    callback = f"{helpline.url}/twilio/status"
    made = client(phone.url).messages.create(
        to=AMINA, from_=HELPLINE, body="hej", status_callback=callback
    )
    return str(made.sid)


def test_a_typed_text_is_brought_signed(phone: DemoPhone, helpline: Helpline) -> None:
    sid = phone.types(AMINA, "jeg kan ikke sove, æøå & 100%")
    until(lambda: brought(phone, sid) == "yes")
    ((path, form),) = helpline.came
    assert (path, form["MessageSid"], form["Body"]) == (
        "/twilio/sms",
        sid,
        "jeg kan ikke sove, æøå & 100%",
    )
    assert (form["From"], form["To"]) == (AMINA, HELPLINE)
    assert helpline.signed == [True]


def test_typed_twice_with_the_same_key_is_one_text(phone: DemoPhone, helpline: Helpline) -> None:
    first = phone.types(AMINA, "hej", once="a")
    assert phone.types(AMINA, "hej", once="a") == first
    assert phone.types(AMINA, "hej", once="b") != first
    until(lambda: len(helpline.came) == 2)


def test_a_webhook_is_tried_again_after_5xx_and_429(phone: DemoPhone, helpline: Helpline) -> None:
    helpline.answers = [503, 429, 500]
    sid = phone.types(AMINA, "hej")
    until(lambda: brought(phone, sid) == "yes")
    assert [form["MessageSid"] for _, form in helpline.came] == [sid] * 4


def test_what_one_phone_typed_is_brought_in_its_order(phone: DemoPhone, helpline: Helpline) -> None:
    helpline.answers = [503, 503]
    for number in range(5):
        phone.types(AMINA, str(number))
    until(lambda: len(helpline.came) == 7)
    assert [form["Body"] for _, form in helpline.came] == ["0", "0", "0", "1", "2", "3", "4"]


def test_a_webhook_is_given_up_and_stands_in_the_list(phone: DemoPhone, helpline: Helpline) -> None:
    helpline.answers = [503] * 4
    sid = phone.types(AMINA, "hej")
    until(lambda: brought(phone, sid) == "given_up")
    assert [each.sid for each in client(phone.url).messages.list(to=HELPLINE)] == [sid]


def test_a_refused_webhook_is_not_tried_again(phone: DemoPhone, helpline: Helpline) -> None:
    helpline.answers = [403]
    sid = phone.types(AMINA, "hej")
    until(lambda: brought(phone, sid) == "given_up")
    assert len(helpline.came) == 1


def test_no_webhook_when_asked_for_none(phone: DemoPhone, helpline: Helpline) -> None:
    phone.ask_for(webhooks=False)
    phone.types(AMINA, "hej")
    phone.ask_for(webhooks=True)
    phone.types(AMINA, "hej igen")
    until(lambda: helpline.came)
    assert [form["Body"] for _, form in helpline.came] == ["hej igen"]


def test_the_answer_to_a_webhook_may_hold_a_reply(phone: DemoPhone, helpline: Helpline) -> None:
    helpline.twiml = "<Response><Message>Vi er her</Message></Response>"
    phone.types(AMINA, "hej")
    text = phone.gets(AMINA)
    assert (text.body, text.direction) == ("Vi er her", "outbound-reply")


def test_delivery_states_are_told_signed(phone: DemoPhone, helpline: Helpline) -> None:
    sid = send(phone, helpline)
    until(lambda: len(helpline.told(sid)) == 3)
    assert sorted(helpline.told(sid)) == ["delivered", "queued", "sent"]
    assert all(helpline.signed)


def test_states_are_told_here_when_nobody_is_where_they_were_asked_for(
    phone: DemoPhone, helpline: Helpline
) -> None:
    nowhere = "http://127.0.0.1:9/twilio/status?o=1"
    made = client(phone.url).messages.create(
        to=AMINA, from_=HELPLINE, body="hej", status_callback=nowhere
    )
    until(lambda: len([path for path, _ in helpline.came if path == "/twilio/status?o=1"]) == 3)
    assert {form["MessageSid"] for _, form in helpline.came} == {made.sid}
    assert all(helpline.signed)


def test_delivery_states_twice_or_never(phone: DemoPhone, helpline: Helpline) -> None:
    phone.ask_for(callbacks="doubled")
    twice = send(phone, helpline)
    until(lambda: len(helpline.told(twice)) == 5)
    assert sorted(helpline.told(twice)).count("delivered") == 2
    phone.ask_for(callbacks="off")
    never = send(phone, helpline)
    until(lambda: client(phone.url).messages(never).fetch().status == "delivered")
    assert set(helpline.told(never)) <= {"queued"}


def test_what_was_due_when_it_died_is_done_by_the_next(tmp_path: Path, helpline: Helpline) -> None:
    Store(tmp_path / "phone.sqlite3").add(
        direction="inbound",
        sender=AMINA,
        receiver=HELPLINE,
        body="hej",
        status="received",
        brought="not_yet",
        at=1.0,
        errands=[("webhook", "received", 1.0)],
    )
    with DemoPhone(tmp_path, public_url=helpline.url):
        until(lambda: helpline.came)


def test_an_unexpected_text_is_seen(phone: DemoPhone, helpline: Helpline) -> None:
    sid = send(phone, helpline)
    assert [each.sid for each in phone.unlooked_for()] == [sid]
    phone.gets(AMINA)
    assert phone.unlooked_for() == []
