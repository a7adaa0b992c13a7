"""Messages in the table: their words sealed to their place, and what is told of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krisechat.foundation.envelope import Tampered
from krisechat.foundation.ids import new_id
from krisechat.models import Message
from krisechat.operations import message_rows
from krisechat.operations.messages import Stored
from krisechat.privacy import sealing
from krisechat.queries import transcripts
from krisechat.realtime import publish
from tests.support.storing import AT, by_citizen, last_seq, seqs, silent, store, table

pytestmark = pytest.mark.django_db


class TestWhatIsStored:
    def test_everything_but_the_words_stands_in_the_row(self) -> None:
        one = silent()
        mine = replace(by_citizen(one, "jeg er bange"), via="sms", masked=True)
        [outcome] = store(mine)
        assert isinstance(outcome, Stored)
        row = Message.objects.get()
        assert (row.id, row.seq, row.sent_at) == (outcome.message.id, 1, AT)
        assert (row.author, row.participant_id) == ("citizen", mine.participant)
        assert (row.client_id, row.via, row.masked) == (mine.client_id, "sms", True)
        assert b"bange" not in bytes(row.body_sealed)

    def test_the_words_open_at_their_own_number_only(self) -> None:
        one = silent()
        store(by_citizen(one, "første"), by_citizen(one, "anden"))
        cipher = sealing.conversation_cipher(one)
        row = Message.objects.get(seq=1)
        opened = sealing.open_body(cipher, conversation=one, seq=1, sealed=row.body_sealed)
        assert opened == "første"
        with pytest.raises(Tampered):
            sealing.open_body(cipher, conversation=one, seq=2, sealed=row.body_sealed)

    def test_moved_to_another_conversation_they_do_not_open(self) -> None:
        one, two = silent(), silent()
        store(by_citizen(one), by_citizen(two))
        sealed = Message.objects.get(conversation_id=one).body_sealed
        for key in (one, two):
            with pytest.raises(Tampered):
                sealing.open_body(
                    sealing.conversation_cipher(key), conversation=two, seq=1, sealed=sealed
                )

    @given(body=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_every_text_comes_back_to_the_letter(self, body: str) -> None:
        one = silent()
        store(by_citizen(one, body))
        assert [each.body for each in transcripts.after(one, 0)] == [body]


Commits = Callable[..., Any]


class TestPublishing:
    @pytest.fixture
    def told(self, monkeypatch: pytest.MonkeyPatch) -> list[list[Stored]]:
        said: list[list[Stored]] = []
        monkeypatch.setattr(publish, "stored", lambda fresh: said.append(list(fresh)))
        return said

    def test_what_is_new_is_told_once_it_is_committed(
        self, told: list[list[Stored]], django_capture_on_commit_callbacks: Commits
    ) -> None:
        one = silent()
        again = by_citizen(one)
        store(again)
        with django_capture_on_commit_callbacks(execute=True):
            outcomes = store(again, new := by_citizen(one))
            assert told == []
        assert told == [[outcomes[1]]]
        assert told[0][0].send is new

    def test_nothing_new_is_not_told(
        self, told: list[list[Stored]], django_capture_on_commit_callbacks: Commits
    ) -> None:
        mine = by_citizen(silent())
        store(mine)
        with django_capture_on_commit_callbacks(execute=True) as said:
            store(mine, replace(mine, body="andet"))
        assert (told, said) == ([], [])


@st.composite
def nights(draw: st.DrawFn) -> list[list[tuple[int, int, str]]]:
    """Batches of (conversation, client_id, text): few of each, so that much comes again."""
    one = st.tuples(st.integers(0, 2), st.integers(0, 5), st.sampled_from(["hej", "nej"]))
    return draw(st.lists(st.lists(one, max_size=6), max_size=5))


@given(night=nights())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_again_in_whatever_batch(night: list[list[tuple[int, int, str]]]) -> None:
    """Against the plainest account of it: the first text under an id is the message."""
    ids, client_ids = [silent() for _ in range(3)], [new_id() for _ in range(6)]
    account: dict[UUID, dict[UUID, tuple[int, str]]] = {each: {} for each in ids}
    for batch in night:
        sends = [by_citizen(ids[c], text, client_id=client_ids[m]) for c, m, text in batch]
        for send, outcome in zip(sends, store(*sends), strict=True):
            mine = account[send.conversation]
            seq, text = mine.setdefault(send.client_id, (len(mine) + 1, send.body))
            assert seqs([outcome]) == [seq if text == send.body else "id_conflict"]
    for conversation, mine in account.items():
        found = transcripts.after(conversation, 0)
        assert [(each.seq, each.body) for each in found] == sorted(mine.values())
        assert last_seq(conversation) == len(found)


def test_what_the_database_raises_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one = silent()
    rows = message_rows.of_this_database()

    def fails(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(type(rows), "write", fails)
    with pytest.raises(DatabaseError):
        store(by_citizen(one))
    assert (table(one), last_seq(one)) == ([], 0)


def test_nothing_to_store_is_nothing_stored() -> None:
    assert store() == []
