"""Handovers as each side may see them. Reading one as somebody who works here goes through
routing/operations/handovers/reading.py, which puts it on record."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from krisechat.foundation.refusals import NotFound
from krisechat.states.conversation import Risk
from routing import access
from routing.access import Side
from routing.models import Consent, Handover, HandoverStep
from routing.privacy import handovers as sealed
from routing.privacy.handover_content import Content
from routing.queries import municipalities
from routing.rules import concern_form
from routing.states.handover import OWED, HandoverKind, HandoverState

INBOX_MAX = 200
# Once the municipality has acknowledged it, the helpline's side sees its way, not its words (P62).
_WITH_THE_HELPLINE = frozenset(
    {HandoverState.DRAFT, HandoverState.APPROVED, HandoverState.DELIVERED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works here."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A handover in a list. `content` is None where it is not (any more) to be read there.
    `deadline_at` is when the next step is owed; `climbed_at` is set while that has passed and
    whoever leads was told."""

    id: UUID
    conversation: UUID
    kind: str
    state: str
    municipality_code: str
    municipality: str
    written_by: Person
    contact_person: Person | None
    content: Content | None = field(repr=False)
    version: int
    risk: str
    created_at: datetime
    changed_at: datetime
    deliver_at: datetime | None
    delivered_at: datetime | None
    deadline_at: datetime | None
    due_at: datetime | None
    climbed_at: datetime | None
    contacted_at: datetime | None

    @property
    def owed(self) -> bool:
        """Whether the municipality owes the next step."""
        return self.state in OWED


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened: a code (routing/README.md lists them), by whom, when."""

    step: str
    by: str  # a name, empty for the citizen and the clock
    at: datetime
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word between the two sides; `side` is helpline or municipality."""

    id: UUID
    side: str
    by: str
    body: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One handover with its history. `missing` are the codes of what a report about a child still
    lacks; `given` is the consent it rests on; `who` may become its contact person; `read_there`
    says whether anybody in its municipality takes handovers here."""

    row: Row
    side: Side
    shown_version: int | None
    approved_version: int | None
    history: list[Step]
    words: list[Word]
    missing: list[str]
    given: Consent | None
    who: list[Person]
    read_there: bool


def inbox(account: UUID) -> list[Row]:
    """What the municipalities this person works for were given, newest change first; nothing for
    anybody else."""
    return _rows(access.delivered_to(access.codes_of(account)), side=Side.MUNICIPALITY)


def on_their_way(account: UUID) -> list[Row]:
    """Everything of the organisations this person coordinates or leads that is not closed,
    without a word of what it says."""
    rows = access.led_by(account).exclude(state__in=[HandoverState.CLOSED, HandoverState.WITHDRAWN])
    return _rows(rows, side=None)


def written_by(account: UUID) -> list[Row]:
    """What this person wrote, so that they learn what became of it; without its words."""
    return _rows(Handover.objects.filter(written_by_id=account), side=None)


def opened(account: UUID, id: UUID) -> Opened:
    """One handover as this person may see it. Raises NotFound."""
    reached = access.handover_for(account, id)
    row = _known().get(id=reached.handover)
    return _opened(row, reached.side)


def current(*, account: UUID, conversation: UUID) -> tuple[UUID | None, UUID | None]:
    """The newest handover with the citizen and the newest report about a child in a conversation,
    as far as this person may see them. What was withdrawn is nobody's any more."""
    rows = Handover.objects.filter(conversation_id=conversation).order_by("-created_at", "-id")
    concerns = rows.filter(kind=HandoverKind.CONCERN)
    others = rows.exclude(kind=HandoverKind.CONCERN).exclude(state=HandoverState.WITHDRAWN)
    return _seen_by(account, others), _seen_by(account, concerns)


def _seen_by(account: UUID, rows: QuerySet[Handover]) -> UUID | None:
    id = rows.values_list("id", flat=True).first()
    if id is None:
        return None
    try:
        return access.handover_for(account, id).handover
    except NotFound:
        return None


