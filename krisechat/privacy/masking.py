"""CPR numbers are not wanted: they are masked before anything is stored.

A hit is a day and a month that exist (or the day + 60 of a replacement number), two digits of a
year and four more digits, with or without separators: 010190-1234, 01.01.90 1234, 0101901234. The
modulus-11 test is not used: numbers given out since 2007 fail it (cpr.dk). In doubt it masks.

Telephone numbers are no hits: eight digits are too few, and 45 is no day. A number and a postcode,
"20 10 11 12 8000", would end like a CPR number, so three pairs with a fourth pair in front are
taken for a telephone number. What follows a plus sign, or is part of a longer run of digits, is
no hit either.
"""

import re
import unicodedata

MASK = "••••••-••••"

_SPACE = r"[ \t\u00a0\u2000-\u200d\u202f\u2060\ufeff]"
_MARK = r"[-./_\u00ad\u00b7\u2010-\u2015\u2212\ufe63\uff0d]"
# A mark with at most one space on each side, or up to two spaces. Bounded: linear time.
_SEPARATOR = rf"(?:{_SPACE}?{_MARK}{_SPACE}?|{_SPACE}{{1,2}})"


def _day_and_month(between: str) -> str:
    every_month = rf"(?:[06][1-9]|[1278][0-9]){between}(?:0[1-9]|1[0-2])"
    not_february = rf"[39]0{between}(?:0[13-9]|1[0-2])"
    long_months = rf"[39]1{between}(?:0[13578]|1[02])"
    return f"(?:{every_month}|{not_february}|{long_months})"


_FOURTH_PAIR = rf"(?<!(?<![0-9])[0-9]{{2}}(?:{_SPACE}|{_MARK}))"
_JOINED = rf"{_day_and_month('')}{_SEPARATOR}?"
_APART = rf"{_FOURTH_PAIR}{_day_and_month(_SEPARATOR)}{_SEPARATOR}"
_CPR = re.compile(rf"(?<![0-9+])(?:{_JOINED}|{_APART})[0-9]{{2}}{_SEPARATOR}?[0-9]{{4}}(?![0-9])")
_DIGIT = re.compile(r"\d")
_FOUR_DIGITS = re.compile(r"\d{4}")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def mask_cpr(text: str) -> tuple[str, bool]:
    """`text` with every CPR number replaced by `••••••-••••`, and whether there was one.

    Masking what is masked changes nothing. Digits of other scripts count as digits. Costs about a
    microsecond for a text without digits, and time in proportion to its length for any other.
    """
    if not _DIGIT.search(text) or not _FOUR_DIGITS.search(text):
        return text, False
    if _FOREIGN_DIGIT.search(text):
        return _mask_spans(text)
    masked, hits = _CPR.subn(MASK, text)
    return masked, hits > 0


def _mask_spans(text: str) -> tuple[str, bool]:
    """Finds with the digits written 0 to 9, code point for code point; masks in the original."""
    pieces: list[str] = []
    end = 0
    for hit in _CPR.finditer(_FOREIGN_DIGIT.sub(_as_ascii, text)):
        pieces += text[end : hit.start()], MASK
        end = hit.end()
    return "".join([*pieces, text[end:]]), bool(pieces)


def _as_ascii(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit[0]))
