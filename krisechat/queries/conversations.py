"""What a conversation is like now: its state, who is in it, how far each has read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef

from krisechat.foundation.refusals import NotFound
from krisechat.models import AccessToken, Conversation, Feedback, Outbound, Participant
from krisechat.privacy import aliases, data_keys, sealing
from krisechat.queries import texts
from krisechat.realtime.hints import Position
from krisechat.states.conversation import ConversationState, Gone, Texting


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation. `account` is None for the citizen."""

    participant: int
    account: UUID | None
    author: str
    alias: str
    responsible: bool
    delivered_seq: int
    read_seq: int

    def moved(self, position: Position) -> "Member":
        """The same person, further on; never back."""
        return replace(
            self,
            delivered_seq=max(self.delivered_seq, position.delivered),
            read_seq=max(self.read_seq, position.read),
        )


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A conversation at one moment, with everybody who is in it then. `received` and `read` are how
    far those who answer have come, also those who had to leave again."""

    id: UUID
    state: str
    topic: str
    language: str
    risk: str
    via: str
    outcome: str
    last_seq: int
    revision: int
    members: tuple[Member, ...]
    received: int = 0
    read: int = 0
    texting: str = Texting.NONE
    gone: str = Gone.NO
    texts: Mapping[int, str] = field(default_factory=dict)  # by seq, how far its text has come

    @cached_property
    def _by_account(self) -> dict[UUID | None, Member]:
        return {each.account: each for each in self.members}

    def citizen(self) -> Member:
        """The citizen, who is always there."""
        return self._by_account[None]

    def moved(self, position: Position) -> "Snapshot":
        """The same, with one person further on."""
        members = tuple(
            each.moved(position) if each.participant == position.participant else each
            for each in self.members
        )
        answers = [each for each in members if each.account is not None]
        return replace(
            self,
            members=members,
            received=max([self.received, *(each.delivered_seq for each in answers)]),
            read=max([self.read, *(each.read_seq for each in answers)]),
        )

    def volunteer(self) -> Member | None:
        """Whoever is responsible now."""
        return next((each for each in self.members if each.responsible), None)

    def member_of(self, account: UUID) -> Member | None:
        return self._by_account.get(account)


def snapshots(ids: Collection[UUID]) -> dict[UUID, Snapshot]:
    """The conversations as they are now; those that do not exist or were erased are left out."""
    if not ids:
        return {}
    carried = Outbound.objects.filter(conversation_id=OuterRef("pk"), seq__isnull=False)
    rows = Conversation.objects.filter(id__in=ids).exclude(state=ConversationState.ERASED)
    rows = rows.annotate(texted=Exists(carried))
    ciphers = sealing.conversation_ciphers(ids)
    members: dict[UUID, list[Member]] = {}
    reached: dict[UUID, tuple[int, int]] = {}
    for each in Participant.objects.filter(conversation_id__in=ids).order_by("id"):
        if each.account_id is not None:
            received, read = reached.get(each.conversation_id, (0, 0))
            further = max(received, each.delivered_seq), max(read, each.read_seq)
            reached[each.conversation_id] = further
        if each.left_at is None and each.conversation_id in ciphers:
            alias = aliases.unseal(
                ciphers[each.conversation_id],
                conversation=each.conversation_id,
                account=each.account_id,
                sealed=each.alias_sealed,
            )
            members.setdefault(each.conversation_id, []).append(_member(each, alias))
    # Read after the conversations: a text is never older here than the revision it came with.
    sent = texts.of_messages([row.id for row in rows if row.texted])
    return {
        row.id: _snapshot(row, members[row.id], reached.get(row.id, (0, 0)), sent.get(row.id, {}))
        for row in rows
        if row.id in members
    }


def snapshot(id: UUID) -> Snapshot:
    """The conversation as it is now. Raises NotFound."""
    found = snapshots([id]).get(id)
    if found is None:
        raise NotFound("Not found.")
    return found


def _member(row: Participant, alias: str) -> Member:
    return Member(
        participant=row.pk,
        account=row.account_id,
        author=row.author,
        alias=alias,
        responsible=row.responsible,
        delivered_seq=row.delivered_seq,
        read_seq=row.read_seq,
    )


def _snapshot(
    row: Conversation, members: list[Member], reached: tuple[int, int], sent: Mapping[int, str]
) -> Snapshot:
    return Snapshot(
        id=row.id,
        state=row.state,
        topic=row.topic,
        language=row.language,
        risk=row.risk,
        via=row.via,
        outcome=row.outcome,
        last_seq=row.last_seq,
        revision=row.revision,
        members=tuple(members),
        received=reached[0],
        read=reached[1],
        texting=row.texting,
        gone=row.gone,
        texts=sent,
    )


def heads(ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """The newest seq and the revision of each: what a server compares its own picture with."""
    rows = Conversation.objects.filter(id__in=ids)
    return {id: (seq, revision) for id, seq, revision in rows.values_list(*_HEAD)}


_HEAD = ("id", "last_seq", "revision")


def tokens_alive(ids: Collection[int]) -> set[int]:
    """Which of these access tokens still stand."""
    return set(AccessToken.objects.filter(id__in=ids, ended_at=None).values_list("id", flat=True))


def alias_of(*, conversation: UUID, account: UUID) -> str:
    """The alias somebody has or had in the conversation; empty when they never were in it."""
    row = Participant.objects.filter(conversation_id=conversation, account_id=account).first()
    if row is None:
        return ""
    cipher = sealing.conversation_cipher(conversation)
    return aliases.unseal(
        cipher, conversation=conversation, account=account, sealed=row.alias_sealed
    )


def postal_code(conversation: UUID) -> str:
    """The four digits the citizen gave; empty when they gave none. Raises what does not open."""
    row = Conversation.objects.filter(id=conversation)
    sealed = row.values_list("postal_code_sealed", flat=True).first()
    if sealed is None:
        return ""
    return sealing.unseal(
        sealing.conversation_cipher(conversation),
        table="conversation",
        column="postal_code",
        owner=conversation,
        row=conversation,
        sealed=sealed,
    )


def backups_dead_at(conversation: UUID) -> datetime | None:
    """When the conversation's words become unreadable in the last backup too, if erased now."""
    return data_keys.backups_dead_at(owner_kind="conversation", owner_id=conversation)


def helped(conversation: UUID) -> str:
    """The first answer, yes, partly or no; empty before it."""
    row = Feedback.objects.filter(conversation_id=conversation)
    return row.values_list("helped", flat=True).first() or ""


def began(client_id: UUID | None, *, since: datetime) -> bool:
    """Whether a conversation was opened under this id since then."""
    rows = Conversation.objects.filter(opening_id=client_id, opened_at__gte=since)
    return client_id is not None and rows.exists()


def feedback_of(conversation: UUID) -> str:
    """ "" before an answer, "helped" after the first tap, "done" when words came with it."""
    row = Feedback.objects.filter(conversation_id=conversation).first()
    if row is None:
        return ""
    return "done" if row.what_would_help_sealed or row.helped == "yes" else "helped"
