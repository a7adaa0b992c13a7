"""Whole replays against a server with faults to order: what heals heals, what is wrong is told."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from krisechat.management.replay.citizen import NICKNAME
from krisechat.management.replay.conductor import conduct
from krisechat.management.replay.dialogue import Dialogue, read
from krisechat.management.replay.doors import door
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.report import Report
from tests.krisechat.management.replay.fake_helpline import Faults, Helpline
from tests.krisechat.management.replay.fake_server import FakeServer, serving

DIALOGUES = read(Path(__file__).parents[3] / "support" / "dialogues.jsonl")
MESSAGES = sum(len(dialogue.turns) for dialogue in DIALOGUES)
PACE = Pace(resend_s=0.4, gap_s=0.1, stall_s=30, start_s=30)
HASTY = Pace(resend_s=0.4, gap_s=0.1, stall_s=2, start_s=1)
"""For what is lost for good, and so ends only by giving up."""


async def replay(
    servers: list[FakeServer],
    *,
    dialogues: tuple[Dialogue, ...] = DIALOGUES,
    pace: Pace = PACE,
    progress: Callable[[Any], None] = lambda progress: None,
) -> Report:
    doors = tuple(door(server.url) for server in servers)
    return await conduct(dialogues, doors=doors, pace=pace, progress=progress)


async def with_faults(
    faults: Faults, *, servers: int = 1, pace: Pace = PACE
) -> tuple[Report, Helpline]:
    helpline = Helpline(faults=faults)
    async with serving(helpline, servers=servers) as running:
        return await replay(running, pace=pace), helpline


async def test_without_faults_every_message_arrives_and_every_conversation_is_closed() -> None:
    report, helpline = await with_faults(Faults(), servers=2)
    assert report.good, report.table()
    assert report.numbers["acknowledged"] == report.numbers["delivered"] == MESSAGES
    assert [talk.outcome for talk in helpline.talks.values()] == ["test"] * len(DIALOGUES)


@pytest.mark.parametrize(
    "faults",
    [
        {"drop_acks": 5},
        {"cut_at_ack": 8},
        {"hide_frames": 5},
        {"refuse_sends": 4},
        {"refuse_answers": 3},
        {"refuse_hellos": 3},
        {"ask_proof": 2},
        {"limit_logins": 2},
        {"give_back": 5},
        {"give_back": 4, "drop_acks": 7, "cut_at_ack": 11, "refuse_answers": 4},
    ],
    ids=str,
)
async def test_what_a_good_client_can_heal_is_healed(faults: dict[str, int]) -> None:
    report, helpline = await with_faults(Faults(**faults), servers=2)
    assert all(helpline.faults.chances[name] >= every for name, every in faults.items())
    assert report.good, report.table()


async def test_a_frame_twice_is_a_duplicate() -> None:
    report, _ = await with_faults(Faults(double_frames=9))
    assert report.numbers["duplicated"] > 0
    assert not report.good


async def test_a_message_stored_twice_is_a_duplicate() -> None:
    report, _ = await with_faults(Faults(store_twice=20), pace=HASTY)
    assert report.numbers["duplicated"] > 0
    assert report.numbers["transcripts_equal"] is False
    assert not report.good


async def test_frames_out_of_order_are_told() -> None:
    report, helpline = await with_faults(Faults(swap_frames=20))
    swapped = helpline.faults.chances["swap_frames"] // 20
    # A citizen's message may come before there is a volunteer to see it out of order.
    assert 0 < report.numbers["reordered"] <= swapped
    assert report.numbers["transcripts_equal"] is True
    assert not report.good


async def test_a_message_acknowledged_and_never_stored_is_lost() -> None:
    report, _ = await with_faults(Faults(lose_messages=20), pace=HASTY)
    assert report.numbers["lost"] > 0
    assert not report.good


async def test_a_message_stored_and_never_shown_is_lost() -> None:
    report, _ = await with_faults(Faults(swallow_messages=20), pace=HASTY)
    assert report.numbers["lost"] > 0
    assert not report.good


@pytest.mark.parametrize("fault", ["alter_stored", "reorder_stored", "lose_stored"])
async def test_another_stored_transcript_is_told(fault: str) -> None:
    report, _ = await with_faults(Faults(**{fault: True}))
    assert report.numbers["transcripts_equal"] is False
    assert not report.good


async def test_one_of_two_servers_killed_midway_and_restarted_loses_nothing() -> None:
    async with serving(Helpline(), servers=2) as servers:
        began = asyncio.Event()
        playing = asyncio.create_task(replay(servers, progress=lambda _: began.set()))
        await began.wait()
        port = int(servers[0].url.rpartition(":")[2])
        await servers[0].kill()
        await asyncio.sleep(0.3)
        await servers[0].start(port)
        report = await playing
    assert report.good, report.table()


async def test_no_server_ends_with_a_sentence_and_without_a_good_report() -> None:
    async with serving(Helpline()) as servers:
        pass
    report = await replay(servers, dialogues=DIALOGUES[:1], pace=HASTY)
    assert not report.good
    assert "no volunteer came on duty" in report.table()


async def test_the_origin_is_the_servers_own() -> None:
    async with serving(Helpline(), servers=2) as servers:
        await replay(servers)
        assert all(set(server.origins) == {server.url} for server in servers)


async def test_more_conversations_than_places_wait_for_their_turn() -> None:
    helpline = Helpline(places=1)
    async with serving(helpline) as servers:
        report = await replay(servers)
    assert report.good, report.table()


async def test_what_a_volunteer_had_before_is_left_alone() -> None:
    helpline = Helpline()
    theirs = helpline.open(asked_as="somebody", nickname="Amina")
    helpline.next("bo")
    async with serving(helpline) as servers:
        report = await replay(servers)
    assert report.good, report.table()
    assert (theirs.state, theirs.messages) == ("active", [])


async def test_what_a_broken_off_replay_left_with_a_volunteer_is_closed() -> None:
    helpline = Helpline()
    left = helpline.open(asked_as="earlier", nickname=NICKNAME)
    helpline.next("bo")
    async with serving(helpline) as servers:
        assert (await replay(servers)).good
    assert (left.state, left.outcome) == ("ended", "test")


async def test_a_stranger_taken_from_the_queue_is_told_and_closed() -> None:
    helpline = Helpline()
    stranger = helpline.open(asked_as="somebody", nickname="Amina")
    async with serving(helpline) as servers:
        assert (await replay(servers)).good
    assert (stranger.state, stranger.outcome) == ("ended", "test")
    assert [message["author"] for message in stranger.messages] == ["volunteer"]