def _opened(row: Handover, side: Side) -> Opened:
    key = sealed.ciphers([row.id]).get(row.id)
    shown = _row(row, key, side=side)
    return Opened(
        row=shown,
        side=side,
        shown_version=row.shown_version,
        approved_version=row.approved_version,
        history=history(row.id),
        words=_words(row, key),
        missing=missing(shown.content) if row.kind == HandoverKind.CONCERN else [],
        given=Consent.objects.filter(handover_id=row.id).order_by("-given_at").first(),
        who=people_of(row.municipality_code),
        read_there=access.takes_handovers(row.municipality_code),
    )


def missing(content: Content | None) -> list[str]:
    """What a report about a child still lacks, as codes; it may be sent all the same."""
    if content is None:
        return []
    form = content.concern
    return concern_form.missing(
        reporter=form.reporter,
        child=form.child,
        child_age=form.child_age,
        place=form.place or content.postal_code,
        problem=form.problem,
        observed=form.observed,
        since=form.since,
    )


def people_of(code: str) -> list[Person]:
    """Who in this municipality can be somebody's contact person, by name."""
    rows = (
        access.works_there(code).order_by("account__name").values_list("account", "account__name")
    )
    return [Person(id=id, name=name) for id, name in dict(rows).items()]


def history(handover: UUID) -> list[Step]:
    """Everything that happened, oldest first."""
    rows = HandoverStep.objects.filter(handover_id=handover).select_related("account")
    return [
        Step(
            step=each.step,
            by=each.account.name if each.account else "",
            at=each.at,
            detail=each.detail,
        )
        for each in rows.order_by("id")
    ]


def _known() -> QuerySet[Handover]:
    return Handover.objects.select_related("written_by", "contact_person")


def _rows(found: QuerySet[Handover], *, side: Side | None) -> list[Row]:
    rows = list(
        found.select_related("written_by", "contact_person").order_by("-changed_at", "-id")[
            :INBOX_MAX
        ]
    )
    keys = sealed.ciphers([row.id for row in rows]) if side is not None else {}
    return [_row(row, keys.get(row.id), side=side) for row in rows]


def _row(row: Handover, key: Any, *, side: Side | None) -> Row:
    content = _content(row, key) if _readable(row, side) else None
    return Row(
        id=row.id,
        conversation=row.conversation_id,
        kind=row.kind,
        state=row.state,
        municipality_code=row.municipality_code,
        municipality=municipalities.name_of(row.municipality_code),
        written_by=Person(id=row.written_by_id, name=row.written_by.name),
        contact_person=_person(row.contact_person),
        content=content,
        version=row.version,
        risk=content.risk if content is not None else Risk.NONE,
        created_at=row.created_at,
        changed_at=row.changed_at,
        deliver_at=row.deliver_at,
        delivered_at=row.delivered_at,
        deadline_at=row.deadline_at,
        due_at=row.due_at,
        climbed_at=row.climbed_at,
        contacted_at=row.contacted_at,
    )


def _person(account: Any) -> Person | None:
    return Person(id=account.id, name=account.name) if account is not None else None


def _readable(row: Handover, side: Side | None) -> bool:
    return side == Side.MUNICIPALITY or (side is not None and row.state in _WITH_THE_HELPLINE)


def _content(row: Handover, key: Any) -> Content | None:
    """What it says; None when it was erased or its days are over."""
    if key is None or row.content_sealed is None:
        return None
    return sealed.unseal(key, row.id, version=row.version, sealed=row.content_sealed)


def _words(row: Handover, key: Any) -> list[Word]:
    if key is None:
        return []
    return [
        Word(
            id=each.id,
            side=each.side,
            by=each.account.name if each.account else "",
            body=sealed.unseal_word(key, row.id, word=each.id, sealed=each.body_sealed),
            at=each.at,
        )
        for each in row.words.select_related("account").order_by("at", "id")
    ]
