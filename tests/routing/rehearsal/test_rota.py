"""A week's rota from a file."""

from datetime import timedelta
from pathlib import Path

import pytest

from routing.rehearsal import rota
from routing.rehearsal.rota import Shift
from routing.rehearsal.table import Unreadable

HEAD = "weekday,starts,hours,people"


def read(tmp_path: Path, content: str) -> list[Shift]:
    file = tmp_path / "rota.csv"
    file.write_text(content)
    return rota.read(file)


def test_shifts_by_name_or_short(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD},languages,topics,organisation\nSunday,21:30,8.5,3,,,\n") == [
        Shift(people=3, starts=timedelta(days=6, hours=21, minutes=30), lasts=timedelta(hours=8.5))
    ]
    [short] = read(tmp_path, f"{HEAD},languages,topics,organisation\nmon,0:00,24,1,DA ar,x y,z\n")
    assert (short.starts, short.languages, short.topics, short.organisation) == (
        timedelta(0),
        ("da", "ar"),
        ("x", "y"),
        "z",
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("someday,21:00,8,1", "column weekday: it is not one of monday"),
        ("mon,25:00,8,1", "column starts: it is not a time"),
        ("mon,21:00,0,1", "column hours: it is not a number above 0, up to 24"),
        ("mon,21:00,25,1", "column hours: it is not a number above 0, up to 24"),
        ("mon,21:00,8,1.5", "column people: it is not a whole number"),
        ("mon,21:00,8,10001", "column people: it is not a whole number from 0 to 10000"),
        ("mon,21:00,8,0", "nobody is on this rota"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, row: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(tmp_path, f"{HEAD}\n{row}\n")


def test_the_built_in_one_leaves_no_hour_alone_and_is_strongest_on_friday_and_saturday() -> None:
    shifts = rota.built_in()
    on_duty = [0] * 7 * 24
    for shift in shifts:
        assert shift.lasts is not None
        for hour in range(int(shift.lasts / timedelta(hours=1))):
            on_duty[(int(shift.starts / timedelta(hours=1)) + hour) % len(on_duty)] += shift.people
    assert min(on_duty) == 2
    assert [day for day in range(7) if on_duty[day * 24 + 20] == max(on_duty)] == [4, 5]
