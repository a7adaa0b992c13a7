import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation.hash_chain import BEFORE_THE_FIRST, Head, link

AT = datetime(2026, 11, 21, 21, 40, 0, 123456, tzinfo=UTC)
RECORD = {"id": 7, "at": AT, "action": "read", "detail": {"b": 1, "a": ["x", None, True]}}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3)
    ),
    max_leaves=8,
)


def test_a_link_covers_record_position_and_the_link_before() -> None:
    links = {
        link(position=1, previous=BEFORE_THE_FIRST, record=RECORD),
        link(position=2, previous=BEFORE_THE_FIRST, record=RECORD),
        link(position=1, previous=b"\1" * 32, record=RECORD),
        link(position=1, previous=BEFORE_THE_FIRST, record={**RECORD, "id": 8}),
        link(position=1, previous=BEFORE_THE_FIRST, record={**RECORD, "id": "7"}),
        link(position=1, previous=BEFORE_THE_FIRST, record={**RECORD, "more": None}),
    }
    assert len(links) == 6
    assert all(len(each) == 32 for each in links)


@given(record=st.dictionaries(st.text(max_size=5), values, max_size=4))
def test_what_a_database_hands_back_has_the_same_link(record: dict[str, Any]) -> None:
    stored = json.loads(json.dumps(record))
    shuffled = dict(sorted(stored.items(), reverse=True))
    expected = link(position=1, previous=BEFORE_THE_FIRST, record=record)
    assert link(position=1, previous=BEFORE_THE_FIRST, record=shuffled) == expected


def test_a_moment_is_the_same_in_every_zone() -> None:
    copenhagen = AT.astimezone(timezone(timedelta(hours=1)))
    one, other = ({**RECORD, "at": at} for at in (AT, copenhagen))
    assert link(position=1, previous=b"", record=one) == link(
        position=1, previous=b"", record=other
    )


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_what_no_database_hands_back_as_it_was_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        link(position=1, previous=BEFORE_THE_FIRST, record={"value": value})


def test_the_form_of_a_link_is_fixed() -> None:
    """Entries of today are verified by every later version."""
    made = link(position=1, previous=BEFORE_THE_FIRST, record=RECORD)
    assert made.hex() == "01b56b17d4642f38765be6000f6332c89878c1fb9792b6cb624cba498a6396f0"


class TestSignature:
    head = Head(position=7, hash=b"\7" * 32, sealed_at=AT)
    key = Ed25519PrivateKey.generate()

    def test_a_signed_head_is_known_again(self) -> None:
        assert self.head.is_signed(self.head.signed_by(self.key), by=self.key)

    @pytest.mark.parametrize(
        "change",
        [{"position": 8}, {"hash": b"\6" * 32}, {"sealed_at": AT + timedelta(microseconds=1)}],
    )
    def test_a_changed_head_is_not(self, change: dict[str, Any]) -> None:
        signature = self.head.signed_by(self.key)
        assert not self.head._replace(**change).is_signed(signature, by=self.key)

    def test_nor_one_signed_by_another_or_not_at_all(self) -> None:
        other = Ed25519PrivateKey.generate()
        for signature in (self.head.signed_by(other), b"", bytes(64)):
            assert not self.head.is_signed(signature, by=self.key)
