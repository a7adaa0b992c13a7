"""The citizen's own erasure: nothing readable is left, and every token ends."""

from typing import Any

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound, Unauthenticated
from krisechat.models import (
    AuditEntry,
    Citizen,
    Conversation,
    DataKey,
    Feedback,
    Message,
    Note,
    Participant,
)
from krisechat.operations import access_tokens, actors, conversations, feedback, notes
from krisechat.operations.opening import Opened
from krisechat.privacy import data_keys, sealing
from krisechat.privacy.data_keys import OwnerErased
from krisechat.queries import conversations as queries
from krisechat.queries import transcripts
from tests.support import people
from tests.support.talks import AT, LATER, row, taken_by

pytestmark = pytest.mark.django_db


class TestErasing:
    @pytest.fixture
    def full(self) -> Opened:
        """A conversation with everything in it that can be: words, notes, tags, an answer."""
        bo = people.bo()
        opened = taken_by(
            bo,
            first_message="jeg er bange",
            nickname="Amina",
            phone="+4520123456",
            postal_code="8000",
            topic="violence",
            organisation="headspace",
            client_id=new_id(),
        )
        one = opened.conversation
        notes.write(conversation=one, account=bo.account, body="pas på", at=AT)
        conversations.end(conversation=one, actor=actors.CITIZEN, at=AT)
        conversations.name_outcome(
            conversation=one, outcome="referred", tags=["vold"], actor=actors.SYSTEM, at=AT
        )
        feedback.give(conversation=one, helped="no", what_would_help="et opkald", at=AT)
        return opened

    def test_nothing_of_it_is_readable_or_even_there(self, full: Opened) -> None:
        one = full.conversation
        conversations.erase(conversation=one, at=LATER)
        for kind in (Message, Note, Feedback):
            assert not kind.objects.exists()
        assert transcripts.after(one, 0) == []
        assert queries.snapshots([one]) == {}
        with pytest.raises(NotFound):
            queries.snapshot(one)
        kept = row(one)
        assert (kept.state, kept.topic, kept.organisation) == ("erased", "", "")
        assert (kept.postal_code_sealed, kept.tags_sealed, kept.return_code_digest) == (None,) * 3
        assert kept.opening_id is None

    def test_the_keys_of_conversation_and_citizen_are_gone(self, full: Opened) -> None:
        citizen = row(full.conversation).citizen_id
        conversations.erase(conversation=full.conversation, at=LATER)
        assert not DataKey.objects.exists()
        for kind, owner in (("conversation", full.conversation), ("citizen", citizen)):
            with pytest.raises(OwnerErased):
                data_keys.cipher_of(owner_kind=kind, owner_id=owner)

    def test_name_and_number_are_gone_and_cannot_be_looked_up(self, full: Opened) -> None:
        conversations.erase(conversation=full.conversation, at=LATER)
        citizen = Citizen.objects.get()
        assert (citizen.name_sealed, citizen.phone_sealed, citizen.phone_digest) == (None,) * 3
        assert not citizen.sms_consent

    def test_a_citizen_who_has_another_conversation_keeps_name_and_number(
        self, full: Opened
    ) -> None:
        other = people.amina("").conversation
        citizen = row(full.conversation).citizen_id
        Conversation.objects.filter(id=other).update(citizen_id=citizen)
        conversations.erase(conversation=full.conversation, at=LATER)
        assert Citizen.objects.get(id=citizen).phone_sealed is not None
        conversations.erase(conversation=other, at=LATER)
        assert Citizen.objects.get(id=citizen).phone_sealed is None

    def test_every_token_is_unauthenticated(self, full: Opened) -> None:
        more = access_tokens.issue(conversation=full.conversation, at=AT, device=True)
        known = [access_tokens.resolve(token).token_id for token in (full.token, more)]
        conversations.erase(conversation=full.conversation, at=LATER)
        assert queries.tokens_alive(known) == set()  # what open sockets are closed by
        for token in (full.token, more):
            with pytest.raises(Unauthenticated):
                access_tokens.resolve(token)

    def test_what_a_backup_would_bring_back_stays_noise(self, full: Opened) -> None:
        """The rows of before, put back beside today's keys, open nothing."""
        messages = list(Message.objects.all())
        aliases = list(Participant.objects.all())
        conversations.erase(conversation=full.conversation, at=LATER)
        sealing.forget()
        Message.objects.bulk_create(messages)
        assert transcripts.after(full.conversation, 0) == []
        assert aliases
        assert queries.snapshots([full.conversation]) == {}

    def test_the_kept_key_is_forgotten_on_commit(
        self, full: Opened, django_capture_on_commit_callbacks: Any
    ) -> None:
        sealing.conversation_cipher(full.conversation)
        with django_capture_on_commit_callbacks(execute=True):
            conversations.erase(conversation=full.conversation, at=LATER)
        assert full.conversation not in sealing._kept

    def test_no_neighbour_is_touched(self, full: Opened) -> None:
        other = people.amina("min egen")
        conversations.erase(conversation=full.conversation, at=LATER)
        assert [each.body for each in transcripts.after(other.conversation, 0)] == ["min egen"]
        assert access_tokens.resolve(other.token).conversation == other.conversation

    def test_that_it_was_done_stays_on_record(self, full: Opened) -> None:
        conversations.erase(conversation=full.conversation, at=LATER)
        entry = AuditEntry.objects.get(action="erase")
        assert (entry.actor_kind, entry.object_id) == ("citizen", str(full.conversation))

    def test_twice_and_unknown_are_not_found(self, full: Opened) -> None:
        conversations.erase(conversation=full.conversation, at=LATER)
        for one in (full.conversation, new_id()):
            with pytest.raises(NotFound):
                conversations.erase(conversation=one, at=LATER)
