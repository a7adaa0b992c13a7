"""Arrivals from files, and every way in which a file can be wrong."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.rehearsal import arrivals
from routing.rehearsal.arrivals import Arrival
from routing.rehearsal.table import Unreadable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "night.csv"


def read(file: Path, content: str | bytes) -> list[Arrival]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return arrivals.read([file], chance=random.Random(1))


def refused(file: Path, content: str | bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(file, content)
    return str(refusal.value).removeprefix(str(file))


def test_the_least_there_can_be(file: Path) -> None:
    assert read(file, "date,arrival,service_s\n1999-02-01,7:02:56,166\n") == [
        Arrival(at=datetime(1999, 2, 1, 7, 2, 56, tzinfo=UTC), service=166.0)
    ]


def test_everything_there_can_be(file: Path) -> None:
    content = (
        "\ufeffarrival , DATE,service_s,patience_s,language,topic,risk,organisation,more\r\n"
        '23:59:59.5,2026-11-21,90.25,12,AR,"violence",Acute,headspace,"a, b"\r\n'
        "\r\n"
        "21:00,2026-11-21,1e2,,,,,,\r\n"
    )
    late = Arrival(
        at=datetime(2026, 11, 21, 23, 59, 59, 500_000, tzinfo=UTC),
        service=90.25,
        patience=12.0,
        language="ar",
        topic="violence",
        risk="acute",
        organisation="headspace",
    )
    early = Arrival(at=datetime(2026, 11, 21, 21, 0, tzinfo=UTC), service=100.0)
    assert read(file, content) == [early, late]


def test_several_files_are_one_time(tmp_path: Path) -> None:
    head = "date,arrival,service_s"
    (tmp_path / "a").write_text(f"{head}\n2026-11-22,1:00,1\n")
    (tmp_path / "b").write_text(f"{head},topic\n2026-11-21,1:00,2,family\n")
    both = arrivals.read([tmp_path / "a", tmp_path / "b"], chance=random.Random(1))
    assert [each.service for each in both] == [2, 1]


WAITED = "date,arrival,service_s,waited_s,outcome\n"


def test_patience_is_estimated_where_the_file_says_how_long_they_waited(file: Path) -> None:
    rows = [f"2026-11-21,21:00:{n:02d},60,5,answered" for n in range(10)]
    rows += [f"2026-11-21,21:01:{n:02d},0,9,abandoned" for n in range(10)]
    found = read(file, WAITED + "\n".join(rows))
    assert {each.patience for each in found} == {9.0}
    # How long a talk would have been with those who left nobody knows: that of somebody else.
    assert {each.service for each in found} == {60.0}


def test_where_all_were_answered_nobody_leaves(file: Path) -> None:
    [one] = read(file, WAITED + "2026-11-21,21:00,60,5,answered\n")
    assert one.patience is None


def test_a_column_of_patience_is_taken_as_it_is(file: Path) -> None:
    head = "date,arrival,service_s,patience_s,waited_s,outcome\n"
    [one] = read(file, head + "2026-11-21,21:00,0,7,x,y\n")
    assert (one.patience, one.service) == (7.0, 0.0)


HEAD = "date,arrival,service_s,patience_s,risk\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", ", line 1: it has no header."),
        ("\n\n", ", line 1: it has no header."),
        ("date,arrival\n", ", line 1: the header has no column service_s."),
        ("date,arrival,service_s,DATE\n", ", line 1: the header has column date twice."),
        (HEAD, ": it holds no arrivals."),
        (HEAD + "2026-11-21,21:00,5\n", ", line 2: 3 columns where the header has 5."),
        (
            HEAD + "2026-11-21,21:00,5,,\n2026-11-31,21:00,5,,\n",
            ", line 3, column date: it is not a date like 2026-11-21.",
        ),
        (
            HEAD + "2026-11-21,24:00,5,,\n",
            ", line 2, column arrival: it is not a time like 7:02:56.",
        ),
        (HEAD + "2026-11-21,21:00,,,\n", ", line 2, column service_s: it is empty."),
        *(
            (
                HEAD + f"2026-11-21,21:00,{wrong},,\n",
                ", line 2, column service_s: it is not a number from 0 up.",
            )
            for wrong in ("x", "-1", "nan", "inf", "1_000", "٣", '"1,5"')
        ),
        (
            HEAD + "2026-11-21,21:00,5,1e10,\n",
            ", line 2, column patience_s: it is more than 1000000000 seconds.",
        ),
        (
            HEAD + "2026-11-21,21:00,5,,grave\n",
            ", line 2, column risk: it is not one of none, concern, high, acute.",
        ),
        (
            WAITED + "2026-11-21,21:00,5,5,lost\n",
            ", line 2, column outcome: it is not one of answered, abandoned.",
        ),
        (
            "date,arrival,service_s,waited_s\n2026-11-21,21:00,5,5\n",
            ", line 1: column waited_s needs a column outcome.",
        ),
        (
            WAITED + "2026-11-21,21:00,0,5,abandoned\n",
            ": nobody in it was answered, so no talk has a length.",
        ),
        (
            "date,arrival,service_s,topic\n2026-11-21,21:00,5," + "x" * 41 + "\n",
            ", line 2, column topic: it is longer than 40 letters.",
        ),
        (HEAD + '2026-11-21,21:00,"5\n', ", line 2: it is not CSV."),
        (b"\xff\xfe\x00", ": it is not text in UTF-8."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    file: Path, content: str | bytes, sentence: str
) -> None:
    assert refused(file, content) == sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file or directory"):
        arrivals.read([tmp_path / "none"], chance=random.Random(1))
    with pytest.raises(Unreadable, match="Is a directory"):
        arrivals.read([tmp_path], chance=random.Random(1))
