"""Whole replays by text message against a fake helpline: what is lost or doubled on its way to a
phone or from one is told."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from krisechat.management.replay.conductor import conduct
from krisechat.management.replay.dialogue import Dialogue, Turn, read
from krisechat.management.replay.doors import door
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.report import Report
from krisechat.management.replay.text_line import Account
from krisechat.twilio.phone import machine, postman, twilio_api
from krisechat.twilio.phone.postman import Customer
from krisechat.twilio.phone.serving import PhoneServer
from tests.krisechat.management.replay.fake_helpline import Faults, Helpline
from tests.krisechat.management.replay.fake_server import serving
from tests.support.demo_phone import ACCOUNT, AUTH_TOKEN, HELPLINE, serves

FILE = Path(__file__).parents[3] / "support" / "dialogues.jsonl"
DIALOGUES = tuple(replace(each, via="sms") for each in read(FILE)[:4])
MIXED = tuple(replace(each, via=("web", "sms")[n % 2]) for n, each in enumerate(DIALOGUES))
MESSAGES = sum(len(dialogue.turns) for dialogue in DIALOGUES)
PACE = Pace(resend_s=0.4, gap_s=0.1, offer_s=0.1, late_s=0.2, stall_s=30, start_s=30)
HASTY = replace(PACE, stall_s=2, start_s=1)
"""For what is lost for good, and so ends only by giving up."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postman, "AGAIN_AFTER_S", (0.05,) * 5)


async def replay(
    directory: Path,
    *,
    faults: Faults | None = None,
    pace: Pace = PACE,
    dialogues: tuple[Dialogue, ...] = DIALOGUES,
    our_phone: bool = True,
    nej_is_stop: bool = False,
) -> Report:
    """A replay through one fake server; texts go by a demo phone, or by somebody who only speaks
    Twilio's API."""
    helpline = Helpline(faults=faults or Faults(), nej_is_stop=nej_is_stop)
    async with serving(helpline) as (server,):
        customer = Customer(account=ACCOUNT, auth_token=AUTH_TOKEN, public_url=server.url)
        company = machine.build(directory / "phone", customer=customer, helpline=HELPLINE)
        helpline.texts = lambda to, body: twilio_api.send(
            company.store, receiver=to, sender=HELPLINE, body=body
        )
        answer = company.answer if our_phone else company.api.answer
        account = Account(
            sid=ACCOUNT, auth_token=AUTH_TOKEN, api_url="", number=HELPLINE, public_url=server.url
        )
        with serves(PhoneServer(answer, port=0), company.rounds) as url:
            return await conduct(
                dialogues,
                doors=(door(server.url),),
                pace=pace,
                progress=lambda progress: None,
                account=replace(account, api_url=url),
            )


@pytest.mark.parametrize("our_phone", [True, False])
async def test_every_text_arrives(tmp_path: Path, our_phone: bool) -> None:
    report = await replay(tmp_path, our_phone=our_phone)
    assert report.good, report.table()
    assert report.numbers["acknowledged"] == report.numbers["delivered"] == MESSAGES


async def test_some_by_text_and_some_on_the_web(tmp_path: Path) -> None:
    report = await replay(tmp_path, dialogues=MIXED)
    assert report.good, report.table()


async def test_two_who_begin_with_the_same_words_are_told_apart(tmp_path: Path) -> None:
    same = tuple(replace(DIALOGUES[0], id=str(number)) for number in range(3))
    report = await replay(tmp_path, dialogues=same)
    assert report.good, report.table()


async def test_what_heals_heals(tmp_path: Path) -> None:
    report = await replay(tmp_path, faults=Faults(refuse_webhooks=3, give_back=9))
    assert report.good, report.table()


async def test_a_text_that_comes_twice_is_told(tmp_path: Path) -> None:
    report = await replay(tmp_path, faults=Faults(double_texts=10))
    assert report.numbers["duplicated"] > 0
    assert not report.good


async def test_a_text_that_never_comes_is_told(tmp_path: Path) -> None:
    report = await replay(tmp_path, faults=Faults(lose_texts=10), pace=HASTY)
    assert report.numbers["lost"] > 0
    assert not report.good


async def test_a_text_that_is_stored_twice_is_told(tmp_path: Path) -> None:
    report = await replay(tmp_path, faults=Faults(store_twice=10), pace=HASTY)
    assert report.numbers["duplicated"] > 0
    assert not report.good


def said(*turns: str, via: str = "sms", id: str = "d") -> Dialogue:
    """The citizen begins, and they take turns; an empty turn is nobody's."""
    sides = ("citizen", "volunteer")
    given = (Turn(by=sides[number % 2], text=text) for number, text in enumerate(turns) if text)
    return Dialogue(id=id, via=via, turns=tuple(given))


CPR = ("mit cpr er 010190-1234", "Tak. Er det 010190-1234", "ja, 0101901234 💛", "Godt")


@pytest.mark.parametrize("via", ["web", "sms"])
async def test_a_cpr_number_that_is_masked_is_no_difference(tmp_path: Path, via: str) -> None:
    report = await replay(tmp_path, dialogues=(said(*CPR, via=via),))
    assert report.good, report.table()


@pytest.mark.parametrize("stop", [("STOP",), ("hej", "Jeg er her", "stop.", "Farvel")])
async def test_what_a_stop_keeps_from_coming_is_told_at_once(
    tmp_path: Path, stop: tuple[str, ...]
) -> None:
    others = DIALOGUES[:1]
    report = await asyncio.wait_for(replay(tmp_path, dialogues=(said(*stop), *others)), 20)
    assert not report.good and not report.numbers["transcripts_equal"]
    assert report.numbers["lost"] == report.numbers["duplicated"] == 0
    assert "says STOP" in report.table()
    assert [each.equal for each in report.verdicts] == [False, True]


@pytest.mark.parametrize("obeyed", [True, False])
async def test_nej_is_a_stop_where_the_helpline_took_it_for_one(
    tmp_path: Path, obeyed: bool
) -> None:
    dialogue = said("hej", "", "nej", "Det er i orden")
    report = await asyncio.wait_for(replay(tmp_path, dialogues=(dialogue,), nej_is_stop=obeyed), 20)
    assert report.good is not obeyed, report.table()
    assert ("says STOP" in report.table()) is obeyed


@pytest.mark.parametrize(
    "turns", [("hej", "Jeg er her", "stop"), ("hej", "", "stop", "", "nå", "Ja")]
)
async def test_a_stop_that_keeps_nothing_from_coming_is_words(
    tmp_path: Path, turns: tuple[str, ...]
) -> None:
    report = await asyncio.wait_for(replay(tmp_path, dialogues=(said(*turns),)), 20)
    assert report.good, report.table()
