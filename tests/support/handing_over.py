"""Handovers in each state, brought there by the steps people take."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from krisechat.operations import participants
from krisechat.operations.opening import Opened
from routing.models import Handover, Municipality
from routing.operations import handovers
from routing.privacy.handover_content import Concern, Content, SafeContact
from tests.support import people
from volunteers.access import Answerer
from volunteers.models import Account
from volunteers.operations.people import NewOrganisation, NewPerson, found, take_in
from volunteers.states.role import Role

SATURDAY_NIGHT = datetime(2026, 11, 21, 22, 31, tzinfo=UTC)
MONDAY_AT_8 = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
OWN_WORDS = "Jeg vil bare gerne have, at børnene kan sove."


@dataclass(kw_only=True)
class Night:
    """Amina and Bo in a conversation, and who takes over in the morning."""

    opened: Opened
    bo: Answerer
    mette: Account

    @property
    def conversation(self) -> UUID:
        return self.opened.conversation


def _caseworker(login: str, name: str, slug: str, code: str, role: Role) -> Account:
    found(NewOrganisation(slug=slug, name=slug.title(), municipality_code=code))
    return take_in(
        NewPerson(login=login, name=name, organisation=slug, role=role),
        password=people.PASSWORD,
        at=SATURDAY_NIGHT,
    )


def mette() -> Account:
    return _caseworker("mette", "Mette Dam", "aarhus", "0751", Role.CASEWORKER)


def hanne() -> Account:
    return _caseworker("hanne", "Hanne Friis", "aarhus", "0751", Role.TEAM_LEAD)


def ole() -> Account:
    return _caseworker("ole", "Ole Vang", "lolland", "0360", Role.CASEWORKER)


def aarhus() -> None:
    """Its mailboxes."""
    Municipality.objects.update_or_create(
        code="0751",
        defaults={"mailbox": "post@aarhus.example", "leader_mailbox": "leder@aarhus.example"},
    )


def night(**wishes: Any) -> Night:
    """Amina from 8210 Aarhus V talks with Bo; Mette works in Aarhus."""
    wishes.setdefault("postal_code", "8210")
    opened = people.amina(at=SATURDAY_NIGHT, **wishes)
    bo = people.bo()
    participants.join(
        conversation=opened.conversation, account=bo.account, responsible=True, at=SATURDAY_NIGHT
    )
    aarhus()
    return Night(opened=opened, bo=bo, mette=mette())


def draft(it: Night, *, kind: str = "consent", at: datetime = SATURDAY_NIGHT) -> UUID:
    return handovers.draft(account=it.bo.account, conversation=it.conversation, kind=kind, at=at)


def written(it: Night, *, kind: str = "consent", **content: Any) -> UUID:
    """Version 2, with Amina's own words in it."""
    id = draft(it, kind=kind)
    handovers.write(
        handover=id,
        version=1,
        content=Content(**{"own_words": OWN_WORDS, **content}),
        account=it.bo.account,
        at=SATURDAY_NIGHT,
    )
    return id


def shown(it: Night, **content: Any) -> UUID:
    id = written(it, **content)
    handovers.show_to_citizen(handover=id, version=2, account=it.bo.account, at=SATURDAY_NIGHT)
    return id


def approved(it: Night, **content: Any) -> UUID:
    """Due on Monday at 8."""
    id = shown(it, **content)
    handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
    return id


def delivered(it: Night, **content: Any) -> UUID:
    id = approved(it, **content)
    assert handovers.deliver_due(at=MONDAY_AT_8) == 1
    return id


def later(minutes: int) -> datetime:
    """So many minutes after the delivery."""
    return MONDAY_AT_8 + timedelta(minutes=minutes)


def acknowledged(it: Night, **content: Any) -> UUID:
    id = delivered(it, **content)
    handovers.acknowledge(handover=id, account=it.mette.id, at=later(50))
    return id


def assigned(it: Night, **content: Any) -> UUID:
    id = acknowledged(it, **content)
    handovers.assign(handover=id, contact_person=it.mette.id, account=it.mette.id, at=later(60))
    return id


def contacted(it: Night, **content: Any) -> UUID:
    id = assigned(it, **content)
    handovers.contacted(
        handover=id, contacted_at=later(240), how="call", account=it.mette.id, at=later(250)
    )
    return id


def closed(it: Night, **content: Any) -> UUID:
    id = contacted(it, **content)
    handovers.close(handover=id, outcome="helped", account=it.mette.id, at=later(300))
    return id


def returned(it: Night, **content: Any) -> UUID:
    id = delivered(it, **content)
    handovers.send_back(handover=id, reason="too_little_known", account=it.mette.id, at=later(30))
    return id


def withdrawn(it: Night, **content: Any) -> UUID:
    id = approved(it, **content)
    handovers.withdraw(handover=id, at=SATURDAY_NIGHT)
    return id


def concern(it: Night, **form: Any) -> UUID:
    """A report about a child, still being written."""
    id = draft(it, kind="concern")
    handovers.write(
        handover=id,
        version=1,
        content=Content(concern=Concern(**form), postal_code="8210"),
        account=it.bo.account,
        at=SATURDAY_NIGHT,
    )
    return id


def concern_delivered(it: Night, **form: Any) -> UUID:
    id = concern(it, **form)
    handovers.deliver_concern(handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT)
    return id


def state(id: UUID) -> str:
    return str(Handover.objects.values_list("state", flat=True).get(id=id))


TEXTS_ARE_SAFE = SafeContact(how="sms", when="Mellem 12 og 14", text_ok=True)

IN_EACH_STATE = {
    "draft": shown,
    "approved": approved,
    "delivered": delivered,
    "acknowledged": acknowledged,
    "assigned": assigned,
    "contacted": contacted,
    "closed": closed,
    "withdrawn": withdrawn,
    "returned": returned,
}
