"""How is it right now? Before and after, one tap each; nobody who answers is shown it."""

import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Feeling
from krisechat.models.feeling import FEELINGS
from krisechat.operations import feelings
from krisechat.queries.feelings import told
from routing.operations import assignments, queueing
from tests.support import people

AT = clock.now()
ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.django_db


def waiting() -> UUID:
    return people.amina("").conversation


def tell(one: UUID, how: str, *, minute: int = 0) -> None:
    feelings.tell(conversation=one, how=how, at=AT + timedelta(minutes=minute))


@pytest.mark.parametrize("how", FEELINGS)
def test_one_tap_before_and_one_after(how: str) -> None:
    one = waiting()
    assert told(one) == ("", "")
    tell(one, how)
    assert told(one) == (how, "")
    queueing.end_by_citizen(conversation=one, at=AT)
    tell(one, "okay", minute=20)
    assert told(one) == (how, "okay")


def test_both_are_free_to_leave_out() -> None:
    one = waiting()
    queueing.end_by_citizen(conversation=one, at=AT)
    tell(one, "fair")
    assert told(one) == ("", "fair")


def test_the_newest_of_a_moment_counts() -> None:
    one = waiting()
    tell(one, "very_hard")
    tell(one, "hard", minute=1)
    assert told(one) == ("hard", "")
    assert Feeling.objects.get().at == AT + timedelta(minutes=1)


@pytest.mark.parametrize("how", ["", "5", "OKAY", "very hard"])
def test_anything_else_is_refused(how: str) -> None:
    with pytest.raises(BadValue) as refused:
        tell(waiting(), how)
    assert refused.value.field == "how"
    assert not Feeling.objects.exists()


def test_while_somebody_talks_with_them_it_is_theirs_to_say() -> None:
    one = waiting()
    assignments.take_next(people.on_duty(people.bo()), at=AT)
    with pytest.raises(WrongState):
        tell(one, "hard")


def test_it_goes_with_the_conversation() -> None:
    one = waiting()
    tell(one, "hard")
    queueing.erase_by_citizen(conversation=one, at=AT)
    assert not Feeling.objects.exists()
    with pytest.raises(WrongState):
        tell(one, "hard")


def test_nothing_that_a_volunteer_sees_reads_it() -> None:
    """Only the citizen's own page does: no socket, no frame, no console, no handover."""
    found = subprocess.run(
        ["git", "grep", "-liE", r"\bfeelings?\b", "--", "*.py", "*.js"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    product = {name for name in found if not name.startswith("tests/")}
    allowed = ("krisechat/citizen/", "krisechat/models/", "krisechat/migrations/")
    assert {each for each in product if not each.startswith(allowed)} == {
        "krisechat/operations/feelings.py",
        "krisechat/operations/conversations.py",
        "krisechat/queries/feelings.py",
    }
