"""The help directory: every number can be called, 112 leads, and only what was phoned is shown."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation import call_hours, directory
from krisechat.foundation.directory import (
    NEVER_CLOSING,
    SUBJECTS,
    TOPICS,
    Freshness,
    HelpNumber,
    UnfitNumber,
    dialled,
    fit_to_show,
    freshness,
)
from tests.support.directory import SOMEBODY, numbers, seed

TODAY = date(2026, 11, 21)
EVERYBODY = numbers()
EVERYWHERE = (*EVERYBODY, *NEVER_CLOSING)


def _phoned(days_ago: int | None, number: HelpNumber) -> HelpNumber:
    if days_ago is None:
        return replace(number, verified_on=None, verified_by=None)
    on = TODAY - timedelta(days=days_ago)
    return replace(number, verified_on=on, verified_by=SOMEBODY)


def _tels(found: tuple[HelpNumber, ...]) -> list[str]:
    return [each.tel for each in found]


@pytest.mark.parametrize("number", EVERYWHERE, ids=lambda number: number.tel)
def test_a_number_is_dialled_as_it_is_displayed(number: HelpNumber) -> None:
    digits = number.display.replace(" ", "")
    assert number.tel == (f"+45{digits}" if len(digits) == 8 else digits) == dialled(number.display)
    assert re.fullmatch(r"\+45[2-9]\d{7}|1\d{2,5}", number.tel)
    assert not number.tel.startswith(directory.PREMIUM)


@pytest.mark.parametrize("row", seed(), ids=lambda row: row["tel"])
def test_a_source_is_public_and_an_address_is_a_web_page(row: Mapping[str, Any]) -> None:
    assert row["source"] and "/" not in row["source"]
    assert row["url"] == "" or re.fullmatch(r"https://[a-z.]+", row["url"])
    assert "verified_on" not in row and "verified_by" not in row


@pytest.mark.parametrize("number", EVERYWHERE, ids=lambda number: number.tel)
def test_labels_are_calm_and_there_in_danish(number: HelpNumber) -> None:
    assert number.labels["da"]
    for text in (*number.labels.values(), *number.notes.values()):
        assert "!" not in text
        assert text == text.strip()


@pytest.mark.parametrize("number", EVERYWHERE, ids=lambda number: number.tel)
def test_what_a_number_is_for_has_a_heading(number: HelpNumber) -> None:
    assert number.topics and set(number.topics) <= set(TOPICS)
    assert number.subject in SUBJECTS


def test_every_subject_a_citizen_can_choose_leads_to_a_heading_with_numbers() -> None:
    from krisechat.management.demo_world import TOPICS as CHOSEN

    for topic in (each for each in CHOSEN if each != "other"):
        heading = directory.chosen_subject(topic)
        assert any(number.subject == heading for number in EVERYBODY), topic
    assert directory.chosen_subject("other") == ""


def test_each_number_stands_once_and_112_first() -> None:
    for listed in (EVERYBODY, NEVER_CLOSING):
        assert listed[0].tel == "112"
        assert len(set(_tels(listed))) == len(listed)
        assert {"112", "114"} <= set(_tels(listed))


def test_only_112_is_marked_as_danger() -> None:
    assert [number.tel for number in EVERYWHERE if number.danger] == ["112", "112"]


def test_the_four_that_never_close_are_shipped_as_they_stand_without_a_database() -> None:
    shipped = {each.tel: each for each in EVERYBODY}
    assert _tels(NEVER_CLOSING) == ["112", "1888", "116111", "114"]
    for number in NEVER_CLOSING:
        other = shipped[number.tel]
        assert number.hours == other.hours == call_hours.ALWAYS
        assert (number.labels, number.owner) == (other.labels, other.owner)


def test_two_more_services_that_never_close_follow_112() -> None:
    assert all(number.hours.always for number in EVERYBODY[1:3])


def test_unverified_numbers_never_reach_a_citizen() -> None:
    found = fit_to_show(EVERYBODY, today=TODAY, include_unverified=False)
    assert _tels(found) == ["112", "114"]
    assert fit_to_show(EVERYBODY, today=TODAY, include_unverified=True) == EVERYBODY


def test_without_112_the_four_that_never_close_are_shown() -> None:
    for none in ((), EVERYBODY[1:]):
        assert fit_to_show(none, today=TODAY, include_unverified=True) == NEVER_CLOSING


@pytest.mark.parametrize(
    ("days_ago", "state"),
    [
        (None, Freshness.NEVER),
        (0, Freshness.FRESH),
        (90, Freshness.FRESH),
        (91, Freshness.PHONE_SOON),
        (180, Freshness.PHONE_SOON),
        (181, Freshness.TOO_OLD),
        (-1, Freshness.TOO_OLD),
    ],
)
def test_after_90_days_it_is_to_be_phoned_and_after_180_it_is_hidden(
    days_ago: int | None, state: Freshness
) -> None:
    number = _phoned(days_ago, EVERYBODY[3])
    assert freshness(number, today=TODAY) == state
    shown = state in (Freshness.FRESH, Freshness.PHONE_SOON)
    assert directory.visible(number, today=TODAY) == shown
    assert directory.visible(_phoned(days_ago, EVERYBODY[0]), today=TODAY)


@given(st.lists(st.none() | st.integers(-400, 400), min_size=2, max_size=23), st.booleans())
def test_whatever_was_phoned_when_112_leads_and_the_order_holds(
    days_ago: list[int | None], include_unverified: bool
) -> None:
    rows = tuple(_phoned(days, each) for days, each in zip(days_ago, EVERYBODY, strict=False))
    seen = fit_to_show(rows, today=TODAY, include_unverified=include_unverified)
    assert seen[0].tel == "112"
    assert list(seen) == [number for number in rows if number in seen]
    for number in seen:
        assert include_unverified or directory.visible(number, today=TODAY)


@given(st.from_regex(r"([2-9][0-9]{7}|1[0-9]{2,5})", fullmatch=True), st.data())
def test_whatever_its_groups_a_number_is_dialled_by_its_digits(
    digits: str, data: st.DataObject
) -> None:
    cuts = data.draw(st.sets(st.integers(1, len(digits) - 1)))
    display = "".join(" " * (place in cuts) + digit for place, digit in enumerate(digits))
    assert dialled(display) == (f"+45{digits}" if len(digits) == 8 else digits)


@pytest.mark.parametrize(
    "display",
    [
        "",
        "11",
        "7020120",
        "702012011",
        "+4570201201",
        "70-201",
        "١١٢",
        "70  201 201",
        " 112",
        "012",
    ],
)
def test_what_is_not_a_danish_number_is_refused(display: str) -> None:
    with pytest.raises(UnfitNumber):
        dialled(display)
