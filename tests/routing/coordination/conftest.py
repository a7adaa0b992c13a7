from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.support import people
from tests.support.coordinators import as_person
from tests.support.handing_over import later
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """It is Monday, 14:40 in Copenhagen: what was delivered at 8 is all in the past."""
    with time_machine.travel(later(400), tick=False):
        yield


@pytest.fixture
def jens() -> Client:
    people.lygten()
    return as_person(people.jens())


@pytest.fixture
def karen(jens: Client) -> Client:
    return as_person(people.karen())
