"""What was written, in order, in clear."""

import logging
from typing import Any
from uuid import UUID, uuid4

import pytest

from krisechat.foundation import clock
from krisechat.models import DataKey, Message
from krisechat.privacy import sealing
from krisechat.queries import transcripts
from krisechat.socket.catching_up import AT_ONCE
from routing.operations import assignments, queueing
from tests.support import people

pytestmark = pytest.mark.django_db


def written(count: int, *, word: str = "ord") -> UUID:
    """A conversation with so many messages."""
    opened = people.amina("")
    for number in range(count):
        people.writes(opened, f"{word} {number + 1}")
    return opened.conversation


def bodies(found: list[Any]) -> list[str]:
    return [each.body for each in found]


class TestAfter:
    def test_what_comes_after_a_number_oldest_first(self) -> None:
        one = written(4)
        assert bodies(transcripts.after(one, 2)) == ["ord 3", "ord 4"]
        assert transcripts.after(one, 4) == []
        assert transcripts.after(one, 99) == []

    def test_in_portions(self) -> None:
        one = written(5)
        assert bodies(transcripts.after(one, 0, limit=2)) == ["ord 1", "ord 2"]
        assert bodies(transcripts.after(one, 2, limit=2)) == ["ord 3", "ord 4"]

    def test_each_with_all_a_page_shows(self) -> None:
        opened = people.amina("hej", nickname="Amina")
        [shown] = transcripts.after(opened.conversation, 0)
        row = Message.objects.get()
        assert (shown.id, shown.seq, shown.client_id) == (row.id, 1, row.client_id)
        assert (shown.author, shown.alias, shown.via) == ("citizen", "Amina", "web")
        assert shown.sent_at == row.sent_at

    def test_a_volunteer_who_left_keeps_the_alias_they_wrote_under(self) -> None:
        bo = people.on_duty(people.bo())
        opened = people.amina("")
        assignments.take_next(bo, at=clock.now())
        me = people.conversations.snapshot(opened.conversation).member_of(bo.account)
        assert me is not None
        people.writes(opened, "hej")
        Message.objects.update(participant_id=me.participant, author="volunteer")
        assignments.give_back_all(account=bo.account, why="gone", at=clock.now())
        [shown] = transcripts.after(opened.conversation, 0)
        assert (shown.author, shown.alias) == ("volunteer", me.alias)

    def test_of_an_unknown_or_erased_conversation_nothing(self) -> None:
        one = written(2)
        queueing.erase_by_citizen(conversation=one, at=clock.now())
        assert transcripts.after(one, 0) == transcripts.after(uuid4(), 0) == []


class TestMissing:
    def test_of_several_conversations_what_each_lacks(self) -> None:
        one, two, three = written(3, word="a"), written(2, word="b"), written(1, word="c")
        found = transcripts.missing([(one, 1), (two, 0)])
        assert three not in {each.conversation for each in found}
        by = {id: [each.body for each in found if each.conversation == id] for id in (one, two)}
        assert by == {one: ["a 2", "a 3"], two: ["b 1", "b 2"]}

    def test_nothing_wanted_asks_nothing_of_the_database(
        self, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(0):
            assert transcripts.missing([]) == []

    def test_three_queries_however_many_conversations(self, django_assert_num_queries: Any) -> None:
        wanted = [(written(2), 0) for _ in range(4)]
        sealing.forget()
        with django_assert_num_queries(3):  # messages, keys, aliases
            assert len(transcripts.missing(wanted)) == 8

    def test_as_many_conversations_as_a_reading_ever_asks_for(self) -> None:
        one = written(1)
        many = [(uuid4(), 0) for _ in range(AT_ONCE - 1)]
        assert len(transcripts.missing([*many, (one, 0)])) == 1

    def test_no_more_than_the_limit(self) -> None:
        wanted = [(written(3), 0), (written(3), 0)]
        assert len(transcripts.missing(wanted, limit=4)) == 4


class TestFailingClosed:
    def spoil(self, conversation: UUID, seq: int) -> None:
        row = Message.objects.get(conversation_id=conversation, seq=seq)
        sealed = bytearray(bytes(row.body_sealed))
        sealed[-1] ^= 1
        Message.objects.filter(id=row.id).update(body_sealed=bytes(sealed))

    def test_from_a_flipped_bit_on_nothing_of_that_conversation_is_shown(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        one, two = written(4, word="a"), written(2, word="b")
        self.spoil(one, 2)
        found = transcripts.missing([(one, 0), (two, 0)])
        assert sorted(bodies(found)) == ["a 1", "b 1", "b 2"]
        [said] = [each for each in caplog.records if each.levelno == logging.ERROR]
        assert "a 2" not in said.getMessage()

    def test_two_messages_that_changed_places_are_not_shown(self) -> None:
        one = written(2)
        first, second = Message.objects.order_by("seq").values_list("body_sealed", flat=True)
        Message.objects.filter(seq=1).update(body_sealed=second)
        Message.objects.filter(seq=2).update(body_sealed=first)
        assert transcripts.after(one, 0) == []

    def test_without_its_key_nothing_is_shown_and_nothing_raised(self) -> None:
        one, two = written(1), written(1)
        DataKey.objects.filter(owner_id=one).delete()
        sealing.forget()
        assert {each.conversation for each in transcripts.missing([(one, 0), (two, 0)])} == {two}
