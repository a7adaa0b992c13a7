import hashlib
import hmac
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation import keyring
from krisechat.privacy import current, pseudonyms
from krisechat.privacy.words import WORDS

TODAY = date(2026, 11, 22)
NUMBER = "+4520123456"

pytestmark = pytest.mark.usefixtures("own_keys")


class TestPhones:
    def test_one_number_has_one_digest(self) -> None:
        assert pseudonyms.phone_digest(NUMBER) == pseudonyms.phone_digest(NUMBER)
        assert len(pseudonyms.phone_digest(NUMBER)) == 32
        assert pseudonyms.phone_digest(NUMBER) != pseudonyms.phone_digest("+4520123457")

    def test_a_dictionary_of_numbers_finds_none_without_the_key(self) -> None:
        """P24, in small: no unkeyed way of hashing the number gives what is stored."""
        stored = pseudonyms.phone_digest(NUMBER)
        for text in (NUMBER, NUMBER[1:], NUMBER[3:], "0045" + NUMBER[3:]):
            value = text.encode()
            assert stored != hashlib.sha256(value).digest()
            for guessed_key in (b"", b"phone", b"krisechat", bytes(32)):
                guess = b"\0\x05phone" + value
                assert stored != hmac.digest(guessed_key, guess, "sha256")

    def test_another_installation_has_another_digest(self, tmp_path: Path, settings: Any) -> None:
        here = pseudonyms.phone_digest(NUMBER)
        keyring.make(tmp_path / "other", weeks_ahead=0, now=TODAY, classes=["citizen"])
        settings.KRISECHAT_KEYS = tmp_path / "other"
        assert pseudonyms.phone_digest(NUMBER) != here


class TestTokens:
    def test_a_token_has_256_bits_and_is_safe_in_a_header(self) -> None:
        tokens = {pseudonyms.new_token() for _ in range(1000)}
        assert len(tokens) == 1000
        assert all(len(each) == 43 and each.isascii() for each in tokens)
        assert not set("".join(tokens)) - set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
        )

    def test_its_digest_is_keyed_and_of_its_own_kind(self) -> None:
        token = pseudonyms.new_token()
        digest = pseudonyms.token_digest(token)
        assert digest == pseudonyms.token_digest(token)
        assert digest != hashlib.sha256(token.encode()).digest()
        assert digest != pseudonyms.phone_digest(token)

    @given(token=st.text(st.characters(codec=None)))
    def test_any_text_may_come_in(self, token: str) -> None:
        assert len(pseudonyms.token_digest(token)) == 32


class TestReturnCodes:
    def test_four_words_of_the_list(self) -> None:
        codes = {pseudonyms.new_return_code() for _ in range(200)}
        assert len(codes) == 200
        for code in codes:
            assert len(code.split(" ")) == 4
            assert set(code.split(" ")) <= set(WORDS)

    @pytest.mark.parametrize(
        "typed",
        [
            "bølge hane æble ål",
            "Bølge Hane Æble Ål",
            "BØLGE-HANE-ÆBLE-ÅL",
            "  bølge   hane\tæble\nål ",
            "bølge, hane, æble, ål.",
            "bølge–hane – æble_ål",
            "bølge hane æble a\u030al",
            "boelge hane aeble aal",
            "bölge hane äble ål",
            "bølge\u00a0hane\u200bæble ål",
        ],
    )
    def test_however_it_is_typed_it_is_the_same(self, typed: str) -> None:
        code = pseudonyms.return_code_digest("bølge hane æble ål")
        assert pseudonyms.return_code_digest(typed) == code

    @pytest.mark.parametrize(
        "typed",
        ["hane bølge æble ål", "bølge hane æble", "bølge hane æble ål ål", "bølgehane æble ål", ""],
    )
    def test_other_words_are_another_code(self, typed: str) -> None:
        code = pseudonyms.return_code_digest("bølge hane æble ål")
        assert pseudonyms.return_code_digest(typed) != code

    def test_no_two_words_of_the_list_become_one(self) -> None:
        plain = {pseudonyms._spelled_plainly(word) for word in WORDS}
        assert len(plain) == len(WORDS) == 1024
        assert all(word.isascii() and word.isalpha() for word in plain)

    def test_it_is_slow_salted_and_keyed(
        self, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[dict[str, Any]] = []

        def spy(**how: Any) -> bytes:
            calls.append(how)
            return b"slow"

        monkeypatch.setattr(pseudonyms, "hash_secret_raw", spy)
        digest = pseudonyms.return_code_digest("bølge hane æble ål")
        assert calls[0]["memory_cost"] >= 19_456
        assert calls[0]["time_cost"] >= 2
        assert calls[0]["type"] is pseudonyms.Type.ID
        assert digest == current.keyring().lookup_digest("return code", b"slow")
        keyring.make(tmp_path / "other", weeks_ahead=0, now=TODAY, classes=["citizen"])
        settings.KRISECHAT_KEYS = tmp_path / "other"
        assert pseudonyms.return_code_digest("bølge hane æble ål") != digest
        assert calls[0]["salt"] != calls[1]["salt"]


class TestSources:
    def test_the_same_source_on_the_same_day(self) -> None:
        first = pseudonyms.source_digest("127.7.1.2", day=TODAY)
        assert first == pseudonyms.source_digest("127.7.1.2", day=TODAY)
        assert first != pseudonyms.source_digest("127.7.1.3", day=TODAY)

    def test_tomorrow_it_is_another(self) -> None:
        tomorrow = date(2026, 11, 23)
        today = pseudonyms.source_digest("127.7.1.2", day=TODAY)
        assert today != pseudonyms.source_digest("127.7.1.2", day=tomorrow)

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8::1", "2001:db8::ffff:1", True),
            ("2001:db8::1", "2001:db8:0:1::1", False),
            ("::ffff:127.7.1.2", "127.7.1.2", True),
            ("fe80::1%eth0", "fe80::2%eth1", True),
            ("", "unix:", True),
            ("", "127.0.0.1", False),
        ],
    )
    def test_one_household_is_one_source(self, one: str, other: str, same: bool) -> None:
        digests = {pseudonyms.source_digest(each, day=TODAY) for each in (one, other)}
        assert (len(digests) == 1) == same
