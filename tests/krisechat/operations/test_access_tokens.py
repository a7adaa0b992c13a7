"""A citizen's bearer secrets."""

from datetime import timedelta
from typing import Any

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import AccessToken, Conversation
from krisechat.operations import access_tokens
from krisechat.operations.access_tokens import UnknownReturnCode
from krisechat.realtime import publish
from routing.operations import queueing
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


def stands(token: str) -> bool:
    try:
        access_tokens.resolve(token)
    except Unauthenticated:
        return False
    return True


class TestResolving:
    def test_it_says_whom_the_token_speaks_for(self) -> None:
        opened = people.amina()
        holder = access_tokens.resolve(opened.token)
        assert holder.conversation == opened.conversation
        assert AccessToken.objects.get(id=holder.token_id).conversation_id == opened.conversation

    @pytest.mark.parametrize("token", ["", "x", "æøå", "\ud800", "x" * 10_000, "\0", "' OR 1=1"])
    def test_what_is_no_token_is_refused(self, token: str) -> None:
        people.amina()
        assert not stands(token)

    def test_unknown_ended_and_erased_look_alike(self) -> None:
        ended, erased = people.amina(), people.amina()
        access_tokens.end_all(conversation=ended.conversation, at=AT)
        queueing.erase_by_citizen(conversation=erased.conversation, at=AT)
        bodies = set()
        for token in ("unknown", ended.token, erased.token):
            with pytest.raises(Unauthenticated) as refused:
                access_tokens.resolve(token)
            bodies.add(str(refused.value.body()))
        assert len(bodies) == 1

    def test_erased_is_erased_even_where_a_token_or_the_words_were_left(self) -> None:
        """One issued at the very moment of the erasure."""
        opened = people.amina()
        Conversation.objects.update(state="erased", ended_at=AT)
        assert not stands(opened.token)
        with pytest.raises(UnknownReturnCode):
            access_tokens.conversation_of_return_code(opened.return_code)

    def test_only_its_keyed_hash_is_stored(self) -> None:
        opened = people.amina()
        row = AccessToken.objects.get()
        assert len(bytes(row.digest)) == 32
        assert opened.token.encode() not in bytes(row.digest)
        assert opened.token not in str(AccessToken.objects.values().get())

    def test_after_the_end_the_citizen_still_reads_it(self) -> None:
        opened = people.amina()
        queueing.end_by_citizen(conversation=opened.conversation, at=AT)
        assert stands(opened.token)


class TestDevices:
    def test_a_page_buys_tokens_for_its_socket(self) -> None:
        opened = people.amina()
        cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
        bought = access_tokens.issue_from_device(cookie=cookie, at=AT)
        assert access_tokens.resolve(bought).conversation == opened.conversation

    def test_quick_exit_ends_the_page_and_what_it_bought_and_nothing_else(self) -> None:
        opened = people.amina()
        mine, other = (
            access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
            for _ in range(2)
        )
        bought = [access_tokens.issue_from_device(cookie=mine, at=AT) for _ in range(3)]
        theirs = access_tokens.issue_from_device(cookie=other, at=AT)
        assert access_tokens.end_device(cookie=mine, at=LATER)
        assert not any(stands(token) for token in (mine, *bought))
        assert all(stands(token) for token in (opened.token, other, theirs))
        assert AccessToken.objects.filter(ended_at=LATER).count() == 4

    def test_an_ended_page_buys_nothing(self) -> None:
        opened = people.amina()
        cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
        access_tokens.end_device(cookie=cookie, at=AT)
        with pytest.raises(Unauthenticated):
            access_tokens.issue_from_device(cookie=cookie, at=AT)

    def test_twice_or_unknown_is_no_and_changes_nothing(self) -> None:
        opened = people.amina()
        cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
        access_tokens.end_device(cookie=cookie, at=AT)
        before = list(AccessToken.objects.order_by("id").values())
        assert not access_tokens.end_device(cookie=cookie, at=LATER)
        assert not access_tokens.end_device(cookie="unknown", at=LATER)
        assert list(AccessToken.objects.order_by("id").values()) == before

    def test_a_token_of_another_client_is_no_pages_cookie(self) -> None:
        opened = people.amina()
        assert not access_tokens.end_device(cookie=opened.token, at=LATER)
        assert stands(opened.token)

    def test_the_pages_open_sockets_are_told(
        self, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        opened = people.amina()
        cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
        told: list[object] = []
        monkeypatch.setattr(publish, "changed", told.append)
        with django_capture_on_commit_callbacks(execute=True):
            access_tokens.end_device(cookie=cookie, at=AT)
        assert told == [opened.conversation]


def test_all_of_a_conversations_tokens_end_and_of_no_other() -> None:
    opened, other = people.amina(), people.amina()
    cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
    access_tokens.end_all(conversation=opened.conversation, at=AT)
    assert not stands(opened.token)
    assert not stands(cookie)
    assert stands(other.token)


class TestReturnCodes:
    def test_however_they_are_typed(self) -> None:
        opened = people.amina()
        words = opened.return_code
        for typed in (words.upper(), f"  {words} ", words.replace(" ", "-"), words.title()):
            assert access_tokens.conversation_of_return_code(typed) == opened.conversation

    def test_new_words_take_the_place_of_the_old(self) -> None:
        opened = people.amina()
        words = access_tokens.new_return_code(conversation=opened.conversation)
        assert access_tokens.conversation_of_return_code(words) == opened.conversation
        with pytest.raises(UnknownReturnCode):
            access_tokens.conversation_of_return_code(opened.return_code)

    @pytest.mark.parametrize("words", ["", "hest", "a b c d", "\ud800 x y z", "x " * 3000])
    def test_other_words_open_nothing(self, words: str) -> None:
        people.amina()
        with pytest.raises(UnknownReturnCode) as refused:
            access_tokens.conversation_of_return_code(words)
        assert (refused.value.status, refused.value.field) == (401, "return_code")

    def test_an_erased_conversation_has_none(self) -> None:
        opened = people.amina()
        queueing.erase_by_citizen(conversation=opened.conversation, at=AT)
        with pytest.raises(UnknownReturnCode):
            access_tokens.conversation_of_return_code(opened.return_code)
