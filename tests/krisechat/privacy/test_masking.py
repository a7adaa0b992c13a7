import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.privacy.masking import MASK, mask_cpr

HITS = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190–1234",
    "010190—1234",
    "010190−1234",
    "010190‑1234",
    "010190.1234",
    "010190/1234",
    "010190_1234",
    "010190 - 1234",
    "010190 – 1234",
    "010190- 1234",
    "010190\u00a01234",
    "010190\t1234",
    "01.01.90-1234",
    "01.01.90 1234",
    "01.01.90.1234",
    "01-01-90-1234",
    "01-01-90 1234",
    "01 01 90 1234",
    "01/01-90 1234",
    "01/01/90-1234",
    "01 01 90-1234",
    "01.01.901234",
    "0101-90-1234",
    "0101 90 1234",
    "311299-0000",
    "310100-9999",
    "300400-1111",
    "290200-1234",  # a leap day, in some century
    "290201-1234",
    "610190-1234",  # replacement numbers: day + 60
    "910190-1234",
    "900490-1234",
    "890290-1234",
    "700101 4321",
    "61.01.90-1234",
    "010107-4000",  # fails the modulus-11 test, and is a number all the same
    "010190-0001",
    "٠١٠١٩٠-١٢٣٤",
    "０１０１９０−１２３４",
]

AROUND = [
    ("mit cpr er 010190-1234.", f"mit cpr er {MASK}."),
    ("CPR:0101901234, tak", f"CPR:{MASK}, tak"),
    ("cpr010190-1234", f"cpr{MASK}"),
    ("(010190-1234)", f"({MASK})"),
    ("010190-1234x", f"{MASK}x"),
    ("min 010190-1234 og hans 020291-4321", f"min {MASK} og hans {MASK}"),
    ("010190-1234010290-1234", "010190-1234010290-1234"),
    ("01 01 90 1234 01 01 90 1234", f"{MASK} {MASK}"),
    ("010190-1234 010190-1234 010190-1234", f"{MASK} {MASK} {MASK}"),
    ("Født 010190-1234 i Århus 🌧", f"Født {MASK} i Århus 🌧"),
    ("barn 2: 010190-1234", f"barn 2: {MASK}"),
    ("ring 20123456, cpr 010190-1234", f"ring 20123456, cpr {MASK}"),
    ("010190-1234\n020291-4321", f"{MASK}\n{MASK}"),
    ("٣ رقم ٠١٠١٩٠-١٢٣٤ ٥", f"٣ رقم {MASK} ٥"),
]

MISSES = [
    "",
    "jeg har det skidt",
    "20123456",
    "20 12 34 56",
    "20 10 11 12",
    "2010 1112",
    "201 01 112",
    "+45 20 12 34 56",
    "+4520123456",
    "+45 20123456",
    "+45 2012 3456",
    "+45 10 11 1213",
    "+4510111213",
    "+451011 1213",
    "(+45) 10 11 12 13",
    "004510111213",
    "0045 10111213",
    "45 10 11 12 13",
    "+4601019012",
    "+010190 1234",
    "20 10 11 12 8000 Aarhus",
    "20.10.11.12 8000",
    "tlf. 10 11 12 13 - 2300 København S",
    "kl. 20 11223344",
    "ring kl 10 på 12123456",
    "12121212 12121212",
    "12 12 12 12, 20 20 20 20",
    "1212 1212 1212 1212",
    "12345678",
    "320190-1234",  # no such day
    "000190-1234",
    "600190-1234",
    "920190-1234",
    "990190-1234",
    "450190-1234",
    "010090-1234",  # no such month
    "011390-1234",
    "300290-1234",
    "310490-1234",
    "910490-1234",
    "900290-1234",
    "010190-123",  # too short
    "010190-12345",  # too long
    "10190-1234",
    "1010190-1234",
    "0010190-1234",
    "01019012345",
    "123456789012345678",
    "010190-1234567",
    "24.12.2026",
    "24-12-2026 1430",
    "24122026",
    "d. 24/12 kl. 20.30",
    "01.01.25-31.12.25",
    "010125-311225",
    "2026-11-22",
    "112, 114, 70 201 201",
    "116 111",
    "DK50 0040 0440 1162 43",
    "3.000.000 kr",
    "010190---1234",
    "010190\n1234",
    "010190 og 1234",
    "•••••• 1234",
    MASK,
]


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
