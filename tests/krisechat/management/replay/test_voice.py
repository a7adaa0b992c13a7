"""What a side says next follows from the transcript alone."""

import uuid

from krisechat.management.replay.dialogue import Dialogue, Turn
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play
from krisechat.management.replay.voice import MARGIN_S, Voice

TURNS = (("citizen", "en"), ("volunteer", "to"), ("volunteer", "tre"), ("citizen", "fire"))


def play() -> Play:
    turns = tuple(Turn(by=by, text=text) for by, text in TURNS)
    return Play(dialogue=Dialogue(id="d", via="web", turns=turns), run=uuid.uuid4())


def voice(of: Play, side: str, *, pace: Pace | None = None, ledger: Ledger | None = None) -> Voice:
    pace = pace or Pace(resend_s=5, gap_s=1)
    return Voice(play=of, side=side, ledger=ledger or Ledger(), pace=pace)


def heard(of: Play, turn: int, *, seq: int | None = None) -> dict[str, object]:
    by, text = TURNS[turn]
    seq = turn + 1 if seq is None else seq
    return {"seq": seq, "author": by, "body": text, "client_id": of.client_id(turn)}


def test_nothing_is_said_before_the_connection_has_caught_up() -> None:
    citizen = voice(play(), "citizen")
    assert citizen.due(1)[0] is None
    citizen.synced(0, now=1)
    frame, _ = citizen.due(1)
    assert frame is not None
    assert frame["body"] == "en"


def test_a_turn_is_said_when_the_one_before_it_has_been_seen() -> None:
    one = play()
    volunteer = voice(one, "volunteer")
    volunteer.synced(0, now=1)
    assert volunteer.due(1)[0] is None
    volunteer.message(heard(one, 0), now=2)
    frame, _ = volunteer.due(2)
    assert frame == {"type": "message.send", "client_id": one.client_id(1), "body": "to"}


def test_the_next_own_turn_waits_for_the_ack_of_the_first() -> None:
    one = play()
    volunteer = voice(one, "volunteer")
    volunteer.message(heard(one, 0), now=1)
    volunteer.synced(1, now=1)
    volunteer.due(1)
    assert volunteer.due(2)[0] is None
    volunteer.acked({"client_id": one.client_id(1), "seq": 2}, now=3)
    frame, _ = volunteer.due(3)
    assert frame is not None
    assert frame["body"] == "tre"


def test_who_takes_over_goes_on_from_the_transcript_with_the_same_id() -> None:
    one = play()
    first, second = voice(one, "volunteer"), voice(one, "volunteer")
    for colleague in (first, second):
        colleague.message(heard(one, 0), now=1)
        colleague.synced(1, now=1)
    said, _ = first.due(1)
    again, _ = second.due(60)
    assert said == again
    second.message(heard(one, 1), now=61)
    frame, _ = second.due(61)
    assert frame is not None
    assert frame["body"] == "tre"


def test_a_word_from_the_system_is_nobodys_turn() -> None:
    one = play()
    volunteer = voice(one, "volunteer")
    system = {"seq": 1, "author": "system", "body": "Vent lidt.", "client_id": None}
    volunteer.message(system, now=1)
    volunteer.synced(1, now=1)
    assert volunteer.due(1)[0] is None
    volunteer.message(heard(one, 0, seq=2), now=2)
    assert volunteer.due(2)[0] is not None


def test_an_unacknowledged_turn_is_sent_again_unchanged() -> None:
    citizen = voice(play(), "citizen")
    citizen.synced(0, now=0)
    first, again_s = citizen.due(0)
    assert again_s == 5
    assert citizen.due(4.9)[0] is None
    assert citizen.due(5)[0] == first


def test_a_refusal_is_waited_out() -> None:
    citizen = voice(play(), "citizen")
    citizen.synced(0, now=0)
    first, _ = citizen.due(0)
    assert citizen.refused({"code": "rate_limited", "retry_after": 2}, now=1)
    assert citizen.due(3)[0] is None
    assert citizen.due(3 + MARGIN_S)[0] == first


def test_a_conflict_cannot_be_waited_out() -> None:
    citizen = voice(play(), "citizen")
    citizen.synced(0, now=0)
    citizen.due(0)
    assert not citizen.refused({"code": "id_conflict"}, now=1)


def test_an_ack_beyond_a_gap_does_not_move_last_seq_and_the_gap_is_asked_for() -> None:
    one = play()
    citizen = voice(one, "citizen")
    citizen.synced(0, now=0)
    citizen.due(0)
    citizen.acked({"client_id": one.client_id(0), "seq": 2}, now=0)
    assert citizen.transcript.last_seq == 0
    assert citizen.due(0.5)[0] is None
    assert citizen.due(1)[0] == {"type": "sync", "last_seq": 0}


def test_a_beat_beyond_what_came_is_a_gap_too() -> None:
    one = play()
    citizen = voice(one, "citizen")
    citizen.message(heard(one, 0), now=0)
    citizen.synced(1, now=0)
    citizen.heard_of(2, now=0)
    assert citizen.due(1)[0] == {"type": "sync", "last_seq": 1}


def test_a_stored_turn_seen_after_reconnecting_is_not_sent_again() -> None:
    one, ledger = play(), Ledger()
    citizen = voice(one, "citizen", ledger=ledger)
    citizen.synced(0, now=0)
    citizen.due(0)
    citizen.connected()
    citizen.message(heard(one, 0), now=1)
    citizen.synced(1, now=1)
    assert citizen.due(100)[0] is None
    assert ledger.record("d").acknowledged == {one.client_id(0): 1}


def test_at_a_human_pace_a_turn_takes_its_time() -> None:
    pace = Pace(speed=1)
    citizen = voice(play(), "citizen", pace=pace)
    citizen.synced(0, now=0)
    frame, again_s = citizen.due(0)
    assert frame is None
    assert again_s == pace.typing_s("en")
    assert citizen.due(again_s)[0] is not None


def test_after_the_last_turn_nothing_is_said() -> None:
    one = play()
    citizen = voice(one, "citizen")
    for turn in range(4):
        citizen.message(heard(one, turn), now=0)
    citizen.synced(4, now=0)
    assert citizen.complete
    assert citizen.due(100)[0] is None
