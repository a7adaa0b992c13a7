"""The one write path: one order without gaps, each message once, one refusal alone."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import IdConflict, NotFound, WrongState
from krisechat.models import Message
from krisechat.operations import messages
from krisechat.operations.messages import Send, Stored
from krisechat.privacy import masking
from krisechat.queries import conversations, transcripts
from routing.operations import assignments, queueing
from tests.support import people
from tests.support.storing import AT, LATER, by_citizen, last_seq, seqs, silent, store, table

pytestmark = pytest.mark.django_db


class TestOrder:
    def test_a_conversation_counts_from_one_without_gaps(self) -> None:
        one = silent()
        assert seqs(store(by_citizen(one), by_citizen(one))) == [1, 2]
        assert seqs(store(by_citizen(one))) == [3]
        assert (table(one), last_seq(one)) == ([1, 2, 3], 3)

    def test_each_conversation_counts_for_itself_in_one_batch(self) -> None:
        one, two = silent(), silent()
        batch = [by_citizen(each) for each in (one, two, one, one, two)]
        assert seqs(store(*batch)) == [1, 1, 2, 3, 2]
        assert (last_seq(one), last_seq(two)) == (3, 2)

    def test_what_is_refused_leaves_no_gap(self) -> None:
        one, over = silent(), silent()
        closed = by_citizen(over)
        queueing.end_by_citizen(conversation=over, at=AT)
        batch = [by_citizen(one), closed, by_citizen(one)]
        assert seqs(store(*batch)) == [1, "wrong_state", 2]
        assert (table(one), table(over), last_seq(over)) == ([1, 2], [], 0)

    def test_what_is_rolled_back_leaves_no_gap(self) -> None:
        one = silent()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            store(by_citizen(one))
            raise ZeroDivisionError
        assert seqs(store(by_citizen(one))) == [1]

    def test_the_database_itself_takes_no_number_twice(self) -> None:
        one = silent()
        store(by_citizen(one))
        row = Message.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(
                conversation_id=one,
                seq=1,
                author="citizen",
                participant_id=row.participant_id,
                client_id=new_id(),
                body_sealed=b"x",
                via="web",
                sent_at=AT,
            )

    def test_both_sides_write_in_one_order(self) -> None:
        one = silent()
        bo = people.on_duty(people.bo())
        assignments.take_next(bo, at=AT)
        me = conversations.snapshot(one).member_of(bo.account)
        assert me is not None
        mine = Send(
            conversation=one,
            participant=me.participant,
            author="volunteer",
            alias=me.alias,
            client_id=new_id(),
            body="jeg er her",
        )
        assert seqs(store(by_citizen(one), mine, by_citizen(one))) == [1, 2, 3]
        assert [each.author for each in transcripts.after(one, 0)] == [
            "citizen",
            "volunteer",
            "citizen",
        ]


class TestOnce:
    def test_sent_again_it_is_the_same_message(self) -> None:
        one = silent()
        mine = by_citizen(one)
        [first] = store(mine)
        [again] = messages.store([mine], at=LATER)
        assert isinstance(first, Stored)
        assert isinstance(again, Stored)
        assert (first.fresh, again.fresh) == (True, False)
        assert again.message == first.message
        assert again.ack() == first.ack()
        assert table(one) == [1]

    def test_twice_in_one_batch_it_is_stored_once(self) -> None:
        one = silent()
        mine = by_citizen(one)
        assert seqs(store(mine, by_citizen(one), mine)) == [1, 2, 1]
        assert table(one) == [1, 2]

    def test_after_the_end_a_resend_is_still_acknowledged(self) -> None:
        one = silent()
        mine = by_citizen(one)
        store(mine)
        queueing.end_by_citizen(conversation=one, at=AT)
        assert seqs(store(mine, by_citizen_unseen(mine))) == [1, "wrong_state"]

    def test_another_text_under_its_id_is_refused(self) -> None:
        one = silent()
        mine = by_citizen(one, "hej")
        store(mine)
        [refused] = store(replace(mine, body="hej igen"))
        assert isinstance(refused, IdConflict)
        assert (refused.status, refused.field) == (409, "client_id")
        assert [each.body for each in transcripts.after(one, 0)] == ["hej"]

    def test_in_one_batch_too(self) -> None:
        mine = by_citizen(silent(), "hej")
        assert seqs(store(mine, replace(mine, body="nej"), mine)) == [1, "id_conflict", 1]

    def test_the_same_id_of_somebody_else_is_another_message(self) -> None:
        one, two = silent(), silent()
        mine = by_citizen(one)
        theirs = by_citizen(two, "noget andet", client_id=mine.client_id)
        assert seqs(store(mine, theirs)) == [1, 1]
        assert seqs(store(mine, theirs)) == [1, 1]

    def test_sameness_is_judged_after_masking(self) -> None:
        """Two texts that differ only in a CPR number are one: the number was never kept."""
        one = silent()
        client_id = new_id()

        def masked(text: str) -> Send:
            body, hit = masking.mask_cpr(text)
            return replace(by_citizen(one, body, client_id=client_id), masked=hit)

        [first] = store(masked("mit nummer er 010190-1234"))
        [again] = store(masked("mit nummer er 020290-4321"))
        assert isinstance(first, Stored)
        assert isinstance(again, Stored)
        assert (again.message.seq, again.fresh, again.ack().masked) == (1, False, True)
        assert Message.objects.get().masked


def by_citizen_unseen(send: Send) -> Send:
    """A new message of the same author."""
    return replace(send, client_id=new_id())


class TestRefusals:
    def test_a_conversation_that_is_over_takes_nothing_more(self) -> None:
        one = silent()
        mine = by_citizen(one)
        queueing.end_by_citizen(conversation=one, at=AT)
        [refused] = store(mine)
        assert isinstance(refused, WrongState)

    def test_an_unknown_conversation_is_not_found(self) -> None:
        mine = by_citizen(silent())
        [refused] = store(replace(mine, conversation=uuid4()))
        assert isinstance(refused, NotFound)
        assert not Message.objects.exists()

    def test_an_erased_conversation_takes_nothing_and_shows_nothing(self) -> None:
        one = silent()
        mine = by_citizen(one)
        store(mine)
        queueing.erase_by_citizen(conversation=one, at=AT)
        assert seqs(store(mine, by_citizen_unseen(mine))) == ["wrong_state", "wrong_state"]
        assert not Message.objects.exists()

    def test_who_had_to_give_it_back_says_nothing_more_in_it(self) -> None:
        one = silent()
        bo = people.on_duty(people.bo())
        assignments.take_next(bo, at=AT)
        me = conversations.snapshot(one).member_of(bo.account)
        assert me is not None
        mine = replace(by_citizen(one), participant=me.participant, author="volunteer")
        earlier = replace(mine, client_id=new_id())
        store(earlier)
        assignments.give_back(account=bo.account, conversation=one, why="gone", at=AT)
        assert seqs(store(mine, earlier)) == ["not_found", 1]

    def test_no_refusal_quotes_the_text(self) -> None:
        mine = by_citizen(silent(), "Amina")
        store(mine)
        outcomes = store(replace(mine, body="Amina og Bo"), replace(mine, conversation=uuid4()))
        assert "Amina" not in str(
            [each.body() for each in outcomes if not isinstance(each, Stored)]
        )
