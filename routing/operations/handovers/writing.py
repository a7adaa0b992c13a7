"""Writing a handover together: begun by a volunteer, in the citizen's own words."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from krisechat.foundation import envelope
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Conversation
from krisechat.operations import actors, conversations
from krisechat.operations.audit import Actor
from krisechat.privacy import data_keys
from krisechat.queries import conversations as conversation_queries
from routing import access
from routing.models import Handover
from routing.operations.handovers import places, steps
from routing.privacy import handover_content
from routing.privacy import handovers as sealed
from routing.privacy.handover_content import FIELDS, Content
from routing.states.handover import HandoverEvent, HandoverKind, HandoverState


class UnableToDraft(WrongState):
    """One is being written or waits for delivery already; that one is to be changed."""


class UnableToWrite(WrongState):
    """It is on its way or was withdrawn, or the citizen has said yes to it and whoever wants to
    change it is not with them any more to ask anew: nothing in it is changed."""


class ChangedMeanwhile(WrongState):
    """Somebody else wrote in it since it was read: what they wrote is not overwritten."""


def draft(*, account: UUID, conversation: UUID, kind: str, at: datetime) -> UUID:
    """Begins a handover and returns its id; what the citizen said at the door is in it.

    Raises BadValue, NotFound when the person has no part in the conversation, UnableToDraft.
    """
    if kind not in set(HandoverKind):
        raise BadValue("This is not one of the kinds.", field="kind")
    access.require_may_write(account=account, conversation=conversation, kind=kind, at=at)
    try:
        with transaction.atomic():
            conversations.touch(conversation)
            row = _begin(account, conversation, kind, at=at)
            steps.record(row, "drafted", account=account, detail={"kind": kind}, at=at)
    except IntegrityError:
        raise UnableToDraft("There is one already; change that one.") from None
    return row.id


def _begin(account: UUID, conversation: UUID, kind: str, *, at: datetime) -> Handover:
    id = new_id()
    sealed.new_key(id, at=at)
    postal_code = _postal_code(conversation)
    content = _known_already(conversation, kind, postal_code=postal_code)
    # Where advice is asked for without a name, the postcode leads the way and stays behind.
    place = places.guess(postal_code)
    return Handover.objects.create(
        id=id,
        conversation_id=conversation,
        kind=kind,
        state=HandoverState.DRAFT,
        municipality_code=place,
        written_by_id=account,
        content_sealed=sealed.seal(id, version=1, content=content),
        created_at=at,
        changed_at=at,
    )


def _known_already(conversation: UUID, kind: str, *, postal_code: str) -> Content:
    row = Conversation.objects.get(id=conversation)
    code = postal_code if "postal_code" in FIELDS[kind] else ""
    return Content(language=row.language, risk=row.risk, postal_code=code)


def _postal_code(conversation: UUID) -> str:
    try:
        return conversation_queries.postal_code(conversation)
    except (data_keys.OwnerErased, envelope.Tampered):
        return ""


def write(
    *,
    handover: UUID,
    version: int,
    content: Content,
    municipality_code: str = "",
    postal_code: str = "",
    account: UUID | None = None,
    at: datetime,
) -> int:
    """Stores new content in place of version `version` and returns the new version. What was
    approved must be approved anew. A `municipality_code` that is given is taken; else a new
    postcode leads the way, as far as it is unambiguous. Without an account it is the citizen who
    writes.

    Raises BadValue, UnableToWrite, ChangedMeanwhile; then nothing has changed.
    """
    with steps.about(handover) as row:
        rewrite(
            row,
            version=version,
            content=content,
            municipality_code=municipality_code,
            postal_code=postal_code,
            account=account,
            at=at,
        )
        return row.version


def rewrite(
    row: Handover,
    *,
    version: int,
    content: Content,
    municipality_code: str = "",
    postal_code: str = "",
    account: UUID | None,
    at: datetime,
) -> None:
    """The same within a step; `row` follows."""
    clean = handover_content.checked(content, kind=row.kind)
    if row.state not in (HandoverState.DRAFT, HandoverState.APPROVED):
        raise UnableToWrite("Nothing in it can be changed any more.")
    if row.version != version:
        raise ChangedMeanwhile("Somebody else has changed it.", field="version")
    by = actors.account(account) if account else actors.CITIZEN
    if row.state == HandoverState.APPROVED:
        if account is not None and not access.takes_part(account, row.conversation_id):
            raise UnableToWrite("The citizen has said yes to this, and is not here to be asked.")
        _back_to_draft(row, by, account=account, at=at)
    steps.won(
        row,
        [HandoverState.DRAFT],
        at=at,
        version=version + 1,
        content_sealed=sealed.seal(row.id, version=version + 1, content=clean),
        municipality_code=_place(row, municipality_code, postal_code or clean.postal_code),
    )
    steps.record(row, "written", account=account, actor=by, detail={"version": row.version}, at=at)


def _back_to_draft(row: Handover, by: Actor, *, account: UUID | None, at: datetime) -> None:
    steps.move(row, HandoverEvent.REWRITE, due_at=None, deliver_at=None, at=at)
    steps.record(row, "reopened", account=account, actor=by, at=at)


def _place(row: Handover, chosen: str, postal_code: str) -> str:
    """Chosen, else where a new postcode lies, else as it was."""
    if chosen:
        return places.named(chosen)
    if postal_code and row.municipality_code not in places.codes_of(postal_code):
        return places.guess(postal_code)
    return row.municipality_code
