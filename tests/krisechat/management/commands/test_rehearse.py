"""`manage.py rehearse`: the contract's arguments and its one line of JSON."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[4]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three who come within a minute and talk for ten; the last leaves after five minutes."""
    made = tmp_path / "night.csv"
    made.write_text(
        "date,arrival,service_s,patience_s,risk\n"
        "2026-11-21,21:00:00,600,,none\n"
        "2026-11-21,21:00:30,600,,acute\n"
        "2026-11-21,21:01:00,600,300,none\n"
    )
    return made


def rehearse(*words: object) -> str:
    said = StringIO()
    call_command("rehearse", *map(str, words), stdout=said, stderr=said)
    return said.getvalue()


def figures(*words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rehearse(*words, "--json").splitlines()[-1])
    return found


def test_the_line_is_what_the_contract_says(file: Path) -> None:
    assert figures(file, "--volunteers", 1, "--capacity", 1, "--seed", 3) == {
        "offered": 3,
        "answered": 2,
        "abandoned": 1,
        "wait_seconds": {"mean": 290.0, "p50": 300.0, "p90": 570.0, "max": 570.0},
        "service_level": {"seconds": 120.0, "share": 0.333333},
        "occupancy": 1.0,
        "escalations": 2,
        "rules": {"longest_wait": 1, "only_one": 2, "risk_acute": 1},
    }


def test_places_people_and_what_counts_as_soon(file: Path) -> None:
    assert figures(file, "--volunteers", 3)["wait_seconds"]["max"] == 0
    two_places = figures(file, "--volunteers", 1, "--capacity", 2, "--within", 400)
    assert two_places["wait_seconds"]["max"] == 300  # danger has somebody to itself
    assert two_places["service_level"] == {"seconds": 400.0, "share": 0.666667}


def test_the_seed_decides_what_chance_does(tmp_path: Path) -> None:
    made = tmp_path / "waited.csv"
    rows = [f"2026-11-21,21:{n:02d},900,{n * 7},{_outcome(n)}" for n in range(60)]
    made.write_text("date,arrival,service_s,waited_s,outcome\n" + "\n".join(rows))
    one, again, other = (figures(made, "--volunteers", 2, "--seed", seed) for seed in (1, 1, 2))
    assert one == again != other


def _outcome(n: int) -> str:
    return "abandoned" if n % 2 else "answered"


def test_a_rota_of_ones_own_or_the_built_in_one(file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "rota.csv"
    mine.write_text("weekday,starts,hours,people\nsat,22:00,1,2\n")
    assert figures(file, "--rota", mine)["wait_seconds"]["max"] == 3600
    assert figures(file)["wait_seconds"]["max"] == 0  # six on a Saturday evening


def test_a_table_for_people(file: Path) -> None:
    said = rehearse(file, "--volunteers", 1)
    assert "left before                        1 (33.3%)" in said
    assert "{" not in said


def test_a_topic_nobody_on_the_rota_knows_is_refused_and_a_language_is_not(tmp_path: Path) -> None:
    made, mine = tmp_path / "a.csv", tmp_path / "rota.csv"
    made.write_text("date,arrival,service_s,language,topic\n2026-11-21,21:00,5,ar,debt\n")
    mine.write_text("weekday,starts,hours,people,languages,topics\nsat,22:00,1,2,da,grief\n")
    with pytest.raises(CommandError, match="about topic 'debt'"):
        rehearse(made, "--rota", mine)
    mine.write_text("weekday,starts,hours,people,languages,topics\nsat,22:00,1,2,da,debt\n")
    assert rehearse(made, "--rota", mine)


@pytest.mark.parametrize(
    "words",
    [["--volunteers", 0], ["--capacity", 0], ["--within", -1], ["--volunteers", 1, "--rota", "x"]],
)
def test_arguments_that_make_no_sense(file: Path, words: list[object]) -> None:
    with pytest.raises(CommandError):
        rehearse(file, *words)


def test_beyond_the_calendar(tmp_path: Path) -> None:
    made = tmp_path / "a.csv"
    made.write_text("date,arrival,service_s\n9999-12-31,21:00,86400\n")
    with pytest.raises(CommandError, match="longer than there are dates for"):
        rehearse(made, "--volunteers", 1)


def test_bad_input_is_one_sentence_and_exit_status_1(tmp_path: Path) -> None:
    """As whoever runs it sees it: with no database, no keys and no server."""
    made = tmp_path / "a.csv"
    made.write_text("date,arrival,service_s\n2026-11-21,21:00,soon\n")
    ended = subprocess.run(
        [sys.executable, "manage.py", "rehearse", str(made), "--volunteers", "2", "--json"],
        cwd=ROOT,
        env={"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "KRISECHAT_KEYS": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.strip() == (
        f"CommandError: {made}, line 2, column service_s: it is not a number from 0 up."
    )
