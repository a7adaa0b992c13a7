"""Colleagues know each other by first name."""

import pytest

from tests.support import people as cast
from volunteers.queries import people


@pytest.mark.django_db
def test_the_first_name_of_each() -> None:
    bo, dorte = cast.bo(), cast.dorte()
    found = people.first_names([bo.account, dorte.account])
    assert found == {bo.account: "Bo", dorte.account: "Dorte"}
