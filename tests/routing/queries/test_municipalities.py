"""Which municipality is meant."""

import re

from routing.queries import municipalities


def test_there_are_98_with_four_digits_and_a_name() -> None:
    everywhere = municipalities.everywhere()
    assert len(everywhere) == len({place.code for place in everywhere}) == 98
    assert all(re.fullmatch(r"0[1-8][0-9]{2}", place.code) for place in everywhere)
    names = [place.name for place in everywhere]
    assert names[0] == "Albertslund Kommune"
    assert names[-4:] == ["Ærø Kommune", "Aabenraa Kommune", "Aalborg Kommune", "Aarhus Kommune"]


def test_a_postcode_names_its_municipality() -> None:
    (aarhus,) = municipalities.of_postcode("8000")
    assert (aarhus.code, aarhus.name) == ("0751", "Aarhus Kommune")
    assert municipalities.of_postcode(" 4900 ")[0].code == "0360"


def test_a_postcode_in_several_names_all_of_them() -> None:
    found = [place.name for place in municipalities.of_postcode("4100")]
    assert "Ringsted Kommune" in found
    assert len(found) == 6


def test_237_postcodes_lie_in_several() -> None:
    several = [each for each in municipalities._by_postcode().values() if len(each) > 1]
    assert len(several) == 237


def test_christiansoe_is_no_municipality() -> None:
    assert [place.code for place in municipalities.of_postcode("3760")] == ["0400"]
    assert municipalities.name_of("0411") == ""


def test_what_is_unknown_is_empty() -> None:
    for postcode in ("", "0000", "99999", "abcd", "８０００"):
        assert municipalities.of_postcode(postcode) == []
    assert municipalities.name_of("9999") == ""
    assert municipalities.name_of("0360") == "Lolland Kommune"
