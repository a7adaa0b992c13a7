"""Every number shown is one somebody has phoned lately, and is dialled as it is written."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation.directory import (
    DIRECTORY,
    HelpNumber,
    UnfitDirectory,
    dialled,
    directory,
    fit_to_show,
    read,
    shown,
)

TODAY = date(2026, 11, 22)
EVERYBODY = shown(today=TODAY, include_unverified=True)


def _phoned(days_ago: int) -> tuple[HelpNumber, ...]:
    """The whole directory, as if every number had been phoned that many days ago."""
    day = TODAY - timedelta(days=days_ago)
    return tuple(replace(each, verified_on=day, verified_by="Dorte") for each in directory())


def _rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(DIRECTORY.read_text())
    return rows


def _read(rows: list[dict[str, object]]) -> tuple[HelpNumber, ...]:
    return read(json.dumps(rows).encode())


@pytest.mark.parametrize("number", EVERYBODY, ids=lambda number: number.tel)
def test_a_number_is_dialled_as_it_is_displayed(number: HelpNumber) -> None:
    digits = number.display.replace(" ", "")
    assert number.tel == (f"+45{digits}" if len(digits) == 8 else digits)
    assert re.fullmatch(r"\+45[2-9]\d{7}|1\d{2,5}", number.tel)


@pytest.mark.parametrize("number", EVERYBODY, ids=lambda number: number.tel)
def test_a_source_is_public_and_an_address_is_a_web_page(number: HelpNumber) -> None:
    assert "/" not in number.source
    assert number.url == "" or re.fullmatch(r"https://[a-z.]+", number.url)


@pytest.mark.parametrize("number", EVERYBODY, ids=lambda number: number.tel)
def test_labels_are_calm(number: HelpNumber) -> None:
    for text in (number.label, number.label_en, number.note, number.note_en):
        assert "!" not in text
        assert text == text.strip()


@pytest.mark.parametrize("number", EVERYBODY, ids=lambda number: number.tel)
def test_what_is_always_open_says_so(number: HelpNumber) -> None:
    assert number.always_open == (number.hours == "Altid åbent")


def test_rows_have_the_declared_fields_and_no_others() -> None:
    fields = set(HelpNumber.__dataclass_fields__)
    assert [row for row in _rows() if set(row) != fields] == []


def test_112_comes_first_in_every_list() -> None:
    for include_unverified in (False, True):
        numbers = shown(today=TODAY, include_unverified=include_unverified)
        assert numbers[0].tel == "112"


def test_only_112_is_marked_as_danger() -> None:
    assert [number.tel for number in EVERYBODY if number.danger] == ["112"]


def test_two_more_services_that_never_close_follow_112() -> None:
    assert all(number.always_open for number in EVERYBODY[1:3])
    assert {"1888", "116111"} <= {number.tel for number in EVERYBODY if number.always_open}


def test_unverified_numbers_never_reach_a_citizen() -> None:
    unverified = tuple(replace(each, verified_on=None, verified_by=None) for each in directory())
    numbers = fit_to_show(unverified, today=TODAY, include_unverified=False)
    assert [number.tel for number in numbers] == ["112", "114"]


def test_production_shows_only_what_was_phoned_besides_112_and_114() -> None:
    for number in shown(today=TODAY, include_unverified=False):
        assert number.tel in ("112", "114") or number.verified_on is not None


@pytest.mark.parametrize("days_ago", [0, 1, 90, 180])
def test_a_number_phoned_within_180_days_is_shown(days_ago: int) -> None:
    numbers = _phoned(days_ago)
    assert fit_to_show(numbers, today=TODAY, include_unverified=False) == numbers


@pytest.mark.parametrize("days_ago", [181, 400, -1])
def test_a_number_phoned_too_long_ago_or_on_a_day_to_come_is_hidden(days_ago: int) -> None:
    numbers = fit_to_show(_phoned(days_ago), today=TODAY, include_unverified=False)
    assert [number.tel for number in numbers] == ["112", "114"]


@given(st.lists(st.none() | st.integers(-400, 400), min_size=2, max_size=12), st.booleans())
def test_whatever_was_phoned_when_112_leads_and_the_order_holds(
    days_ago: list[int | None], include_unverified: bool
) -> None:
    numbers = tuple(
        replace(each, verified_on=None if days is None else TODAY - timedelta(days=days))
        for each, days in zip(directory(), days_ago, strict=False)
    )
    seen = fit_to_show(numbers, today=TODAY, include_unverified=include_unverified)
    assert seen[0].tel == "112"
    assert list(seen) == [number for number in numbers if number in seen]


@pytest.mark.parametrize(
    "display", ["", "11", "7020120", "702012011", "+4570201201", "70-201", "١١٢"]
)
def test_what_is_not_a_danish_number_is_refused(display: str) -> None:
    with pytest.raises(UnfitDirectory):
        dialled(display)


@pytest.mark.parametrize(
    "change",
    [
        {"tel": "16111"},
        {"tel": "1888"},
        {"label": ""},
        {"source": ""},
        {"verified_on": "2026-11-01"},
        {"verified_by": "Dorte"},
        {"verified_on": "1 November", "verified_by": "Dorte"},
        {"always_open": "yes"},
    ],
    ids=str,
)
def test_a_directory_with_an_unfit_row_is_refused(change: dict[str, object]) -> None:
    rows = _rows()
    third = next(row for row in rows if row["tel"] == "116111")
    with pytest.raises(UnfitDirectory):
        _read([{**row, **change} if row is third else row for row in rows])


def test_a_directory_that_does_not_begin_with_112_is_refused() -> None:
    with pytest.raises(UnfitDirectory):
        _read(_rows()[::-1])


def test_a_directory_without_112_or_114_is_refused() -> None:
    for missing in ("112", "114"):
        with pytest.raises(UnfitDirectory):
            _read([row for row in _rows() if row["tel"] != missing])


def test_an_empty_directory_is_refused() -> None:
    with pytest.raises(UnfitDirectory):
        read(b"[]")
