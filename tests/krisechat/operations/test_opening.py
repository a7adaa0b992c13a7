"""How a conversation begins."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import AuditEntry, Citizen, Conversation, DataKey, Message, Participant
from krisechat.operations import access_tokens, opening
from krisechat.operations import conversations as lives
from krisechat.operations.access_tokens import UnknownReturnCode
from krisechat.operations.opening import REPEATABLE, Opened, Opening
from krisechat.privacy import aliases, data_keys, pseudonyms, sealing
from krisechat.privacy.masking import MASK
from krisechat.queries import conversations, transcripts
from tests.support import people

AT = clock.now()
SECOND = timedelta(seconds=1)


def come(*, at: Any = AT, **wishes: Any) -> Opened:
    return opening.open_conversation(Opening(helpline=people.lygten(), **wishes), at=at)


def row(opened: Opened) -> Conversation:
    return Conversation.objects.get(id=opened.conversation)


@pytest.mark.django_db
class TestComing:
    def test_without_saying_anything_somebody_waits_with_an_alias(self) -> None:
        opened = come()
        seen = conversations.snapshot(opened.conversation)
        assert (seen.state, seen.language, seen.via, seen.last_seq) == ("waiting", "da", "web", 0)
        assert seen.citizen().alias in aliases.FOR_CITIZENS
        assert (opened.state, opened.fresh) == ("waiting", True)

    def test_what_was_chosen_is_kept(self) -> None:
        opened = come(language="en", topic="violence", organisation="headspace")
        assert (row(opened).language, row(opened).topic) == ("en", "violence")
        assert row(opened).organisation == "headspace"

    def test_the_first_message_is_message_one(self) -> None:
        opened = come(first_message="hej er der nogen")
        [message] = transcripts.after(opened.conversation, 0)
        assert (message.seq, message.author, message.body) == (1, "citizen", "hej er der nogen")

    def test_cpr_numbers_are_masked_before_anything_is_stored(self) -> None:
        opened = come(first_message="jeg er 010190-1234", nickname="Amina 010190-1234")
        [message] = transcripts.after(opened.conversation, 0)
        assert message.body == f"jeg er {MASK}"
        assert message.alias == f"Amina {MASK}"
        assert Message.objects.get().masked

    def test_token_and_words_open_it_and_are_not_in_the_tables(self) -> None:
        opened = come()
        assert access_tokens.resolve(opened.token).conversation == opened.conversation
        found = access_tokens.conversation_of_return_code(opened.return_code)
        assert found == opened.conversation
        assert len(opened.return_code.split()) == 4
        stored = str(list(Conversation.objects.values())).lower()
        assert opened.return_code.split()[0] not in stored

    def test_it_is_recorded_without_a_word(self) -> None:
        opened = come(nickname="Amina")
        entry = AuditEntry.objects.get(object_kind="conversation")
        assert (entry.action, entry.actor_kind, entry.actor_id) == ("open", "citizen", "")
        assert entry.object_id == str(opened.conversation)


@pytest.mark.django_db
class TestNamesAndNumbers:
    def test_they_are_sealed_under_the_citizens_own_key(self) -> None:
        opened = come(nickname="Amina", phone="+4520123456", postal_code="8000")
        citizen = Citizen.objects.get()
        cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=citizen.id)
        for column, sealed, text in (
            ("name", citizen.name_sealed, "Amina"),
            ("phone", citizen.phone_sealed, "+4520123456"),
        ):
            opened_text = sealing.unseal(
                cipher,
                table="citizen",
                column=column,
                owner=citizen.id,
                row=citizen.id,
                sealed=sealed,
            )
            assert opened_text == text
        assert row(opened).postal_code_sealed is not None
        dump = str([list(kind.objects.values()) for kind in (Citizen, Conversation, Participant)])
        assert not any(secret in dump for secret in ("Amina", "20123456", "'8000'"))

    def test_the_number_is_found_again_by_its_keyed_hash(self) -> None:
        come(phone="+4520123456")
        digest = pseudonyms.phone_digest("+4520123456")
        assert Citizen.objects.filter(phone_digest=digest).count() == 1

    def test_what_was_not_given_is_not_there(self) -> None:
        come()
        citizen = Citizen.objects.get()
        assert (citizen.name_sealed, citizen.phone_sealed, citizen.phone_digest) == (None,) * 3
        assert (citizen.sms_consent, citizen.sms_discreet) == (False, True)

    def test_conversation_and_citizen_have_a_key_each_of_its_class(self) -> None:
        opened = come()
        keys = DataKey.objects.values_list("owner_kind", "owner_id", "retention_class")
        assert set(keys) == {
            ("conversation", opened.conversation, "conversation"),
            ("citizen", Citizen.objects.get().id, "citizen"),
        }


@pytest.mark.django_db
class TestRepeating:
    def test_within_ten_minutes_it_is_the_same_conversation(self) -> None:
        client_id = new_id()
        first = come(client_id=client_id, first_message="hej")
        again = come(client_id=client_id, first_message="hej", at=AT + REPEATABLE)
        assert (again.conversation, again.fresh) == (first.conversation, False)
        assert Message.objects.count() == Conversation.objects.count() == 1

    def test_the_fresh_token_stands_beside_the_earlier_one(self) -> None:
        client_id = new_id()
        first, again = come(client_id=client_id), come(client_id=client_id)
        assert first.token != again.token
        for token in (first.token, again.token):
            assert access_tokens.resolve(token).conversation == first.conversation

    def test_the_fresh_words_take_the_place_of_the_earlier_ones(self) -> None:
        client_id = new_id()
        first, again = come(client_id=client_id), come(client_id=client_id)
        found = access_tokens.conversation_of_return_code(again.return_code)
        assert found == first.conversation
        with pytest.raises(UnknownReturnCode):
            access_tokens.conversation_of_return_code(first.return_code)

    def test_after_ten_minutes_it_is_another_conversation(self) -> None:
        client_id = new_id()
        first = come(client_id=client_id, first_message="hej")
        later = come(client_id=client_id, first_message="hej", at=AT + REPEATABLE + SECOND)
        assert later.fresh
        assert later.conversation != first.conversation
        assert access_tokens.resolve(first.token).conversation == first.conversation
        much_later = come(client_id=client_id, at=AT + REPEATABLE + 2 * SECOND)
        assert much_later.conversation == later.conversation

    def test_without_a_client_id_each_is_a_conversation_of_its_own(self) -> None:
        assert come().conversation != come().conversation

    def test_an_erased_one_is_not_found_again(self) -> None:
        client_id = new_id()
        first = come(client_id=client_id)
        lives.erase(conversation=first.conversation, at=AT)
        again = come(client_id=client_id)
        assert again.fresh
        with pytest.raises(Unauthenticated):
            access_tokens.resolve(first.token)

    def test_what_fails_half_way_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(**_: object) -> str:
            raise ZeroDivisionError

        monkeypatch.setattr(access_tokens, "issue", fails)
        with pytest.raises(ZeroDivisionError):
            come(first_message="hej")
        for kind in (Conversation, Citizen, DataKey, Participant, Message):
            assert not kind.objects.exists()
        assert not AuditEntry.objects.filter(object_kind="conversation").exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_opening_at_the_same_moment_is_one_conversation() -> None:
    request = Opening(helpline=people.lygten(), client_id=new_id(), first_message="hej")
    begin = threading.Barrier(4)
    ends: list[Any] = []

    def open_it() -> None:
        try:
            connection.ensure_connection()
            begin.wait(20)
            ends.append(opening.open_conversation(replace(request), at=clock.now()))
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert all(isinstance(each, Opened) for each in ends), ends
    assert len({each.conversation for each in ends}) == 1
    assert [each.fresh for each in ends].count(True) == 1
    assert Message.objects.count() == Conversation.objects.count() == 1
    for each in ends:
        assert access_tokens.resolve(each.token).conversation == ends[0].conversation
