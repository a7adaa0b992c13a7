import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.privacy.masking import MASK, mask_cpr

# The page's own rule is held to the same examples: tests/js/cpr.test.js.
EXAMPLES = json.loads((Path(__file__).parents[2] / "support" / "cpr_numbers.json").read_text())
HITS: list[str] = EXAMPLES["hits"]  # replacement numbers, leap days, ones that fail modulus 11
AROUND: list[list[str]] = EXAMPLES["around"]
MISSES: list[str] = EXAMPLES["misses"]


@pytest.mark.parametrize("number", HITS)
def test_a_cpr_number_is_masked(number: str) -> None:
    assert mask_cpr(number) == (MASK, True)
    assert mask_cpr(f"mit nummer er {number}, sagde han") == (
        f"mit nummer er {MASK}, sagde han",
        True,
    )


@pytest.mark.parametrize(("text", "masked"), AROUND)
def test_only_the_number_is_masked(text: str, masked: str) -> None:
    assert mask_cpr(text) == (masked, masked != text)


@pytest.mark.parametrize("text", MISSES)
def test_anything_else_stays_to_the_letter(text: str) -> None:
    assert mask_cpr(text) == (text, False)
    assert mask_cpr(f"hej {text} tak") == (f"hej {text} tak", False)


def test_the_tables_are_as_long_as_promised() -> None:
    assert len(set(HITS)) + len(AROUND) >= 30
    assert len(set(MISSES)) >= 30


days = st.integers(1, 28).flatmap(lambda day: st.sampled_from([day, day + 60]))
separators = st.sampled_from(["", "-", " ", "–", ".", " - ", "\u00a0"])


@given(day=days, month=st.integers(1, 12), year=st.integers(0, 99), last=st.integers(0, 9999))
def test_every_date_is_masked(day: int, month: int, year: int, last: int) -> None:
    for between in ("", "-", " ", " – "):
        text = f"cpr: {day:02d}{month:02d}{year:02d}{between}{last:04d}!"
        assert mask_cpr(text) == (f"cpr: {MASK}!", True)


@given(number=st.integers(10_000_000, 99_999_999), prefix=st.sampled_from(["", "+45 ", "+45"]))
def test_no_telephone_number_is_masked(number: int, prefix: str) -> None:
    digits = str(number)
    for size in (8, 4, 2):
        groups = " ".join(digits[at : at + size] for at in range(0, 8, size))
        assert mask_cpr(f"ring {prefix}{groups} nu") == (f"ring {prefix}{groups} nu", False)


near_numbers = st.text(alphabet="0012369 -–.+/•٠١aø\n", max_size=80)


@given(text=st.one_of(st.text(), near_numbers))
def test_masking_twice_is_masking_once(text: str) -> None:
    once, hit = mask_cpr(text)
    assert mask_cpr(once) == (once, False)
    assert hit == (once != text)


@given(text=st.one_of(st.text(), near_numbers))
def test_length_and_other_letters_stay_within_bounds(text: str) -> None:
    masked, _ = mask_cpr(text)
    hits = masked.count(MASK) - text.count(MASK)
    # The shortest hit has 10 code points and becomes 11; the longest has 10 digits and 9 more.
    assert len(text) - 8 * hits <= len(masked) <= len(text) + hits
    assert sorted(c for c in masked if c.isalpha()) == sorted(c for c in text if c.isalpha())


@given(text=st.text().filter(lambda text: not any(each.isdecimal() for each in text)))
def test_a_text_without_digits_is_handed_back(text: str) -> None:
    assert mask_cpr(text)[0] is text


@pytest.mark.parametrize(
    "piece", ["1", "01 ", "0101 ", "01- ", "010190 - ", "01 01 90 12 ", "010190-1234 ", "٠١ ", " "]
)
def test_hostile_text_costs_linear_time(piece: str) -> None:
    def processor_seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = 10.0
        for _ in range(5):
            began = time.thread_time()
            mask_cpr(text)
            best = min(best, time.thread_time() - began)
        return best

    # Sixteen times the length is sixteen times the work; if it were the square, 256 times.
    assert processor_seconds(64_000) < 80 * max(processor_seconds(4_000), 0.0005)
