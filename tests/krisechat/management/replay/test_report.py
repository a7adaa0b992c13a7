"""The report's last line has the contract's keys; good is only what is wholly good."""

import json

import pytest

from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.report import Report
from krisechat.management.replay.verdict import Verdict

KEYS = [
    "conversations",
    "messages",
    "acknowledged",
    "delivered",
    "lost",
    "duplicated",
    "reordered",
    "transcripts_equal",
]


def report(**changed: object) -> Report:
    good = {"dialogue_id": "d", "turns": 3, "acknowledged": 3, "delivered": 3, "equal": True}
    verdict = Verdict(**{**good, **changed})
    return Report(verdicts=(verdict,), ledger=Ledger(), took_s=1.5, faults=())


def test_the_line_is_json_with_exactly_the_keys_of_the_contract() -> None:
    line = json.loads(report().line())
    assert list(line) == KEYS
    assert line["transcripts_equal"] is True
    assert (line["conversations"], line["messages"]) == (1, 3)


def test_all_well_is_good() -> None:
    assert report().good
    assert "exactly once" in report().table()


@pytest.mark.parametrize(
    "changed",
    [
        {"acknowledged": 2},
        {"delivered": 2},
        {"lost": 1},
        {"duplicated": 1},
        {"reordered": 1},
        {"equal": False},
        {"faults": ["nothing happened for 300 s"]},
    ],
)
def test_anything_less_is_not(changed: dict[str, object]) -> None:
    assert not report(**changed).good
    assert "Not every message" in report(**changed).table()


def test_a_frame_nobody_can_read_is_not_good() -> None:
    one = report()
    one.ledger.unexpected["frames that cannot be read"] += 1
    assert not one.good
    assert "cannot be read" in one.table()
