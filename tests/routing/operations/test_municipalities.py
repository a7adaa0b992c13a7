"""Setting up a municipality."""

import pytest

from krisechat.foundation import clock
from routing.models import Municipality
from routing.operations import municipalities
from routing.operations.municipalities import NewMunicipality
from tests.support import people

pytestmark = pytest.mark.django_db

AARHUS = NewMunicipality(
    code="0751", organisation="aarhus", mailbox="post@aarhus.example", opening=(None,) * 7
)


def test_it_is_made_once_and_keeps_what_it_has() -> None:
    people.mette()
    first = municipalities.set_up(AARHUS, at=clock.now())
    assert (first.mailbox, first.opening) == ("post@aarhus.example", [None] * 7)
    Municipality.objects.filter(code="0751").update(mailbox="ny@aarhus.example")
    again = municipalities.set_up(AARHUS, at=clock.now())
    assert again.mailbox == "ny@aarhus.example"
    assert Municipality.objects.count() == 1
