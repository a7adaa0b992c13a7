"""A citizen's device: somebody at it or not, let go by the way out or by silence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import AccessToken, Conversation
from krisechat.operations import access_tokens, conversations, devices, messages
from krisechat.operations.opening import Opened
from krisechat.queries.conversations import snapshot
from krisechat.realtime import publish
from krisechat.states.conversation import ConversationEvent, ConversationState, Gone
from routing.operations import queueing
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(minutes=5)
STEADY = AT - timedelta(days=1)
MINUTE = timedelta(minutes=1)
LONG = timedelta(minutes=31)

pytestmark = pytest.mark.django_db


def stands(token: str) -> bool:
    try:
        access_tokens.resolve(token)
    except Unauthenticated:
        return False
    return True


def page_of(opened: Opened) -> str:
    return access_tokens.issue(conversation=opened.conversation, at=AT, device=True)


def talking() -> Opened:
    """Amina, with somebody who answers."""
    opened = people.amina()
    assert conversations.move(opened.conversation, ConversationEvent.TAKE)
    return opened


def gone(conversation: UUID) -> str:
    return Conversation.objects.values_list("gone", flat=True).get(id=conversation)


def look(*, after: timedelta, steady_for: timedelta = timedelta(days=1)) -> int:
    at = AT + after
    return devices.let_silent_go(at=at, steady_since=at - steady_for)


class TestLeaving:
    def test_it_ends_the_page_and_what_it_bought_and_nothing_else(self) -> None:
        opened = people.amina()
        mine, other = page_of(opened), page_of(opened)
        bought = [access_tokens.issue_from_device(cookie=mine, at=AT) for _ in range(3)]
        theirs = access_tokens.issue_from_device(cookie=other, at=AT)
        assert devices.leave(cookie=mine, at=LATER)
        assert not any(stands(token) for token in (mine, *bought))
        assert all(stands(token) for token in (opened.token, other, theirs))
        assert AccessToken.objects.filter(ended_at=LATER).count() == 4

    def test_the_conversation_goes_on(self) -> None:
        opened = talking()
        devices.leave(cookie=page_of(opened), at=LATER)
        assert snapshot(opened.conversation).state == ConversationState.ACTIVE

    def test_an_ended_page_buys_nothing(self) -> None:
        cookie = page_of(people.amina())
        devices.leave(cookie=cookie, at=AT)
        with pytest.raises(Unauthenticated):
            access_tokens.issue_from_device(cookie=cookie, at=AT)

    def test_twice_or_unknown_is_no_and_changes_nothing(self) -> None:
        cookie = page_of(people.amina())
        devices.leave(cookie=cookie, at=AT)
        before = list(AccessToken.objects.order_by("id").values())
        assert not devices.leave(cookie=cookie, at=LATER)
        assert not devices.leave(cookie="unknown", at=LATER)
        assert list(AccessToken.objects.order_by("id").values()) == before

    def test_a_token_of_another_client_is_no_pages_cookie(self) -> None:
        opened = people.amina()
        assert not devices.leave(cookie=opened.token, at=LATER)
        assert stands(opened.token)

    def test_the_pages_open_sockets_are_told(
        self, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        opened = people.amina()
        cookie = page_of(opened)
        told: list[object] = []
        monkeypatch.setattr(publish, "changed", told.append)
        with django_capture_on_commit_callbacks(execute=True):
            devices.leave(cookie=cookie, at=AT)
        assert told == [opened.conversation]


class TestThoseWhoAnswer:
    """They are told how the citizen went, and that they are back."""

    def test_a_hurried_exit_is_told_apart_from_silence(self) -> None:
        hurried, still = talking(), talking()
        devices.leave(cookie=page_of(hurried), at=AT)
        page_of(still)
        assert look(after=LONG) == 1
        assert gone(hurried.conversation) == Gone.HURRIED
        assert gone(still.conversation) == Gone.STILL

    def test_it_is_something_that_changed(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        before = snapshot(opened.conversation)
        devices.leave(cookie=cookie, at=AT)
        now = snapshot(opened.conversation)
        assert now.revision > before.revision
        assert (before.gone, now.gone) == ("", "hurried")

    def test_while_another_device_is_there_nobody_is_gone(self) -> None:
        opened = talking()
        mine, _other = page_of(opened), page_of(opened)
        devices.leave(cookie=mine, at=AT)
        assert gone(opened.conversation) == Gone.NO

    def test_whoever_comes_back_is_there(self) -> None:
        opened = talking()
        devices.leave(cookie=page_of(opened), at=AT)
        page_of(opened)
        assert gone(opened.conversation) == Gone.NO

    def test_whoever_writes_is_there(self) -> None:
        """By text, or from another client, with a token of before."""
        opened = talking()
        devices.leave(cookie=page_of(opened), at=AT)
        me = snapshot(opened.conversation).citizen()
        send = messages.Send(
            conversation=opened.conversation,
            participant=me.participant,
            author="citizen",
            alias=me.alias,
            client_id=opened.conversation,
            body="her er jeg",
        )
        messages.store([send], at=LATER)
        assert gone(opened.conversation) == Gone.NO

    def test_what_is_over_is_left_as_it_was(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        queueing.end_by_citizen(conversation=opened.conversation, at=AT)
        devices.leave(cookie=cookie, at=LATER)
        assert gone(opened.conversation) == Gone.NO


class TestSilence:
    def test_thirty_minutes_end_the_device_and_never_the_conversation(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        bought = access_tokens.issue_from_device(cookie=cookie, at=AT)
        assert look(after=30 * MINUTE) == 0
        assert look(after=LONG) == 1
        assert not stands(cookie) and not stands(bought)
        assert snapshot(opened.conversation).state == ConversationState.ACTIVE
        assert stands(opened.token)  # another client's, which is nobody's pocket

    def test_a_sign_of_life_begins_it_anew(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        bought = access_tokens.resolve(access_tokens.issue_from_device(cookie=cookie, at=AT))
        devices.seen(device=bought.device, at=AT + 20 * MINUTE)
        assert look(after=LONG) == 0
        assert look(after=LONG + 20 * MINUTE) == 1

    def test_signs_of_life_are_written_sparingly(self) -> None:
        device = access_tokens.resolve(page_of(talking())).device
        devices.seen(device=device, at=AT + timedelta(seconds=15))
        assert AccessToken.objects.get(id=device).used_at == AT
        devices.seen(device=device, at=AT + timedelta(seconds=25))
        assert AccessToken.objects.get(id=device).used_at == AT + timedelta(seconds=25)

    def test_a_sign_of_life_wakes_no_ended_device_and_other_clients_have_none(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        device = access_tokens.resolve(cookie).device
        devices.leave(cookie=cookie, at=AT)
        devices.seen(device=device, at=LATER)
        assert not stands(cookie)
        assert access_tokens.resolve(opened.token).device is None
        devices.seen(device=None, at=LATER)

    def test_whoever_waits_is_never_silent(self) -> None:
        cookie = page_of(people.amina())
        for minutes in range(0, 300, 1):
            assert look(after=minutes * MINUTE) == 0
        assert stands(cookie)

    def test_it_is_counted_from_when_somebody_came(self) -> None:
        opened = people.amina()
        page_of(opened)
        look(after=120 * MINUTE)
        conversations.move(opened.conversation, ConversationEvent.TAKE)
        assert look(after=149 * MINUTE) == 0
        assert look(after=151 * MINUTE + 30 * timedelta(seconds=1)) == 1

    def test_what_is_over_is_closed_on_a_forgotten_phone_too(self) -> None:
        opened = talking()
        cookie = page_of(opened)
        queueing.end_by_citizen(conversation=opened.conversation, at=AT)
        assert look(after=LONG) == 1
        assert not stands(cookie)

    def test_a_time_when_we_were_away_is_no_silence(self) -> None:
        cookie = page_of(talking())
        assert look(after=40 * MINUTE, steady_for=4 * MINUTE) == 0
        assert stands(cookie)
        assert look(after=41 * MINUTE, steady_for=5 * MINUTE) == 1
