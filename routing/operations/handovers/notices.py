"""Who is told that something is new, and how little it says (P62): log in and see.

E-mails go to the municipality's own mailboxes, text messages to the citizen who said that a
neutral one is safe, and only within the hours they named.
"""

from datetime import datetime

from krisechat.models import Conversation
from krisechat.operations import outbox
from krisechat.outbound import wording
from krisechat.privacy import data_keys
from routing.models import Handover, Municipality
from routing.operations.handovers import steps
from routing.rules import safe_window


def delivered(row: Handover, *, template: str, at: datetime) -> None:
    """A new one lies there; also where several boxes are to know."""
    _mail(row, "mailbox", template=template, once=f"{template}:{row.id}", at=at)


def overdue(row: Handover, *, times: int, at: datetime) -> None:
    """Its deadline has passed: whoever leads there is told, each time anew."""
    once = f"handover_overdue:{row.id}:{times}"
    _mail(row, "leader_mailbox", template="handover_overdue", once=once, at=at)


def withdrawn(row: Handover, *, at: datetime) -> None:
    """Nothing more is to be done about it."""
    _mail(row, "mailbox", template="handover_withdrawn", once=f"handover_withdrawn:{row.id}", at=at)


def _mail(row: Handover, column: str, *, template: str, once: str, at: datetime) -> None:
    place = Municipality.objects.filter(code=row.municipality_code).first()
    address = (getattr(place, column) or place.mailbox) if place is not None else ""
    if address:
        outbox.mail_place(address=address, template=template, once=once, at=at)


def citizen(row: Handover, *, what: str, at: datetime) -> None:
    """One neutral sentence to the citizen's phone, if they said that is safe, when it is safe."""
    contact = steps.content_of(row).safe_contact
    conversation = Conversation.objects.select_related("citizen").get(id=row.conversation_id)
    who = conversation.citizen
    if not contact.text_ok or not who.sms_consent or who.phone_sealed is None:
        return
    try:
        outbox.text_citizen(
            conversation=conversation.id,
            template="news",
            body=wording.to_citizen("news", language=conversation.language),
            once=f"handover_{what}:{row.id}",
            at=at,
            due_at=safe_window.next_moment(at, begins=contact.text_from, ends=contact.text_until),
        )
    except data_keys.OwnerErased:
        return
