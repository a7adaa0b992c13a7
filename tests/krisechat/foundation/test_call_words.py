"""Hours in words."""

import pytest
from django.utils import translation

from krisechat.foundation.call_hours import read
from krisechat.foundation.call_words import hours_in_words

WORKING = [[day, "09:00", "17:00"] for day in range(5)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, ""),
        ({"always": True}, "Altid åbent"),
        ({"week": WORKING}, "Mandag til fredag kl. 9 til 17"),
        ({"week": [[day, "11:00", "05:00"] for day in range(7)]}, "Hver dag kl. 11 til 5"),
        ({"week": [[2, "09:30", "12:15"]]}, "Onsdag kl. 9.30 til 12.15"),
        (
            {"week": [[0, "09:00", "12:00"], [0, "13:00", "17:00"]]},
            "Mandag kl. 9 til 12 og kl. 13 til 17",
        ),
        (
            {"week": [*WORKING, [5, "00:00", "00:00"], [6, "00:00", "00:00"]]},
            "Mandag til fredag kl. 9 til 17, lørdag og søndag hele døgnet",
        ),
        (
            {"week": [*WORKING, [7, "10:00", "14:00"]]},
            "Mandag til fredag kl. 9 til 17, på helligdage kl. 10 til 14",
        ),
    ],
)
def test_hours_are_said_plainly(data: object, words: str) -> None:
    with translation.override("da"):
        assert hours_in_words(read(data)) == words
