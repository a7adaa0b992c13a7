"""The cast. Amina, a citizen; Bo and Sara, volunteers; Dorte, shift lead; Jens and
Karen, coordinators; Mette, caseworker.

All made up. Each function does what the person does, through the operations the product uses.
"""

from datetime import datetime

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Helpline
from krisechat.operations import helplines, messages
from krisechat.operations.messages import Outcome, Send
from krisechat.operations.opening import Opened, Opening
from krisechat.queries import conversations
from routing.operations import queueing, service_nights
from routing.rules.service_night import ALWAYS
from volunteers import access
from volunteers.access import Answerer
from volunteers.operations import people, presence
from volunteers.operations.people import NewOrganisation, NewPerson
from volunteers.states.role import Role

PASSWORD = "krisechat-demo"
PHONES = {
    "sara": "+4520000001",
    "ali": "+4520000002",
    "dorte": "+4520000003",
    "jens": "+4520000004",
    "samira": "+4520000005",
}


def lygten() -> Helpline:
    """The helpline, always open."""
    helpline = helplines.set_up(
        slug="lygten",
        name="Lygten",
        languages=["da", "en"],
        topics=["violence", "loneliness"],
        sms_number="+4500000000",
    )
    service_nights.set_up(helpline=helpline, nights=ALWAYS, at=clock.now())
    return helpline


def amina(
    first_message: str = "hej er der nogen", *, at: datetime | None = None, **wishes: object
) -> Opened:
    """Amina opens a conversation; `wishes` are fields of Opening."""
    opening = Opening(helpline=lygten(), first_message=first_message, **wishes)  # type: ignore[arg-type]
    return queueing.open_conversation(opening, at=at or clock.now())


def _volunteer(
    login: str,
    name: str,
    role: Role = Role.VOLUNTEER,
    limit: int = 6,
    phone: str = "",
    on_call: bool = False,
    languages: tuple[str, ...] = ("da", "en"),
) -> Answerer:
    people.found(NewOrganisation(slug="dialog-mod-vold", name="Dialog mod Vold"))
    account = people.take_in(
        NewPerson(
            login=login,
            name=name,
            organisation="dialog-mod-vold",
            role=role,
            languages=languages,
            limit=limit,
            phone=phone,
            on_call=on_call,
        ),
        password=PASSWORD,
        at=clock.now(),
    )
    found = access.answerer(account.id)
    assert found is not None
    return found


def bo(*, limit: int = 6) -> Answerer:
    return _volunteer("bo", "Bo Lund", limit=limit)


def sara(*, limit: int = 6, on_call: bool = False) -> Answerer:
    return _volunteer("sara", "Sara Holm", limit=limit, phone=PHONES["sara"], on_call=on_call)


def ali(*, on_call: bool = False) -> Answerer:
    return _volunteer("ali", "Ali Demir", phone=PHONES["ali"], on_call=on_call)


def samira(*, on_call: bool = False) -> Answerer:
    """She speaks Arabic, too."""
    phone = PHONES["samira"]
    return _volunteer("samira", "Samira Hadi", phone=phone, on_call=on_call, languages=("da", "ar"))


def dorte() -> Answerer:
    return _volunteer("dorte", "Dorte Bang", Role.SHIFT_LEAD, phone=PHONES["dorte"])


def jens() -> Answerer:
    """The coordinator, who may answer too."""
    return _volunteer("jens", "Jens Toft", Role.COORDINATOR, phone=PHONES["jens"])


def karen() -> Answerer:
    """Another coordinator: what two persons decide needs her too."""
    return _volunteer("karen", "Karen Vest", Role.COORDINATOR)


def mette() -> object:
    """A caseworker in Aarhus, who does not answer in the console."""
    people.found(NewOrganisation(slug="aarhus", name="Aarhus Kommune", municipality_code="0751"))
    return people.take_in(
        NewPerson(login="mette", name="Mette Dam", organisation="aarhus", role=Role.CASEWORKER),
        password=PASSWORD,
        at=clock.now(),
    )


def on_duty(person: Answerer, *, at: datetime | None = None) -> Answerer:
    """The volunteer goes available."""
    presence.choose(person, status="available", at=at or clock.now())
    return person


def writes(opened: Opened, body: str, *, at: datetime | None = None, via: str = "web") -> Outcome:
    """The citizen of this conversation writes something."""
    me = conversations.snapshot(opened.conversation).citizen()
    send = Send(
        conversation=opened.conversation,
        participant=me.participant,
        author="citizen",
        alias=me.alias,
        client_id=new_id(),
        body=body,
        via=via,
    )
    return messages.store([send], at=at or clock.now())[0]
