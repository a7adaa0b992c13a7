"""The door a citizen comes through."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.models import Helpline
from krisechat.operations import helplines as operations
from krisechat.queries import helplines
from tests.support import people

AT = clock.now()
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def test_before_one_is_set_up_there_is_none() -> None:
    with pytest.raises(Helpline.DoesNotExist):
        helplines.only()


def test_the_first_one_is_this_installations() -> None:
    first = people.lygten()
    operations.set_up(slug="anden", name="Anden", languages=["da"], topics=[], sms_number="")
    assert helplines.only() == first


def test_set_up_twice_it_is_one_and_keeps_what_it_was() -> None:
    first = people.lygten()
    again = operations.set_up(
        slug=first.slug, name="Andet", languages=["en"], topics=[], sms_number=""
    )
    assert (again.id, again.name) == (first.id, first.name)
    assert Helpline.objects.count() == 1


@pytest.mark.parametrize(
    ("closed_for", "is_open"), [(None, True), (SECOND, False), (0 * SECOND, True), (-SECOND, True)]
)
def test_it_is_open_unless_it_is_closed_for_a_while(
    closed_for: timedelta | None, is_open: bool
) -> None:
    helpline = people.lygten()
    helpline.closed_until = AT + closed_for if closed_for is not None else None
    assert helplines.is_open(helpline, at=AT) is is_open
