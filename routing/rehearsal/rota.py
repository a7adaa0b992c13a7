"""Who is there when: somebody throughout, or a week's rota that repeats."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from routing.rehearsal.table import Line, Unreadable, lines

WEEK = timedelta(days=7)
REQUIRED = ("weekday", "starts", "hours", "people")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = (*_DAYS, *(day[:3] for day in _DAYS))
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So many people, every week from `starts` after Monday's midnight for `lasts`.

    No languages, topics or organisation: they fit everybody. `lasts` None: always there.
    """

    people: int
    starts: timedelta = timedelta(0)
    lasts: timedelta | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    organisation: str = ""

    def answers(self, *, topic: str) -> bool:
        """Whether its people answer somebody who writes about this, in whatever language."""
        return not self.topics or not topic or topic in self.topics


def throughout(people: int) -> list[Shift]:
    """So many people from the first to the last."""
    return [Shift(people=people)]


def built_in() -> list[Shift]:
    """What a small helpline might have: two by day and in the night, four in the evening; on
    Friday and Saturday six in the evening and four in the night. Shifts change at 7, 17 and 23."""
    return [
        Shift(people=people, starts=timedelta(days=day, hours=hour), lasts=timedelta(hours=hours))
        for day in range(7)
        for hour, hours, people in (
            (7, 10, 2),
            (17, 6, 6 if day in (4, 5) else 4),
            (23, 8, 4 if day in (4, 5) else 2),
        )
    ]


def read(file: Path) -> list[Shift]:
    """The rota in a CSV file: `weekday,starts,hours,people` and, each optional, `languages,topics`
    (several with spaces between) and `organisation`. Raises Unreadable."""
    shifts = [_shift(line) for line in lines(file, required=REQUIRED)]
    if not any(shift.people for shift in shifts):
        raise Unreadable(f"{file}: nobody is on this rota.")
    return shifts


def _shift(line: Line) -> Shift:
    starts = line.time_of_day("starts")
    weekday = _WEEKDAYS.index(line.one_of("weekday", _WEEKDAYS)) % 7
    hours = line.number("hours")
    if not 0 < hours <= 24:
        raise line.wrong("hours", "is not a number above 0, up to 24")
    return Shift(
        people=line.whole("people", least=0, most=MOST_PEOPLE),
        starts=timedelta(
            days=weekday, hours=starts.hour, minutes=starts.minute, seconds=starts.second
        ),
        lasts=timedelta(hours=hours),
        languages=tuple(line.text("languages").lower().split()),
        topics=tuple(line.text("topics").lower().split()),
        organisation=line.text("organisation").lower(),
    )
