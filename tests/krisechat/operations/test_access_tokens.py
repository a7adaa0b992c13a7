"""A citizen's bearer secrets."""

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import AccessToken, Conversation
from krisechat.operations import access_tokens
from krisechat.operations.access_tokens import UnknownReturnCode
from routing.operations import queueing
from tests.support import people

AT = clock.now()

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
