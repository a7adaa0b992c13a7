"""The citizen decides: reads it, says yes or not now, takes a yes back until it is delivered."""

from datetime import datetime, timedelta
from uuid import UUID

from krisechat.foundation import nudge
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Conversation, Message
from krisechat.operations import actors
from krisechat.queries import transcripts
from krisechat.states.conversation import Author, Via
from routing.models import Consent, Handover
from routing.operations.handovers import notices, places, steps, writing
from routing.privacy import handover_content
from routing.privacy.handover_content import Content
from routing.queries import delivery
from routing.rules import texted
from routing.states.handover import HandoverEvent, HandoverKind, HandoverState

# Which wording of the question on the page the citizen answered; changed with the wording.
TEXT_VERSION = "2026-11"
GOOD_FOR = timedelta(days=90)
HOW = ("page", "sms")


class UnableToShow(WrongState):
    """It is not a draft any more, or nobody approves this kind."""


class UnableToApprove(WrongState):
    """It is not a draft (any more), or nobody approves this kind."""


class NotWhatWasShown(UnableToApprove):
    """The citizen has not been shown what it says now: they must read it first."""


class NotTheirAnswer(UnableToApprove):
    """The message named is not the citizen's own text message, sent after they were asked."""


class UnableToDecline(WrongState):
    """The citizen is not being asked."""


class UnableToWithdraw(WrongState):
    """It was delivered already, or is a report about a child, which nobody takes back."""


def show_to_citizen(*, handover: UUID, version: int, account: UUID, at: datetime) -> None:
    """Asks the citizen to read version `version`; their page shows it from now on.

    Raises UnableToShow, ChangedMeanwhile, or BadValue while the citizen's own words are missing.
    """
    with steps.about(handover) as row:
        if row.kind == HandoverKind.CONCERN or row.state != HandoverState.DRAFT:
            raise UnableToShow("The citizen is not asked about this one (any more).")
        if row.version != version:
            raise writing.ChangedMeanwhile("Somebody else has changed it.", field="version")
        _in_their_words(row)
        steps.won(row, [HandoverState.DRAFT], at=at, shown_version=version)
        newest = Conversation.objects.values_list("last_seq", flat=True)
        steps.record(
            row,
            "shown",
            account=account,
            detail={"version": version, "seq": newest.get(id=row.conversation_id)},
            at=at,
        )


def approve(
    *,
    handover: UUID,
    version: int,
    how: str,
    municipality_code: str = "",
    corrected: Content | None = None,
    answer_seq: int | None = None,
    account: UUID | None = None,
    at: datetime,
) -> datetime:
    """The citizen says yes to version `version`, or, on the page, to what they `corrected` it to;
    returns when it is delivered. By text message a volunteer (`account`) names the citizen's own
    answer (`answer_seq`), which must be newer than the asking.

    Raises UnableToApprove, NotWhatWasShown, NotTheirAnswer, MunicipalityUnclear, NotTakenHere or
    BadValue; then nothing has changed.
    """
    if how not in HOW:
        raise BadValue("The answer comes by page or by sms.", field="how")
    with steps.about(handover) as row:
        if row.kind == HandoverKind.CONCERN or row.state != HandoverState.DRAFT:
            raise UnableToApprove("The citizen is not asked about this one (any more).")
        if row.version != version or row.shown_version != version:
            raise NotWhatWasShown("It has changed; it must be read first.", field="version")
        if how == "sms":
            _require_their_answer(row, answer_seq)
            _require_same_place(row, municipality_code)
        elif corrected is not None:
            _correct(row, corrected, at=at)
        content = _in_their_words(row)
        code = places.settle(
            chosen=municipality_code or row.municipality_code, postal_code=content.postal_code
        )
        places.require_somebody(code)
        return _approve(row, code, how=how, seq=answer_seq, account=account, at=at)


def _in_their_words(row: Handover) -> Content:
    """What it says. Raises BadValue while the citizen's own words are missing: they come first."""
    content = steps.content_of(row)
    if not content.own_words:
        raise BadValue("The citizen's own words are missing.", field="own_words")
    return content


def _correct(row: Handover, content: Content, *, at: datetime) -> None:
    """What the citizen wrote themselves, they have read."""
    if handover_content.checked(content, kind=row.kind) == steps.content_of(row):
        return
    writing.rewrite(
        row,
        version=row.version,
        content=content,
        account=None,
        at=at,
    )
    steps.won(row, [HandoverState.DRAFT], at=at, shown_version=row.version)


