"""Who may answer: the roles that open the console, and no other."""

import pytest

from volunteers.states.presence import Status
from volunteers.states.role import ANSWERING, Role


@pytest.mark.parametrize("role", Role)
def test_who_may_be_called_at_night_answers_and_nobody_else(role: Role) -> None:
    assert (role in ANSWERING) == (role in {"volunteer", "shift_lead", "coordinator"})


def test_the_statuses_are_those_of_the_contract() -> None:
    assert [*Status] == ["available", "break", "offline"]
