"""The door a citizen comes through."""

import pytest

from krisechat.models import Helpline
from krisechat.operations import helplines as operations
from krisechat.queries import helplines
from tests.support import people

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