def _require_their_answer(row: Handover, seq: int | None) -> None:
    asked = row.steps.filter(step="shown").order_by("-id").first()
    since = asked.detail["seq"] if asked is not None else None
    theirs = Message.objects.filter(
        conversation_id=row.conversation_id,
        # Whoever came by web has a page to say yes on, which nobody can send in their name.
        conversation__via=Via.SMS,
        author=Author.CITIZEN,
        via=Via.SMS,
    )
    if seq is None or since is None or not theirs.filter(seq=seq, seq__gt=since).exists():
        raise NotTheirAnswer("This is not the citizen's answer by text message.", field="seq")
    [answer] = transcripts.after(row.conversation_id, seq - 1, limit=1)
    if texted.is_a_no(answer.body):
        raise NotTheirAnswer("This answer says no.", field="seq")


def _require_same_place(row: Handover, chosen: str) -> None:
    """By text a yes is to the municipality it stands under; another one is asked about anew."""
    if row.municipality_code and chosen not in ("", row.municipality_code):
        raise NotWhatWasShown("They said yes to another one.", field="municipality_code")


def _approve(
    row: Handover, code: str, *, how: str, seq: int | None, account: UUID | None, at: datetime
) -> datetime:
    deliver_at = delivery.delivery_at(code=code, at=at)
    steps.move(
        row,
        HandoverEvent.APPROVE,
        municipality_code=code,
        approved_version=row.version,
        deliver_at=deliver_at,
        due_at=deliver_at,
        at=at,
    )
    Consent.objects.create(
        handover_id=row.id,
        municipality_code=code,
        version=row.version,
        text_version=TEXT_VERSION,
        how=how,
        given_at=at,
        good_until=at + GOOD_FOR,
    )
    steps.record(
        row,
        "approved",
        account=account,
        actor=actors.account(account) if account else actors.CITIZEN,
        detail={"version": row.version, "how": how} | ({"seq": seq} if seq is not None else {}),
        at=at,
    )
    nudge.on_commit(nudge.CLOCK)
    return deliver_at


def decline(*, handover: UUID, at: datetime) -> None:
    """The citizen says: not now. It stays a draft; they are asked no more until it is shown again.
    Raises UnableToDecline."""
    with steps.about(handover) as row:
        if row.state != HandoverState.DRAFT or row.shown_version is None:
            raise UnableToDecline("Nothing is being asked.")
        steps.won(row, [HandoverState.DRAFT], at=at, shown_version=None)
        steps.record(row, "declined", actor=actors.CITIZEN, at=at)


def withdraw(*, handover: UUID, at: datetime) -> None:
    """The citizen takes it back; what it says is destroyed at once. Raises UnableToWithdraw once
    it was delivered, and for a report about a child."""
    with steps.about(handover) as row:
        concern = row.kind == HandoverKind.CONCERN
        if concern or not steps.move(row, HandoverEvent.WITHDRAW, at=at, **_OVER):
            raise UnableToWithdraw("It cannot be taken back (any more).")
        _consent_ends(row, at=at)
        steps.erase_content(row)
        steps.record(row, "withdrawn", actor=actors.CITIZEN, at=at)


_OVER = {"due_at": None, "deliver_at": None, "deadline_at": None}


def _consent_ends(row: Handover, *, at: datetime) -> None:
    given = Consent.objects.filter(handover_id=row.id, withdrawn_at=None)
    given.update(withdrawn_at=at)


def erase_with_conversation(conversation: UUID, *, at: datetime) -> None:
    """The citizen erases everything they can: also what was passed on in their name, and whoever
    has it is told to do no more. A report about a child is not theirs to erase.

    Within the caller's transaction, which holds the conversation's lock.
    """
    for row in Handover.objects.filter(conversation_id=conversation).exclude(
        kind=HandoverKind.CONCERN
    ):
        had_it = row.delivered_at is not None and row.state not in _SETTLED
        if not steps.move(row, HandoverEvent.ERASE, at=at, **_OVER):
            continue
        _consent_ends(row, at=at)
        steps.erase_content(row)
        steps.record(row, "erased", actor=actors.CITIZEN, at=at)
        if had_it:
            notices.withdrawn(row, at=at)


_SETTLED = (HandoverState.CLOSED, HandoverState.RETURNED)
