"""Who is in a conversation, besides the citizen."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Participant
from krisechat.operations import participants
from krisechat.privacy import aliases
from krisechat.queries import conversations
from krisechat.realtime import publish
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


def join(conversation: UUID, account: UUID, *, responsible: bool = True) -> Participant:
    return participants.join(
        conversation=conversation, account=account, responsible=responsible, at=AT
    )


class TestJoining:
    def test_somebody_joins_under_an_alias_that_is_not_their_name(self) -> None:
        bo, one = people.bo(), people.amina().conversation
        join(one, bo.account)
        me = conversations.snapshot(one).member_of(bo.account)
        assert me is not None
        assert me.alias in aliases.FOR_VOLUNTEERS
        assert me.alias not in bo.name
        assert (me.author, me.responsible) == ("volunteer", True)

    def test_two_who_answer_in_turn_never_share_a_name(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(aliases, "FOR_VOLUNTEERS", ("Kim", "Sam"))
        bo, sara, one = people.bo(), people.sara(), people.amina().conversation
        join(one, bo.account)
        participants.leave(conversation=one, account=bo.account, at=AT)
        join(one, sara.account)
        named = {
            conversations.alias_of(conversation=one, account=each.account) for each in (bo, sara)
        }
        assert named == {"Kim", "Sam"}

    def test_a_name_is_used_twice_rather_than_nobody_let_in(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(aliases, "FOR_VOLUNTEERS", ("Kim",))
        one = people.amina().conversation
        join(one, people.bo().account)
        assert join(one, people.sara().account, responsible=False).pk

    def test_who_comes_back_has_the_same_row_alias_and_positions(self) -> None:
        bo, one = people.bo(), people.amina().conversation
        first = join(one, bo.account)
        Participant.objects.filter(pk=first.pk).update(read_seq=3)
        participants.leave(conversation=one, account=bo.account, at=AT)
        again = join(one, bo.account)
        again.refresh_from_db()
        assert (again.pk, bytes(again.alias_sealed)) == (first.pk, bytes(first.alias_sealed))
        assert (again.read_seq, again.left_at) == (3, None)

    def test_only_one_is_responsible(self) -> None:
        bo, sara, one = people.bo(), people.sara(), people.amina().conversation
        join(one, bo.account)
        with pytest.raises(IntegrityError), transaction.atomic():
            join(one, sara.account)
        join(one, sara.account, responsible=False)
        assert conversations.snapshot(one).volunteer().account == bo.account  # type: ignore[union-attr]


class TestLeaving:
    def test_from_that_moment_they_have_no_part_in_it(self) -> None:
        bo, one = people.bo(), people.amina().conversation
        join(one, bo.account)
        assert participants.leave(conversation=one, account=bo.account, at=LATER)
        assert conversations.snapshot(one).member_of(bo.account) is None
        row = Participant.objects.get(account_id=bo.account)
        assert (row.responsible, row.left_at) == (False, LATER)

    def test_who_has_no_part_leaves_nothing(self) -> None:
        bo, one = people.bo(), people.amina().conversation
        assert not participants.leave(conversation=one, account=bo.account, at=AT)
        join(one, bo.account)
        participants.leave(conversation=one, account=bo.account, at=AT)
        assert not participants.leave(conversation=one, account=bo.account, at=LATER)
        assert Participant.objects.get(account_id=bo.account).left_at == AT

    def test_nobody_else_leaves_with_them(self) -> None:
        bo, sara, one = people.bo(), people.sara(), people.amina().conversation
        other = people.amina().conversation
        join(one, bo.account), join(other, bo.account), join(one, sara.account, responsible=False)
        participants.leave(conversation=one, account=bo.account, at=AT)
        assert conversations.snapshot(other).member_of(bo.account) is not None
        assert conversations.snapshot(one).member_of(sara.account) is not None
        assert conversations.snapshot(one).citizen()


def test_the_person_and_the_conversation_are_told_once_it_is_so(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[tuple[str, UUID]] = []
    monkeypatch.setattr(publish, "changed", lambda each: told.append(("conversation", each)))
    monkeypatch.setattr(publish, "account_changed", lambda each: told.append(("account", each)))
    bo, one = people.bo(), people.amina().conversation
    news = {("account", bo.account), ("conversation", one)}
    with django_capture_on_commit_callbacks(execute=True):
        join(one, bo.account)
        assert told == []
    assert set(told) == news
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        participants.leave(conversation=one, account=bo.account, at=AT)
        participants.leave(conversation=one, account=new_id(), at=AT)
    assert set(told) == news


def test_all_who_answer_leave_at_once_and_the_citizen_stays() -> None:
    bo, sara, one = people.bo(), people.sara(), people.amina().conversation
    join(one, bo.account)
    join(one, sara.account, responsible=False)
    assert participants.answering_in(one) == {bo.account, sara.account}
    participants.leave_all(conversation=one, at=LATER)
    assert participants.answering_in(one) == set()
    assert Participant.objects.get(conversation_id=one, left_at=None).author == "citizen"
