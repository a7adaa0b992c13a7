"""What became of each turn of a conversation by text message.

A phone shows neither ids nor places in the conversation, so a citizen's turns are found in the
volunteer's account by their words, in their order, each message standing for one turn.
"""

from krisechat.management.replay.counts import Verdict
from krisechat.management.replay.ledger import Record
from krisechat.management.replay.play import Play
from krisechat.management.replay.transcript import Heard


def judge_turns(
    verdict: Verdict, play: Play, record: Record, stored: dict[int, Heard] | None
) -> None:
    """Counts into `verdict`; `stored` is the transcript, None when it could not be read."""
    seqs, twice = _places(play, {**record.received["volunteer"], **(stored or {})})
    verdict.duplicated += twice
    if record.inbox is not None:
        verdict.duplicated += record.inbox.duplicated
        verdict.reordered += record.inbox.reordered
        verdict.others = record.inbox.others
    highest = 0
    for number, turn in enumerate(play.dialogue.turns):
        if turn.by == "citizen":
            seq = seqs.get(number)
            acknowledged = number in record.brought
            came = seq is not None and seq in record.received["volunteer"]
        else:
            seq = record.acknowledged.get(play.client_id(number))
            acknowledged = seq is not None
            came = record.inbox is not None and record.inbox.has(number)
        verdict.acknowledged += acknowledged
        verdict.delivered += acknowledged and came
        kept = stored is None or seq in stored
        owed = play.stopped_at is None or number < play.stopped_at
        if acknowledged and not ((came or not owed) and kept):
            verdict.lost += 1
            verdict.faults.append(f"turn {number + 1} was acknowledged and lost")
        if seq is not None:
            verdict.reordered += seq < highest
            highest = max(highest, seq)


def _places(play: Play, account: dict[int, Heard]) -> tuple[dict[int, int], int]:
    """The `seq` of each of the citizen's turns, and how many messages stand for none."""
    free = [number for number, turn in enumerate(play.dialogue.turns) if turn.by == "citizen"]
    seqs: dict[int, int] = {}
    left_over = 0
    for seq in sorted(account):
        if account[seq].author != "citizen":
            continue
        body = account[seq].body
        number = next((each for each in free if play.dialogue.turns[each].same(body)), None)
        if number is None:
            left_over += 1
            continue
        free.remove(number)
        seqs[number] = seq
    return seqs, left_over
