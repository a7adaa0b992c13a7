"""A handover as its citizen may know it: what it says, who has it by first name, what happens next
and at what real moment. Reports about a child are not among them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from routing.models import Handover
from routing.privacy import handovers as sealed
from routing.privacy.handover_content import Content
from routing.queries import delivery, municipalities
from routing.queries.municipalities import Place
from routing.states.handover import HandoverKind, HandoverState


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizensHandover:
    """`stage` is to_read, approved, delivered, taken, contacted, returned, or draft (nothing is
    asked of the citizen). `next_at` is when the next thing happens: delivery, or by when somebody
    there owes the next step. `late`: that has passed, and whoever leads there was told.
    `answers`: what the municipality wrote back to somebody who asked without a name, since
    nobody there can reach them."""

    id: UUID
    kind: str
    stage: str
    version: int
    content: Content = field(repr=False)
    municipality: Place | None
    candidates: list[Place]
    arrives_at: datetime | None
    next_at: datetime | None
    late: bool
    contact_name: str
    approved_at: datetime | None
    delivered_at: datetime | None
    taken_at: datetime | None
    contacted_at: datetime | None
    can_withdraw: bool
    answers: list[str] = field(repr=False)


_STAGES = {
    HandoverState.APPROVED: "approved",
    HandoverState.DELIVERED: "delivered",
    HandoverState.ACKNOWLEDGED: "delivered",
    HandoverState.ASSIGNED: "taken",
    HandoverState.CONTACTED: "contacted",
    HandoverState.CLOSED: "contacted",
    HandoverState.RETURNED: "returned",
}


def of_conversation(conversation: UUID, *, at: datetime) -> CitizensHandover | None:
    """The newest handover the citizen has a say in; None when there is none, or what it said is
    gone."""
    row = _newest(conversation)
    key = sealed.ciphers([row.id]).get(row.id) if row is not None else None
    if row is None or key is None or row.content_sealed is None:
        return None
    content = sealed.unseal(key, row.id, version=row.version, sealed=row.content_sealed)
    return _seen(row, content, at=at)


def stage_of(conversation: UUID) -> str | None:
    """Only how far it is, without opening anything: to_read, approved, delivered, taken,
    contacted, returned, or None."""
    row = _newest(conversation)
    stage = _stage(row) if row is not None else "draft"
    return None if stage == "draft" else stage


def _newest(conversation: UUID) -> Handover | None:
    rows = Handover.objects.filter(conversation_id=conversation)
    return (
        rows.exclude(kind=HandoverKind.CONCERN)
        .exclude(state=HandoverState.WITHDRAWN)
        .select_related("contact_person")
        .order_by("-created_at", "-id")
        .first()
    )


def _stage(row: Handover) -> str:
    if row.state == HandoverState.DRAFT:
        return "to_read" if row.shown_version == row.version else "draft"
    return _STAGES[HandoverState(row.state)]


def _seen(row: Handover, content: Content, *, at: datetime) -> CitizensHandover:
    name = municipalities.name_of(row.municipality_code)
    place = Place(code=row.municipality_code, name=name) if name else None
    when = _moments(row)
    return CitizensHandover(
        id=row.id,
        kind=row.kind,
        stage=_stage(row),
        version=row.version,
        content=content,
        municipality=place,
        candidates=municipalities.of_postcode(content.postal_code),
        arrives_at=_arrives_at(row, at=at),
        next_at=row.deliver_at if row.state == HandoverState.APPROVED else row.deadline_at,
        late=row.climbed_at is not None,
        contact_name=_first_name(row),
        approved_at=when.get("approved"),
        delivered_at=row.delivered_at,
        taken_at=when.get("assigned"),
        contacted_at=row.contacted_at,
        can_withdraw=row.state in (HandoverState.DRAFT, HandoverState.APPROVED),
        answers=_answers(row) if row.kind == HandoverKind.ADVICE else [],
    )


def _answers(row: Handover) -> list[str]:
    key = sealed.cipher(row.id)
    words = row.words.filter(side="municipality").order_by("at", "id")
    return [
        sealed.unseal_word(key, row.id, word=each.id, sealed=each.body_sealed) for each in words
    ]


def _arrives_at(row: Handover, *, at: datetime) -> datetime | None:
    """The real moment it arrives, or would if they said yes now."""
    if row.deliver_at is not None or not row.municipality_code:
        return row.deliver_at
    return delivery.delivery_at(code=row.municipality_code, at=at)


def _first_name(row: Handover) -> str:
    person = row.contact_person
    return person.name.split()[0] if person is not None and person.name.split() else ""


def _moments(row: Handover) -> dict[str, datetime]:
    """When each step was taken last."""
    return dict(row.steps.order_by("id").values_list("step", "at"))
