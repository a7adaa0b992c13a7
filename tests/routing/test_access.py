"""Who reaches a handover, and as whom; everybody else finds none (P71, another's is 404)."""

from uuid import UUID, uuid4

import pytest

from krisechat.foundation.refusals import NotFound
from krisechat.operations import participants
from routing import access
from routing.access import Side
from routing.operations import handovers
from routing.queries import handovers as queries
from tests.support import handing_over, people
from tests.support.handing_over import MONDAY_AT_8, SATURDAY_NIGHT
from tests.support.quick import quick_return_codes
from tests.support.ring import own_keys
from volunteers.operations.people import NewOrganisation, NewPerson, found, take_in
from volunteers.states.role import Role

__all__ = ["own_keys", "quick_return_codes"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def side(account: UUID, id: UUID) -> Side | None:
    try:
        return access.handover_for(account, id).side
    except NotFound:
        return None


def other_coordinator() -> UUID:
    found(NewOrganisation(slug="headspace", name="Headspace"))
    person = NewPerson(
        login="ida", name="Ida Ravn", organisation="headspace", role=Role.COORDINATOR
    )
    return take_in(person, password=people.PASSWORD, at=SATURDAY_NIGHT).id


@pytest.mark.parametrize("state", handing_over.IN_EACH_STATE)
def test_a_municipality_sees_what_it_was_given_and_nothing_before(state: str) -> None:
    it = handing_over.night()
    id = handing_over.IN_EACH_STATE[state](it)
    given = state not in ("draft", "approved", "withdrawn")
    assert side(it.mette.id, id) == (Side.MUNICIPALITY if given else None)
    assert [each.id for each in queries.inbox(it.mette.id)] == ([id] if given else [])


@pytest.mark.parametrize("state", handing_over.IN_EACH_STATE)
def test_another_municipality_never_does(state: str) -> None:
    it = handing_over.night()
    id = handing_over.IN_EACH_STATE[state](it)
    ole = handing_over.ole().id
    assert side(ole, id) is None
    assert queries.inbox(ole) == []


def test_whoever_wrote_it_sees_its_way_also_after_the_night() -> None:
    it = handing_over.night()
    id = handing_over.contacted(it)
    participants.leave(conversation=it.conversation, account=it.bo.account, at=MONDAY_AT_8)
    assert side(it.bo.account, id) == Side.HELPLINE


def test_who_is_in_the_conversation_now_helps_writing_and_not_afterwards() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    dorte = people.dorte().account
    assert side(dorte, id) is None
    participants.join(
        conversation=it.conversation, account=dorte, responsible=False, at=SATURDAY_NIGHT
    )
    assert side(dorte, id) == Side.HELPLINE
    participants.leave(conversation=it.conversation, account=dorte, at=SATURDAY_NIGHT)
    assert side(dorte, id) is None


def test_the_coordinator_is_that_of_the_writers_organisation() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    jens, ida = people.jens().account, other_coordinator()
    assert (side(jens, id), side(ida, id)) == (Side.COORDINATION, None)
    assert [each.id for each in queries.on_their_way(jens)] == [id]
    assert queries.on_their_way(ida) == []


def test_who_has_left_reaches_nothing() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    type(it.mette).objects.update(is_active=False)
    assert side(it.mette.id, id) is side(it.bo.account, id) is None
    assert queries.inbox(it.mette.id) == []


def test_what_does_not_exist_looks_like_what_is_foreign() -> None:
    it = handing_over.night()
    ole = handing_over.ole().id
    refusals = []
    for id in (handing_over.delivered(it), uuid4()):
        with pytest.raises(NotFound) as refused:
            access.handover_for(ole, id)
        refusals.append(refused.value.body())
    assert refusals[0] == refusals[1]


def test_the_helpline_sees_its_words_until_they_were_received_and_then_its_way_only() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    jens = people.jens().account
    assert queries.opened(it.bo.account, id).row.content is not None
    handovers.acknowledge(handover=id, account=it.mette.id, at=MONDAY_AT_8)
    for account in (it.bo.account, jens):
        opened = queries.opened(account, id)
        assert opened.row.content is None and opened.history
    assert queries.opened(it.mette.id, id).row.content is not None


def test_the_coordinators_list_has_no_words() -> None:
    it = handing_over.night()
    handing_over.approved(it)
    [row] = queries.on_their_way(people.jens().account)
    assert row.content is None
