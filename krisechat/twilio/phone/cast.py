"""Whose phones the demo has. All made up."""

from typing import NamedTuple


class Owner(NamedTuple):
    """Somebody with a phone; the number is E.164."""

    login: str
    name: str
    number: str


CITIZENS = (
    Owner("", "Amina", "+4522470913"),
    Owner("", "Jonas", "+4531860425"),
    Owner("", "Ruth", "+4560194738"),
)
STAFF = (
    Owner("sara", "Sara", "+4520000001"),
    Owner("ali", "Ali", "+4520000002"),
    Owner("dorte", "Dorte", "+4520000003"),
    Owner("jens", "Jens", "+4520000004"),
)
