"""Whoever may have closed the waiting page is told by one text that somebody is there (N2)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.operations import access_tokens, positions, sending, text_consent, turn_texts
from krisechat.queries import conversations, transcripts
from krisechat.realtime.hints import Position
from routing.operations import assignments, queueing
from tests.support import people
from tests.support.texted import bodies, helpline, state_of
from tests.support.texting import AMINA, due, texts, writes_by_web

pytestmark = pytest.mark.django_db

TURN = "Hej. Nu er det din tur. Se det, når det passer dig."
MINUTE = timedelta(minutes=1)
SOON = turn_texts.AFTER + timedelta(seconds=1)
YES: dict[str, Any] = {"phone": AMINA, "sms_consent": True}

__all__ = ["helpline"]


def taken(**wishes: Any) -> UUID:
    """Amina waited, with these wishes, and Bo has taken her conversation."""
    opened = people.amina("hej", **wishes)
    bo = people.bo()
    people.on_duty(bo)
    assert assignments.take_next(bo, at=clock.now()) == opened.conversation
    return opened.conversation


def give_back(conversation: UUID) -> None:
    account = people.bo().account
    assignments.give_back(account=account, conversation=conversation, why="gone", at=clock.now())


def turn() -> Outbound:
    return Outbound.objects.get(template="your_turn")


def test_whoever_said_yes_and_is_gone_gets_one_neutral_sentence() -> None:
    taken(**YES)
    assert sending.send_due(at=clock.now() + turn_texts.AFTER / 2) == 0
    sending.send_due(at=clock.now() + SOON)
    assert bodies() == [TURN]


def test_it_says_no_more_to_whoever_wants_the_words() -> None:
    taken(**YES, sms_discreet=False)
    sending.send_due(at=clock.now() + SOON)
    assert bodies() == [TURN]


@pytest.mark.parametrize("wishes", [{}, {"phone": AMINA}, {"sms_consent": True}])
def test_without_a_yes_and_a_number_nothing_goes(wishes: dict[str, Any]) -> None:
    taken(**wishes)
    assert not Outbound.objects.exists()


def test_a_page_that_knows_needs_no_text() -> None:
    conversation = taken(**YES)
    turn_texts.page_knows(conversation=conversation, at=clock.now())
    sending.send_due(at=clock.now() + SOON)
    assert (state_of(turn()), bodies()) == ("cancelled", [])


@pytest.mark.parametrize(
    "path", ["/skriv", "/api/v1/conversation/messages?after=1"], ids=["the page", "the long poll"]
)
def test_a_page_that_is_fetched_knows(path: str) -> None:
    conversation = taken(**YES)
    client = Client()
    token = access_tokens.issue(conversation=conversation, at=clock.now(), device=True)
    client.cookies[bearing.COOKIE] = token
    assert client.get(path, headers={bearing.FORM_HEADER: bearing.form_token_of(token)})
    assert state_of(turn()) == "cancelled"


def test_whoever_has_written_since_knows() -> None:
    conversation = taken(**YES)
    writes_by_web(conversation, "jeg er her")
    sending.send_due(at=clock.now() + SOON)
    assert (state_of(turn()), turn().error_code) == ("cancelled", "they_know")


def test_whoever_has_read_an_answer_on_the_page_knows() -> None:
    conversation = taken(**YES)
    due(conversation)
    citizen = conversations.snapshot(conversation).citizen().participant
    positions.record([Position(conversation, citizen, read=2)])
    sending.send_due(at=clock.now() + SOON)
    assert (state_of(turn()), turn().error_code) == ("cancelled", "they_know")


def test_nobody_is_told_to_come_where_nobody_is() -> None:
    conversation = taken(**YES)
    give_back(conversation)
    sending.send_due(at=clock.now() + SOON)
    assert (state_of(turn()), turn().error_code) == ("cancelled", "nobody_there")


def test_a_yes_taken_back_holds_it() -> None:
    conversation = taken(**YES)
    text_consent.refuse(conversation=conversation, at=clock.now())
    sending.send_due(at=clock.now() + SOON)
    assert bodies() == []


def test_stop_is_obeyed() -> None:
    taken(**YES)
    texts("stop")
    sending.send_due(at=clock.now() + SOON)
    assert TURN not in bodies()


def test_until_they_are_back_it_is_the_only_sentence() -> None:
    conversation = taken(**YES)
    sending.send_due(at=clock.now() + SOON)
    due(conversation)
    sending.send_due(at=clock.now() + timedelta(minutes=2))
    assert bodies() == [TURN]
    writes_by_web(conversation, "nu er jeg her", at=clock.now() + timedelta(minutes=3))
    due(conversation, "godt", at=clock.now() + timedelta(minutes=4))
    sending.send_due(at=clock.now() + timedelta(minutes=6))
    assert len(bodies()) == 1


def test_an_answer_to_it_is_the_next_message() -> None:
    conversation = taken(**YES)
    sending.send_due(at=clock.now() + SOON)
    assert bodies() == [TURN]
    texts("jeg kommer", at=clock.now() + MINUTE)
    last = transcripts.after(conversation, 1)
    assert [(each.author, each.body, each.via) for each in last] == [
        ("citizen", "jeg kommer", "sms")
    ]


def test_what_answers_nothing_of_ours_is_another_conversation() -> None:
    conversation = taken(**YES)
    texts("er det jer")
    assert transcripts.after(conversation, 1) == []


def test_who_waits_again_is_told_again_and_once_each_time() -> None:
    conversation = taken(**YES)
    sending.send_due(at=clock.now() + SOON)
    give_back(conversation)
    bo = people.on_duty(people.bo())
    assignments.take_next(bo, at=clock.now())
    assert Outbound.objects.filter(template="your_turn").count() == 2
    assert bodies() == [TURN]


def test_whoever_is_gone_keeps_the_place_with_or_without_a_yes() -> None:
    first = people.amina("jeg var her først")
    people.amina("og jeg bagefter")
    client = Client()
    token = access_tokens.issue(conversation=first.conversation, at=clock.now(), device=True)
    client.cookies[bearing.COOKIE] = token
    client.post("/opskrift")
    bo = people.bo()
    people.on_duty(bo)
    assert assignments.take_next(bo, at=clock.now()) == first.conversation


def test_whoever_ends_it_while_waiting_is_not_told() -> None:
    opened = people.amina("hej", **YES)
    queueing.end_by_citizen(conversation=opened.conversation, at=clock.now())
    assert not Outbound.objects.filter(template="your_turn").exists()
