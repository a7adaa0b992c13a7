"""Written together, in the citizen's own words."""

import pytest

from krisechat.foundation.refusals import BadValue, NotFound
from krisechat.models import AuditEntry, DataKey
from krisechat.operations import participants
from routing.models import Handover
from routing.operations import handovers, queueing
from routing.operations.handovers.writing import ChangedMeanwhile, UnableToDraft, UnableToWrite
from routing.privacy.handover_content import Concern, Content, Household, Relative, SafeContact
from routing.queries import handovers as queries
from tests.support import handing_over, people
from tests.support.handing_over import SATURDAY_NIGHT, Night

pytestmark = pytest.mark.django_db


def write(it: Night, id: object, content: Content, *, version: int = 1, **more: str) -> int:
    return handovers.write(
        handover=id,
        version=version,
        content=content,
        account=it.bo.account,
        at=SATURDAY_NIGHT,
        **more,
    )


def test_what_was_said_at_the_door_is_in_it() -> None:
    it = handing_over.night()
    opened = queries.opened(it.bo.account, handing_over.draft(it))
    assert opened.row.content == Content(postal_code="8210", language="da")
    assert opened.row.municipality == "Aarhus Kommune"


def test_it_has_a_data_key_of_its_own() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    key = DataKey.objects.get(owner_kind="handover", owner_id=id)
    assert key.retention_class == "handover"


def test_nobody_else_begins_one() -> None:
    it = handing_over.night()
    for kind in ("consent", "advice", "concern"):
        with pytest.raises(NotFound):
            handovers.draft(
                account=people.sara().account,
                conversation=it.conversation,
                kind=kind,
                at=SATURDAY_NIGHT,
            )


def test_there_is_one_with_the_citizen_at_a_time_and_a_concern_beside_it() -> None:
    it = handing_over.night()
    handing_over.draft(it)
    with pytest.raises(UnableToDraft):
        handing_over.draft(it, kind="advice")
    handing_over.draft(it, kind="concern")
    handing_over.draft(it, kind="concern")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadValue):
        handing_over.draft(handing_over.night(), kind="gossip")


def test_every_writing_is_a_version_and_none_is_overwritten_unseen() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    assert write(it, id, Content(own_words="a")) == 2
    with pytest.raises(ChangedMeanwhile):
        write(it, id, Content(own_words="b"))
    assert write(it, id, Content(own_words="c"), version=2) == 3


def test_cpr_numbers_are_masked_wherever_they_stand() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    number = "010190-1234"
    content = Content(
        own_words=number,
        name=f"Amina {number}",
        household=Household(children=[Relative(relation=number, age=7)]),
        safe_contact=SafeContact(not_safe=number),
    )
    write(it, id, content)
    found = queries.opened(it.bo.account, id).row.content
    assert found is not None and number not in found.__repr__()
    masked = "••••••-••••"
    assert found.own_words == found.safe_contact.not_safe == masked
    assert found.household.children[0].relation == masked and found.name == f"Amina {masked}"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("advice", Content(name="Amina")),
        ("advice", Content(phone="+4520123456")),
        ("advice", Content(safe_contact=SafeContact(how="ring"))),
        ("advice", Content(postal_code="8210")),
        ("consent", Content(concern=Concern(problem="violence"))),
        ("concern", Content(name="Amina")),
        ("concern", Content(wishes="x")),
        ("consent", Content(risk="enormous")),
        ("concern", Content(concern=Concern(problem="gossip"))),
        ("consent", Content(own_words="a" * 4_001)),
        ("consent", Content(name="a" * 161)),
        ("consent", Content(household=Household(adults=[Relative()] * 31))),
    ],
)
def test_what_a_kind_has_no_room_for_is_refused_by_field(kind: str, content: Content) -> None:
    it = handing_over.night()
    id = handing_over.draft(it, kind=kind)
    with pytest.raises(BadValue) as refused:
        write(it, id, content)
    assert refused.value.field is not None
    assert Handover.objects.get(id=id).version == 1


def test_a_new_postcode_leads_elsewhere_and_a_choice_stays() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)

    def code() -> str:
        return Handover.objects.get(id=id).municipality_code

    write(it, id, Content(own_words="a", postal_code="4900"))
    assert code() == "0360"
    write(it, id, Content(own_words="a", postal_code="8382"), version=2)
    assert code() == ""  # several
    write(it, id, Content(postal_code="8382"), version=3, municipality_code="0710")
    assert code() == "0710"
    write(it, id, Content(postal_code="8382"), version=4)
    assert code() == "0710"


def test_advice_finds_its_way_by_a_postcode_it_does_not_keep() -> None:
    it = handing_over.night(postal_code="")
    id = handing_over.draft(it, kind="advice")
    write(it, id, Content(own_words="a"), postal_code="4900")
    opened = queries.opened(it.bo.account, id)
    assert opened.row.municipality_code == "0360"
    assert opened.row.content is not None and opened.row.content.postal_code == ""


def test_a_municipality_that_does_not_exist_is_refused() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    with pytest.raises(BadValue):
        write(it, id, Content(), municipality_code="0411")


def test_a_yes_is_not_undone_by_whoever_is_not_with_the_citizen_any_more() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    participants.leave(conversation=it.conversation, account=it.bo.account, at=SATURDAY_NIGHT)
    with pytest.raises(UnableToWrite):
        write(it, id, Content(own_words="Noget andet."), version=2)
    assert handing_over.state(id) == "approved"


def test_what_was_approved_is_approved_anew_after_a_change() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    write(it, id, Content(own_words="andre ord"), version=2)
    row = Handover.objects.get(id=id)
    assert (row.state, row.due_at, row.deliver_at) == ("draft", None, None)
    assert row.shown_version != row.version
    assert handovers.deliver_due(at=handing_over.MONDAY_AT_8) == 0


def test_a_report_can_be_begun_after_the_citizen_erased_everything() -> None:
    it = handing_over.night()
    queueing.erase_by_citizen(conversation=it.conversation, at=SATURDAY_NIGHT)
    id = handing_over.concern(it, problem="violence")
    handovers.deliver_concern(handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT)
    assert handing_over.state(id) == "delivered"
    with pytest.raises(NotFound):
        handing_over.draft(it)


def test_a_report_can_be_begun_within_a_day_of_leaving_and_not_later() -> None:
    it = handing_over.night()
    participants.leave(conversation=it.conversation, account=it.bo.account, at=SATURDAY_NIGHT)
    handing_over.draft(it, kind="concern", at=handing_over.MONDAY_AT_8.replace(day=22, hour=20))
    with pytest.raises(NotFound):
        handing_over.draft(it, kind="concern", at=handing_over.MONDAY_AT_8)


def test_the_audit_knows_the_steps_and_no_word() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    found = AuditEntry.objects.filter(object_kind="handover", object_id=str(id)).order_by("id")
    assert [each.action for each in found] == [
        "handover_drafted",
        "handover_written",
        "handover_shown",
    ]
