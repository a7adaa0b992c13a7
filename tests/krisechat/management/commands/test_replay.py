"""The command's own part: its arguments, its sentences, its exit status."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from krisechat.management.commands import replay as command
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.report import Report
from krisechat.management.replay.verdict import Verdict

DIALOGUES = Path(__file__).parents[3] / "support" / "dialogues.jsonl"
SERVER = "http://127.0.0.1:9"


def refused(*args: str) -> CommandError:
    with pytest.raises(CommandError) as error:
        call_command("replay", *args)
    assert error.value.returncode == 2
    return error.value


def conducting(monkeypatch: pytest.MonkeyPatch, *, lost: int) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []

    async def conduct(dialogues: Any, **options: Any) -> Report:
        calls.append({"dialogues": dialogues, **options})
        verdict = Verdict(
            dialogue_id="d", turns=1, acknowledged=1, delivered=1, lost=lost, equal=True
        )
        return Report(verdicts=(verdict,), ledger=Ledger(), took_s=1, faults=())

    monkeypatch.setattr(command, "conduct", conduct)
    return calls


def test_each_line_is_played_its_own_way_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = conducting(monkeypatch, lost=0)
    for via in ([], ["--via", "web"], ["--via", "sms"]):
        call_command("replay", str(DIALOGUES), *via, stdout=StringIO())
    ways = [{each.via for each in call["dialogues"]} for call in calls]
    assert ways == [{"web", "sms"}, {"web"}, {"sms"}]


def test_texts_go_by_the_account_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:10/"
    calls = conducting(monkeypatch, lost=0)
    call_command("replay", str(DIALOGUES), stdout=StringIO())
    account = calls[0]["account"]
    assert (account.api_url, account.number) == ("http://127.0.0.1:10", "+4500000000")


def test_a_conversation_by_sms_begins_with_the_citizen(tmp_path: Path) -> None:
    turns = [{"by": "volunteer", "text": "hej"}, {"by": "citizen", "text": "hej"}]
    file = tmp_path / "dialogues.jsonl"
    file.write_text(json.dumps({"id": "1", "via": "sms", "turns": turns}))
    assert "begins with the citizen" in str(refused(str(file)))


def test_a_bad_file_a_bad_server_and_a_bad_speed_are_bad_calls(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(str(tmp_path / "nowhere"), "--via", "web"))
    assert "not an address" in str(refused(str(DIALOGUES), "--via", "web", "--server", "nowhere"))
    assert "--speed" in str(refused(str(DIALOGUES), "--via", "web", "--speed", "-1"))


def test_with_json_the_last_line_is_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = conducting(monkeypatch, lost=0)
    out = StringIO()
    servers = ["--server", SERVER, "--server", "http://127.0.0.1:10"]
    call_command("replay", str(DIALOGUES), "--via", "web", "--json", *servers, stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["lost"] == 0
    assert [door.origin for door in calls[0]["doors"]] == [SERVER, "http://127.0.0.1:10"]
    assert len(calls[0]["dialogues"]) == 8


def test_without_a_server_the_public_address_is_meant(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    calls = conducting(monkeypatch, lost=0)
    call_command("replay", str(DIALOGUES), "--via", "web", stdout=StringIO())
    assert calls[0]["doors"][0].origin == settings.KRISECHAT_PUBLIC_URL


def test_a_loss_is_exit_status_one(monkeypatch: pytest.MonkeyPatch) -> None:
    conducting(monkeypatch, lost=1)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("replay", str(DIALOGUES), "--via", "web", stdout=out)
    assert end.value.code == 1
    assert "Not every message" in out.getvalue()
