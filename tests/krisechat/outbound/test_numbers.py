"""To which numbers a text may go at all (P38)."""

import pytest

from krisechat.outbound import numbers


@pytest.mark.parametrize("number", ["+4520123456", "+4561000000", "+4593700012"])
def test_a_danish_number_may_be_texted(number: str) -> None:
    assert numbers.may_text(number)


@pytest.mark.parametrize(
    "number",
    [
        "+4690123456",  # another country
        "+12025550123",
        "+4590123456",  # charged to who is called
        "+4570201201",
        "+4580201201",
        "+45112",
        "+4512",
        "+45201234567",
        "+452012345",
        "20123456",
        "+45 20123456",
        "+4520123456\n",
        "",
    ],
)
def test_no_other_may(number: str) -> None:
    assert not numbers.may_text(number)
