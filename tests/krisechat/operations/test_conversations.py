"""The life of a conversation after its opening."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import (
    AuditEntry,
    DataKey,
    Note,
)
from krisechat.operations import actors, conversations
from krisechat.operations.conversations import UnableToEnd
from krisechat.privacy import data_keys, sealing
from krisechat.privacy.masking import MASK
from krisechat.queries import notes as note_queries
from krisechat.queries import transcripts
from krisechat.realtime import publish
from krisechat.states.conversation import TRANSITIONS, ConversationEvent, ConversationState
from tests.support import people
from tests.support.talks import AT, LATER, in_state, row, taken_by
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db


class TestMoving:
    @pytest.mark.parametrize("event", ConversationEvent)
    @pytest.mark.parametrize("state", ConversationState)
    def test_the_whole_grid_in_the_table(
        self, state: ConversationState, event: ConversationEvent
    ) -> None:
        one = in_state(state)
        allowed = (state, event) in TRANSITIONS
        after = TRANSITIONS.get((state, event), state)
        over = {"ended_at": AT} if after in ("ended", "erased") else {"ended_at": None}
        assert conversations.move(one, event, **(over if allowed else {})) is allowed
        assert (row(one).state, row(one).revision) == (after, int(allowed))

    def test_an_unknown_one_does_not_move(self) -> None:
        assert not conversations.move(new_id(), ConversationEvent.END)

    def test_it_is_told_on_commit_when_it_moved_and_only_then(
        self, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        told: list[UUID] = []
        monkeypatch.setattr(publish, "changed", told.append)
        one = in_state("waiting")
        with django_capture_on_commit_callbacks(execute=True):
            assert not conversations.move(one, ConversationEvent.GIVE_BACK)
            assert conversations.move(one, ConversationEvent.TAKE)
            assert told == []
        assert told == [one]


class TestEnding:
    @pytest.mark.parametrize("state", ["waiting", "active"])
    def test_it_is_over_from_that_moment(self, state: str) -> None:
        one = in_state(state)
        conversations.end(conversation=one, actor=actors.CITIZEN, at=LATER)
        assert (row(one).state, row(one).ended_at) == ("ended", LATER)
        assert AuditEntry.objects.filter(action="end", actor_kind="citizen").count() == 1

    @pytest.mark.parametrize("state", ["ended", "erased"])
    def test_over_is_over(self, state: str) -> None:
        one = in_state(state)
        with pytest.raises(UnableToEnd):
            conversations.end(conversation=one, actor=actors.CITIZEN, at=LATER)
        assert row(one).ended_at == AT

    def test_the_days_of_retention_count_from_the_end(self) -> None:
        one = in_state("active")
        late = AT + timedelta(days=9)
        conversations.end(conversation=one, actor=actors.CITIZEN, at=late)
        owners = {one, row(one).citizen_id}
        found = dict(
            DataKey.objects.filter(owner_id__in=owners).values_list("owner_id", "counts_from")
        )
        assert found == dict.fromkeys(owners, late)

    def test_a_week_without_a_key_does_not_keep_it_from_ending(self) -> None:
        one = in_state("active")
        conversations.end(conversation=one, actor=actors.CITIZEN, at=AT + timedelta(days=300))
        assert row(one).state == "ended"


class TestNamingTheOutcome:
    def name(self, one: UUID, outcome: str, tags: list[str]) -> None:
        conversations.name_outcome(
            conversation=one, outcome=outcome, tags=tags, actor=actors.SYSTEM, at=AT
        )

    def test_the_tags_are_sealed_and_the_numbers_in_them_masked(self) -> None:
        one = in_state("ended")
        self.name(one, "referred", ["vold  i hjemmet", "010190-1234"])
        assert row(one).outcome == "referred"
        sealed = row(one).tags_sealed
        assert b"vold" not in bytes(sealed)
        words = sealing.unseal(
            sealing.conversation_cipher(one),
            table="conversation",
            column="tags",
            owner=one,
            row=one,
            sealed=sealed,
        )
        assert words.split("\n") == ["vold i hjemmet", MASK]

    def test_without_tags_nothing_is_kept(self) -> None:
        one = in_state("ended")
        self.name(one, "other", [])
        assert row(one).tags_sealed is None

    @pytest.mark.parametrize("outcome", ["", "solved", "ENDED"])
    def test_an_unknown_outcome_is_refused(self, outcome: str) -> None:
        with pytest.raises(BadValue) as refused:
            self.name(in_state("ended"), outcome, [])
        assert refused.value.field == "outcome"


class TestFlagging:
    def flag(self, one: UUID, bo: Answerer, risk: str, reason: str = "") -> None:
        conversations.flag(conversation=one, risk=risk, reason=reason, account=bo.account, at=LATER)

    @pytest.mark.parametrize("risk", ["none", "concern", "high", "acute"])
    def test_the_risk_is_set_seen_and_recorded(self, risk: str) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation
        before = row(one).revision
        self.flag(one, bo, risk)
        assert (row(one).risk, row(one).revision) == (risk, before + 1)
        assert AuditEntry.objects.get(action="flag").detail == {"risk": risk}

    def test_the_reason_is_a_note_for_those_who_answer(self) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation
        self.flag(one, bo, "high", "taler om piller")
        assert [note.body for note in note_queries.of_conversation(one)] == ["taler om piller"]
        assert "piller" not in str(list(AuditEntry.objects.values()))

    def test_without_a_reason_there_is_no_note(self) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation
        self.flag(one, bo, "concern")
        assert not Note.objects.exists()

    def test_acute_is_kept_longer_and_every_word_still_opens(self) -> None:
        bo = people.bo()
        one = taken_by(bo, first_message="hej").conversation
        self.flag(one, bo, "acute", "fare")
        sealing.forget()
        assert DataKey.objects.get(owner_id=one).retention_class == "acute"
        assert [each.body for each in transcripts.after(one, 0)] == ["hej"]
        assert [each.body for each in note_queries.of_conversation(one)] == ["fare"]

    def test_danger_is_flagged_even_when_the_class_cannot_be_changed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation

        def refuses(**_: object) -> None:
            raise data_keys.RetentionOver

        monkeypatch.setattr(data_keys, "change_class", refuses)
        self.flag(one, bo, "acute")
        assert row(one).risk == "acute"

    def test_an_unknown_risk_is_refused(self) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation
        with pytest.raises(BadValue) as refused:
            self.flag(one, bo, "very")
        assert (refused.value.field, row(one).risk) == ("risk", "none")

    def test_what_is_over_is_not_flagged_and_gets_no_note(self) -> None:
        bo = people.bo()
        one = taken_by(bo).conversation
        conversations.end(conversation=one, actor=actors.CITIZEN, at=AT)
        with pytest.raises(WrongState):
            self.flag(one, bo, "high", "for sent")
        assert (row(one).risk, Note.objects.count()) == ("none", 0)
