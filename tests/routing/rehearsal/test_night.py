"""Single decisions of a rehearsal, each small enough to work out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rehearsal import night, rota
from routing.rehearsal.arrivals import Arrival
from routing.rehearsal.figures import Figures
from routing.rehearsal.night import Night
from routing.rehearsal.rota import Shift

# A Saturday evening.
BEGIN = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
MINUTE = 60.0


def comes(minute: float, *, talks: float = 10, leaves: float | None = None, **what: str) -> Arrival:
    """All in minutes."""
    return Arrival(
        at=BEGIN + timedelta(minutes=minute),
        service=talks * MINUTE,
        patience=None if leaves is None else leaves * MINUTE,
        **what,
    )


def play(*arrivals: Arrival, shifts: list[Shift] | None = None, places: int = 1) -> Figures:
    return Night(arrivals, shifts or rota.throughout(1), places=places, soon=120).play()


def waits(figures: Figures) -> list[float]:
    """In minutes, in the order in which the waits ended."""
    return [wait / MINUTE for wait in figures.waits]


def test_the_next_waits_until_the_one_before_has_talked() -> None:
    figures = play(comes(0), comes(4))
    assert waits(figures) == [0, 6]
    assert (figures.answered, figures.abandoned, figures.soon) == (2, 0, 1)
    assert (figures.busy, figures.places) == (20 * MINUTE, 20 * MINUTE)


def test_danger_goes_before_who_came_earlier_and_ageing_catches_up() -> None:
    acute_first = play(comes(0), comes(1), comes(2, risk="acute"))
    assert waits(acute_first) == [0, 8, 19]
    assert acute_first.rules["risk_acute"] == 1
    # Ten minutes' head start for a concern: who came eleven minutes earlier stays in front.
    aged = play(comes(0, talks=30), comes(1), comes(12, risk="concern"))
    assert waits(aged) == [0, 29, 28]


def test_who_loses_patience_leaves_and_takes_no_place() -> None:
    figures = play(comes(0), comes(1, leaves=3), comes(2))
    assert waits(figures) == [0, 3, 8]
    assert (figures.answered, figures.abandoned) == (2, 1)


def test_at_the_very_moment_a_place_becomes_free_nobody_leaves() -> None:
    figures = play(comes(0), comes(1, leaves=9))
    assert waits(figures) == [0, 9]
    assert figures.abandoned == 0


def test_one_person_with_two_places_talks_with_two() -> None:
    assert waits(play(comes(0), comes(0), comes(0), places=2)) == [0, 0, 10]


def test_nobody_beside_somebody_in_danger() -> None:
    assert waits(play(comes(0, risk="acute"), comes(1), places=2)) == [0, 9]


def evening(people: int, *, from_hour: int, hours: int, **skills: object) -> Shift:
    return Shift(
        people=people,
        starts=timedelta(days=5, hours=from_hour),
        lasts=timedelta(hours=hours),
        **skills,  # type: ignore[arg-type]
    )


def test_who_comes_before_the_shift_waits_for_it() -> None:
    figures = play(comes(0), shifts=[evening(1, from_hour=22, hours=2)])
    assert waits(figures) == [60]
    assert figures.places == 10 * MINUTE  # counted until the last talk ends


def test_whoever_goes_off_duty_ends_their_talk_and_takes_nobody_new() -> None:
    shifts = [evening(1, from_hour=20, hours=2), evening(1, from_hour=23, hours=1)]
    figures = play(comes(55, talks=30), comes(58), shifts=shifts)
    assert waits(figures) == [0, 62]
    # Until 22:00 one place; until 22:25 the talk; from 23:00 to 23:10 one again.
    assert figures.places == (5 + 25 + 10) * MINUTE
    assert figures.busy == 40 * MINUTE


def test_a_night_that_began_last_week_reaches_into_this() -> None:
    """Sunday 22:00, ten hours; somebody comes on Monday at 7."""
    sunday = Shift(people=1, starts=timedelta(days=6, hours=22), lasts=timedelta(hours=10))
    monday = comes(34 * 60)
    assert monday.at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert waits(play(monday, shifts=[sunday])) == [0]


def test_people_who_speak_somebody_s_language_have_three_minutes() -> None:
    danish = evening(1, from_hour=20, hours=4, languages=("da",))
    arabic = evening(1, from_hour=20, hours=4, languages=("da", "ar"))
    figures = play(comes(0, language="ar"), comes(1, language="ar"), shifts=[danish, arabic])
    assert waits(figures) == [0, 3]
    assert figures.rules["other_language"] == 1


def test_where_nobody_speaks_it_others_answer_at_once() -> None:
    danish = evening(1, from_hour=20, hours=4, languages=("da",))
    figures = play(comes(0, language="ar"), comes(12, language="da"), shifts=[danish])
    assert waits(figures) == [0, 0]


def test_people_of_the_organisation_somebody_chose_have_three_minutes() -> None:
    headspace = evening(1, from_hour=20, hours=4, organisation="headspace")
    others = evening(1, from_hour=20, hours=4, organisation="dialog-mod-vold")
    chose = {"organisation": "headspace"}
    figures = play(comes(0, **chose), comes(1, **chose), shifts=[headspace, others])
    assert waits(figures) == [0, 3]
    assert figures.rules["organisation"] == 1


def test_whoever_nobody_could_take_within_twenty_seconds_is_counted_once() -> None:
    figures = play(comes(0), comes(9.9), comes(1, leaves=60))
    assert waits(figures) == [0, 9, pytest.approx(10.1)]
    assert figures.escalations == 2
    assert play(comes(0), comes(9.9)).escalations == 0


def test_every_rule_that_fired_is_counted() -> None:
    figures = play(comes(0), comes(1), shifts=rota.throughout(2))
    assert figures.rules == {"longest_wait": 2, "least_busy": 1, "only_one": 1}


arrivals = st.lists(
    st.builds(
        comes,
        st.integers(0, 300),
        talks=st.integers(0, 40),
        leaves=st.none() | st.integers(0, 60),
        risk=st.sampled_from(["none", "concern", "high", "acute"]),
        organisation=st.sampled_from(["", "headspace"]),
        topic=st.sampled_from(["", "family", "violence"]),
    ),
    min_size=1,
    max_size=40,
)


@given(arrivals=arrivals, people=st.integers(1, 3), places=st.integers(1, 3), rota_=st.booleans())
def test_everybody_who_comes_is_answered_or_leaves_and_nobody_has_too_many(
    arrivals: list[Arrival], people: int, places: int, rota_: bool
) -> None:
    shifts = rota.built_in() if rota_ else rota.throughout(people)
    figures = play(*arrivals, shifts=shifts, places=places)
    assert figures.offered == len(arrivals) == len(figures.waits)
    assert 0 <= figures.busy <= figures.places + 1e-6
    assert sum(figures.rules[name] for name in ("only_one", "least_busy")) == figures.answered
    assert min(figures.waits) >= 0


@given(arrivals=arrivals)
def test_the_same_arrivals_make_the_same_night(arrivals: list[Arrival]) -> None:
    assert play(*arrivals).report() == play(*arrivals).report()


@given(arrivals=arrivals, places=st.integers(1, 2))
def test_asking_about_the_first_of_each_kind_is_asking_about_all(
    arrivals: list[Arrival], places: int
) -> None:
    shifts = [
        *rota.throughout(1),
        evening(2, from_hour=20, hours=2, organisation="headspace", topics=("family",)),
        evening(1, from_hour=21, hours=4),
    ]
    quick = play(*arrivals, shifts=shifts, places=places)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(night, "_kind", lambda one: one.entry)  # a line for each
        assert play(*arrivals, shifts=shifts, places=places) == quick
