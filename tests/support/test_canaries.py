"""The search finds what is planted in clear: without that, finding nothing means nothing."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.support.canaries import leaked

WORD = "blåbærgrød-7391"


@pytest.mark.parametrize(
    "place",
    [
        WORD.encode(),
        WORD.upper().encode(),
        WORD.encode("utf-16-le"),
        WORD.encode("utf-16-be"),
        WORD.encode().hex().encode(),
        WORD.encode("utf-16-le").hex().upper().encode(),
        quote(WORD).encode(),
        json.dumps(WORD).encode(),
        *(base64.b64encode(b"x" * offset + WORD.encode() + b"y") for offset in range(5)),
        *(base64.urlsafe_b64encode(b"?" * offset + WORD.encode()) for offset in range(3)),
        base64.b64encode(WORD.encode("utf-16-le")),
    ],
)
def test_every_form_is_found(place: bytes) -> None:
    assert leaked([WORD], b"before " + place + b" after") == {WORD: 1}


def test_what_is_not_there_is_not_found() -> None:
    assert leaked([WORD], b"blabaergrod-7391", b"", WORD[:8].encode()) == {}
