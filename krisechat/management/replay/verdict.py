"""What became of each turn: the ledger's record held against the stored transcript."""

from krisechat.management.replay import verdict_by_text
from krisechat.management.replay.counts import Verdict
from krisechat.management.replay.dialogue import Turn
from krisechat.management.replay.ledger import Record
from krisechat.management.replay.play import Play
from krisechat.management.replay.transcript import Heard

OTHER = {"citizen": "volunteer", "volunteer": "citizen"}


def judge(play: Play, record: Record, stored: dict[int, Heard] | None) -> Verdict:
    """Judges one conversation; `stored` is its transcript, None when it could not be read."""
    verdict = Verdict(
        dialogue_id=play.dialogue.id,
        turns=len(play.dialogue.turns),
        duplicated=record.duplicated,
        reordered=record.reordered,
        masked=len(record.masked),
    )
    if play.fault and play.begun:
        verdict.faults.append(play.fault)
    if play.by_text:
        verdict_by_text.judge_turns(verdict, play, record, stored)
    else:
        _judge_turns(verdict, play, record, stored)
    verdict.equal = stored is not None and _same(play, stored)
    if not play.begun:
        verdict.faults.append(play.fault or "never begun")
    elif stored is None:
        verdict.faults.append("its stored transcript could not be read")
    elif not verdict.equal:
        verdict.faults.append("its stored transcript is not the dialogue")
    return verdict


def _judge_turns(
    verdict: Verdict, play: Play, record: Record, stored: dict[int, Heard] | None
) -> None:
    highest = 0
    for number, turn in enumerate(play.dialogue.turns):
        client_id = play.client_id(number)
        seq = record.acknowledged.get(client_id)
        if seq is None:
            continue
        verdict.acknowledged += 1
        arrived = record.received[OTHER[turn.by]].get(seq)
        came = arrived is not None and (_is(turn, arrived) or client_id in record.masked)
        verdict.delivered += came
        if not came or (stored is not None and seq not in stored):
            verdict.lost += 1
            verdict.faults.append(f"turn {number + 1} was acknowledged and lost")
        if seq < highest:
            verdict.reordered += 1
        highest = max(highest, seq)


def _same(play: Play, stored: dict[int, Heard]) -> bool:
    people = [stored[seq] for seq in sorted(stored) if stored[seq].author != "system"]
    turns = play.dialogue.turns
    return len(people) == len(turns) and all(map(_is, turns, people))


def _is(turn: Turn, heard: Heard) -> bool:
    return heard.author == turn.by and turn.same(heard.body)
