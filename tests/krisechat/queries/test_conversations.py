"""What a conversation is like now."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import NotFound
from krisechat.models import Conversation, DataKey, Participant
from krisechat.operations import access_tokens, participants
from krisechat.privacy import sealing
from krisechat.privacy.retention import key_due_at, week_of
from krisechat.queries import conversations
from krisechat.realtime.hints import Position
from routing.operations import assignments, queueing
from tests.support import people

AT = clock.now()

pytestmark = pytest.mark.django_db


class TestSnapshots:
    def test_everybody_who_is_in_it_now(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.sara()
        opened = people.amina("hej", nickname="Amina", topic="violence")
        one = opened.conversation
        assignments.take_next(bo, at=AT)
        participants.join(conversation=one, account=sara.account, responsible=False, at=AT)
        seen = conversations.snapshot(one)
        assert (seen.state, seen.topic, seen.last_seq) == ("active", "violence", 1)
        assert seen.citizen().alias == "Amina"
        assert seen.volunteer().account == bo.account  # type: ignore[union-attr]
        assert {each.account for each in seen.members} == {None, bo.account, sara.account}

    def test_who_left_is_not_in_it(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina("").conversation
        assignments.take_next(bo, at=AT)
        assignments.give_back_all(account=bo.account, why="gone", at=AT)
        seen = conversations.snapshot(one)
        assert seen.volunteer() is None
        assert seen.member_of(bo.account) is None

    def test_unknown_erased_and_without_a_key_are_left_out(self) -> None:
        here, erased, unreadable = (people.amina("").conversation for _ in range(3))
        queueing.erase_by_citizen(conversation=erased, at=AT)
        DataKey.objects.filter(owner_id=unreadable).delete()
        sealing.forget()
        wanted = [here, erased, unreadable, uuid4()]
        assert set(conversations.snapshots(wanted)) == {here}
        for one in wanted[1:]:
            with pytest.raises(NotFound):
                conversations.snapshot(one)

    def test_three_queries_however_many(self, django_assert_num_queries: Any) -> None:
        ids = [people.amina("").conversation for _ in range(5)]
        sealing.forget()
        with django_assert_num_queries(3):  # keys, people, conversations
            assert len(conversations.snapshots(ids)) == 5
        with django_assert_num_queries(0):
            assert conversations.snapshots([]) == {}

    def test_its_revision_grows_with_every_change_that_is_no_message(self) -> None:
        opened = people.amina("")
        one = opened.conversation
        seen = [conversations.snapshot(one).revision]
        people.writes(opened, "hej")
        assert conversations.snapshot(one).revision == seen[0]
        bo = people.on_duty(people.bo())
        assignments.take_next(bo, at=AT)
        seen.append(conversations.snapshot(one).revision)
        assignments.give_back_all(account=bo.account, why="gone", at=AT)
        seen.append(conversations.snapshot(one).revision)
        assert seen == sorted(set(seen))

    def test_somebody_further_on_moves_alone_and_never_back(self) -> None:
        seen = conversations.snapshot(people.amina("").conversation)
        me = seen.citizen().participant
        on = seen.moved(Position(seen.id, me, delivered=5, read=3))
        assert (on.citizen().delivered_seq, on.citizen().read_seq) == (5, 3)
        back = on.moved(Position(seen.id, me, delivered=2, read=4))
        assert (back.citizen().delivered_seq, back.citizen().read_seq) == (5, 4)
        assert on.moved(Position(seen.id, me + 99, delivered=9)) == on
        assert seen.citizen().delivered_seq == 0


def test_heads_are_the_newest_number_and_the_revision() -> None:
    opened, erased = people.amina("hej"), people.amina("")
    people.writes(opened, "er du der")
    queueing.erase_by_citizen(conversation=erased.conversation, at=AT)
    found = conversations.heads([opened.conversation, erased.conversation, uuid4()])
    assert found == {opened.conversation: (2, 0), erased.conversation: (0, 1)}


def test_which_tokens_still_stand() -> None:
    one, two = people.amina(""), people.amina("")
    ids = [access_tokens.resolve(each.token).token_id for each in (one, two)]
    access_tokens.end_all(conversation=one.conversation, at=AT)
    assert conversations.tokens_alive([*ids, 10**9]) == {ids[1]}


def test_an_alias_is_known_after_leaving_and_nobody_elses_is() -> None:
    bo, sara = people.on_duty(people.bo()), people.sara()
    one = people.amina("").conversation
    assignments.take_next(bo, at=AT)
    alias = conversations.snapshot(one).member_of(bo.account).alias  # type: ignore[union-attr]
    assignments.give_back_all(account=bo.account, why="gone", at=AT)
    assert conversations.alias_of(conversation=one, account=bo.account) == alias
    assert conversations.alias_of(conversation=one, account=sara.account) == ""


def test_when_the_last_backup_becomes_unreadable() -> None:
    one = people.amina("", at=AT).conversation
    dead_at = conversations.backups_dead_at(one)
    assert dead_at == key_due_at("conversation", week=week_of(AT))  # type: ignore[arg-type]
    assert dead_at > AT + timedelta(days=30)
    queueing.erase_by_citizen(conversation=one, at=AT)
    assert conversations.backups_dead_at(one) is None


def test_a_member_is_found_by_account_only_while_there() -> None:
    one = people.amina("").conversation
    assert conversations.snapshot(one).member_of(uuid4()) is None
    assert Participant.objects.count() == Conversation.objects.count()
