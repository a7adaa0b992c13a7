"""Whom to call when a life is in danger, by where the citizen is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.queries import municipalities
from routing.rules.emergency_numbers import Number, region_line, who_to_call
from tests.support import directory

NUMBERS = st.lists(
    st.builds(
        Number,
        label=st.just("x"),
        display=st.just("x"),
        tel=st.sampled_from(["112", "114", "1813", "+4587313131", "+4570110707"]),
        step=st.just("called_region_line"),
    ),
    max_size=4,
)


@given(NUMBERS, NUMBERS)
def test_112_then_114_come_first_whatever_is_known(
    duties: list[Number], lines: list[Number]
) -> None:
    card = who_to_call(night_duties=duties, region_lines=lines)
    assert [each.tel for each in card[:2]] == ["112", "114"]
    assert len({each.tel for each in card}) == len(card)
    assert {each.tel for each in card} == {"112", "114", *(each.tel for each in duties + lines)}


@given(NUMBERS, NUMBERS)
def test_the_municipalitys_own_duty_stands_before_the_region(
    duties: list[Number], lines: list[Number]
) -> None:
    tels = [each.tel for each in who_to_call(night_duties=duties, region_lines=lines)]
    only_lines = {each.tel for each in lines} - {each.tel for each in duties} - {"112", "114"}
    last_duty = max([tels.index(each.tel) for each in duties], default=1)
    assert all(tels.index(each) > last_duty for each in only_lines)


@pytest.mark.parametrize(
    ("municipality", "line"),
    [
        ("0101", "1813"),
        ("0250", "1813"),
        ("0260", "1813"),
        ("0270", "1813"),
        ("0400", "1813"),
        ("0253", "1818"),
        ("0265", "1818"),
        ("0360", "1818"),
        ("0410", "+4570110707"),
        ("0607", "+4570110707"),
        ("0630", "+4570110707"),
        ("0615", "+4570113131"),
        ("0751", "+4570113131"),
        ("0779", "+4570113131"),
        ("0773", "+4570150300"),
        ("0787", "+4570150300"),
        ("0851", "+4570150300"),
    ],
)
def test_the_line_of_the_region_a_municipality_lies_in(municipality: str, line: str) -> None:
    assert region_line(municipality) == line


def test_every_municipality_lies_in_one_region_as_many_as_there_are() -> None:
    lines = [region_line(each.code) for each in municipalities.everywhere()]
    counts = [lines.count(each) for each in ("1813", "1818", *SOUTH_MIDDLE_NORTH)]
    assert counts == [29, 17, 22, 19, 11]


SOUTH_MIDDLE_NORTH = ("+4570110707", "+4570113131", "+4570150300")


def test_every_line_is_one_the_directory_knows() -> None:
    known = {each["tel"] for each in directory.seed()}
    assert {region_line(each.code) for each in municipalities.everywhere()} <= known


@pytest.mark.parametrize("code", ["", "0000", "9999", "Aarhus"])
def test_what_is_no_municipality_has_no_line(code: str) -> None:
    assert region_line(code) == ""
