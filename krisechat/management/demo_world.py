"""The demo's people and places. All made up; none of it can be loaded in production."""

from datetime import datetime

from django.conf import settings

from krisechat.operations import helplines
from krisechat.twilio.phone import cast
from routing.operations import municipalities, service_nights
from routing.operations.municipalities import NewMunicipality
from routing.rules.service_night import ALWAYS
from volunteers.operations import people
from volunteers.operations.people import NewOrganisation, NewPerson
from volunteers.states.role import Role

PASSWORD = "krisechat-demo"
PHONES = {owner.login: owner.number for owner in cast.STAFF}
TOPICS = ["loneliness", "violence", "anxiety", "suicidal-thoughts", "family", "addiction", "other"]

ORGANISATIONS = (
    NewOrganisation(slug="dialog-mod-vold", name="Dialog mod Vold"),
    NewOrganisation(slug="headspace", name="Headspace"),
    NewOrganisation(slug="aarhus", name="Aarhus Kommune", municipality_code="0751"),
    NewOrganisation(slug="lolland", name="Lolland Kommune", municipality_code="0360"),
)

MUNICIPALITIES = (
    NewMunicipality(
        code="0751",
        organisation="aarhus",
        mailbox="overdragelser@aarhus.example",
        leader_mailbox="hanne@aarhus.example",
    ),
    NewMunicipality(
        code="0360",
        organisation="lolland",
        mailbox="overdragelser@lolland.example",
        bridge_days_closed=True,
    ),
)


def _answers(
    login: str,
    name: str,
    organisation: str,
    role: Role = Role.VOLUNTEER,
    *,
    phone: str = "",
    on_call: bool = False,
) -> NewPerson:
    return NewPerson(
        login=login,
        name=name,
        organisation=organisation,
        role=role,
        languages=("da", "en"),
        limit=6,
        phone=phone,
        on_call=on_call,
    )


PEOPLE = (
    _answers("bo", "Bo Lund", "dialog-mod-vold"),
    _answers("sara", "Sara Holm", "dialog-mod-vold", phone=PHONES["sara"], on_call=True),
    _answers("ali", "Ali Demir", "headspace", phone=PHONES["ali"], on_call=True),
    _answers("liv", "Liv Krogh", "headspace"),
    _answers("dorte", "Dorte Bang", "dialog-mod-vold", Role.SHIFT_LEAD, phone=PHONES["dorte"]),
    _answers("jens", "Jens Toft", "dialog-mod-vold", Role.COORDINATOR, phone=PHONES["jens"]),
    _answers("karen", "Karen Vest", "headspace", Role.COORDINATOR),  # the second of two persons
    NewPerson(login="mette", name="Mette Dam", organisation="aarhus", role=Role.CASEWORKER),
    NewPerson(login="hanne", name="Hanne Friis", organisation="aarhus", role=Role.TEAM_LEAD),
    NewPerson(login="ole", name="Ole Vang", organisation="lolland", role=Role.CASEWORKER),
)


def load(*, at: datetime) -> None:
    """Makes what is missing; a second time changes nothing."""
    helpline = helplines.set_up(
        slug="lygten",
        name="Lygten",
        languages=["da", "en"],
        topics=TOPICS,
        sms_number=settings.KRISECHAT_SMS_NUMBER,
    )
    # One that was made before texts could be answered has no number yet.
    helplines.be_reached_at(helpline, sms_number=settings.KRISECHAT_SMS_NUMBER)
    service_nights.set_up(helpline=helpline, nights=ALWAYS, at=at)
    for organisation in ORGANISATIONS:
        people.found(organisation)
    for municipality in MUNICIPALITIES:
        municipalities.set_up(municipality, at=at)
    for person in PEOPLE:
        people.take_in(person, password=PASSWORD, at=at)
