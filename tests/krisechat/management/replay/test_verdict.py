"""A conversation is judged well only when both sides and the store agree with the dialogue."""

import uuid

from krisechat.management.replay.counts import Verdict
from krisechat.management.replay.dialogue import Dialogue, Turn
from krisechat.management.replay.ledger import Record
from krisechat.management.replay.play import Play
from krisechat.management.replay.transcript import Heard
from krisechat.management.replay.verdict import judge

EN, TO = Heard(author="citizen", body="en"), Heard(author="volunteer", body="to")
VENT = Heard(author="system", body="Vent lidt.")


def played(first: str = "en") -> tuple[Play, Record]:
    turns = (Turn(by="citizen", text=first), Turn(by="volunteer", text="to"))
    play = Play(dialogue=Dialogue(id="d", via="web", turns=turns), run=uuid.uuid4(), token="t")
    record = Record(acknowledged={play.client_id(0): 1, play.client_id(1): 2})
    record.received = {"volunteer": {1: EN}, "citizen": {2: TO}}
    return play, record


def numbers(verdict: Verdict) -> tuple[int, int, int, int, bool]:
    return (
        verdict.acknowledged,
        verdict.delivered,
        verdict.lost,
        verdict.reordered,
        verdict.equal,
    )


def test_all_well() -> None:
    verdict = judge(*played(), stored={1: EN, 2: TO})
    assert numbers(verdict) == (2, 2, 0, 0, True)
    assert verdict.faults == []


def test_system_messages_do_not_count() -> None:
    play, record = played()
    record.acknowledged[play.client_id(1)] = 3
    record.received["citizen"] = {2: VENT, 3: TO}
    assert numbers(judge(play, record, {1: EN, 2: VENT, 3: TO})) == (2, 2, 0, 0, True)


def test_acknowledged_and_never_shown_is_lost() -> None:
    play, record = played()
    record.received["citizen"] = {}
    assert numbers(judge(play, record, {1: EN, 2: TO})) == (2, 1, 1, 0, True)


def test_acknowledged_and_not_stored_is_lost() -> None:
    assert numbers(judge(*played(), stored={1: EN})) == (2, 2, 1, 0, False)


def test_shown_with_other_words_is_lost() -> None:
    play, record = played()
    record.received["citizen"] = {2: Heard(author="volunteer", body="tre")}
    assert judge(play, record, {1: EN, 2: TO}).lost == 1


def test_never_acknowledged_is_not_lost_but_not_acknowledged_either() -> None:
    play, record = played()
    del record.acknowledged[play.client_id(1)]
    assert numbers(judge(play, record, {1: EN, 2: TO})) == (1, 1, 0, 0, True)


def test_stored_in_another_order_is_reordered() -> None:
    play, record = played()
    record.acknowledged = {play.client_id(0): 2, play.client_id(1): 1}
    record.received = {"volunteer": {2: EN}, "citizen": {1: TO}}
    assert numbers(judge(play, record, {1: TO, 2: EN})) == (2, 2, 0, 1, False)


def test_other_words_an_extra_message_or_another_author_are_not_the_dialogue() -> None:
    for stored in (
        {1: EN, 2: Heard(author="volunteer", body="to ")},
        {1: EN, 2: TO, 3: TO},
        {1: EN, 2: Heard(author="citizen", body="to")},
    ):
        assert not judge(*played(), stored=stored).equal


def test_an_unreadable_transcript_is_not_equal_and_says_so() -> None:
    verdict = judge(*played(), stored=None)
    assert not verdict.equal
    assert "could not be read" in verdict.faults[0]


def test_a_masked_cpr_number_is_no_difference() -> None:
    play, record = played("mit cpr er 010190-1234, 💛")
    masked = Heard(author="citizen", body="mit cpr er ••••••-••••, 💛")
    record.received["volunteer"] = {1: masked}
    record.masked = {play.client_id(0)}
    assert numbers(judge(play, record, {1: masked, 2: TO})) == (2, 2, 0, 0, True)
    other = Heard(author="citizen", body="mit cpr var ••••••-••••, 💛")
    assert not judge(play, record, {1: other, 2: TO}).equal


def test_masked_otherwise_it_is_delivered_but_the_transcript_differs() -> None:
    play, record = played()
    masked = Heard(author="citizen", body="[cpr]")
    record.received["volunteer"] = {1: masked}
    record.masked = {play.client_id(0)}
    verdict = judge(play, record, {1: masked, 2: TO})
    assert numbers(verdict) == (2, 2, 0, 0, False)
    assert verdict.masked == 1
