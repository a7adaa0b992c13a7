"""Reading the audit log's chain, and finding where it was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from krisechat.foundation import hash_chain
from krisechat.foundation.append_only import KEPT_DAYS
from krisechat.foundation.hash_chain import Head
from krisechat.models.audit_entry import AuditEntry, AuditSeal
from krisechat.privacy import current

KEPT = timedelta(days=KEPT_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` found. `bad_position` is the place in the chain, from 1, of the first row
    that is not as it was written; `bad_entry` its id where the row is still there."""

    chained: int
    unchained: int
    head: Head | None
    problem: str | None = None
    bad_position: int | None = None
    bad_entry: int | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing was found to be changed."""
        return self.problem is None


class _Broken(Exception):
    def __init__(self, problem: str, *, position: int, entry: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.position, self.entry = problem, position, entry


def head_of(row: AuditSeal) -> Head:
    """What the seal is a signature over."""
    return Head(position=row.position, hash=bytes(row.head_hash), sealed_at=row.sealed_at)


def newest_seal() -> AuditSeal | None:
    """The seal over the whole chain; None before the first."""
    return AuditSeal.objects.order_by("-position").first()


def last_head() -> Head | None:
    """The newest signed head; None before the first seal."""
    newest = newest_seal()
    return head_of(newest) if newest else None


def link_of(row: AuditEntry, *, position: int, previous: bytes) -> bytes:
    """The hash this entry has, or should have, at that place in the chain."""
    content = {
        "id": row.id,
        "at": row.at,
        "actor": [row.actor_kind, row.actor_id],
        "action": row.action,
        "object": [row.object_kind, row.object_id],
        "purpose": row.purpose,
        "detail": row.detail,
    }
    return hash_chain.link(position=position, previous=previous, record=content)


def verify(*, at: datetime, head: tuple[Head, bytes] | None = None) -> Verification:
    """Recomputes the whole chain and its signatures; `at` is the present moment.

    Finds entries that were edited, removed or reordered, and a chain that was rewritten without
    the signing key. A cut at the end shows only against `head`, a head with its signature that
    was exported earlier and kept elsewhere. What is over twelve months old may be gone, up to a
    seal of that age.
    """
    last = AuditEntry.objects.exclude(position=None).order_by("-position").first()
    # Read after the last chained entry: both are written in one commit, so however the sealer
    # runs meanwhile, these seals cover that entry.
    seals = {row.position: row for row in AuditSeal.objects.order_by("position").iterator()}
    until = max([*seals, (last.position if last else None) or 0])
    walk = _Walk(seals, until=until, exported=head, at=at)
    try:
        walk.to_the_end()
    except _Broken as broken:
        return walk.verdict(broken)
    return walk.verdict(None)


class _Walk:
    """One walk along the chain, from its beginning or the seal it was pruned to."""

    def __init__(
        self,
        seals: dict[int, AuditSeal],
        *,
        until: int,
        exported: tuple[Head, bytes] | None,
        at: datetime,
    ) -> None:
        self._seals = seals
        self._until = until
        self._exported = exported[0] if exported else None
        self._signature = exported[1] if exported else b""
        self._at = at
        self._key = current.keyring().signing_key()
        self._agreed = 0
        self._position = 0
        self._hash = hash_chain.BEFORE_THE_FIRST
        self._count = 0

    def to_the_end(self) -> None:
        """Raises _Broken at the first place that is not as it was written."""
        told = self._exported
        if told is not None and not told.is_signed(self._signature, by=self._key):
            raise _Broken("The exported head is not signed with our key.", position=told.position)
        rows = self._entries()
        first = next(rows, None)
        self._begin(first)
        for row in chain([first], rows) if first else ():
            self._take(row)
        self._end()

    def verdict(self, broken: _Broken | None) -> Verification:
        """What was found, with the figures of the walk so far."""
        newest = self._seals[max(self._seals)] if self._seals else None
        return Verification(
            chained=self._count,
            unchained=AuditEntry.objects.filter(position=None).count(),
            head=head_of(newest) if newest else None,
            problem=broken.problem if broken else None,
            bad_position=broken.position if broken else None,
            bad_entry=broken.entry if broken else None,
        )

    def _entries(self) -> Iterator[AuditEntry]:
        rows = AuditEntry.objects.filter(position__lte=self._until)
        return rows.order_by("position").iterator(chunk_size=2000)

    def _begin(self, first: AuditEntry | None) -> None:
        """Accepts a missing beginning only where a seal of that age says what came before."""
        pruned_to = (first.position or 1) - 1 if first else max(self._seals, default=0)
        if pruned_to == 0:
            return
        seal = self._seals.get(pruned_to)
        if seal is None or seal.sealed_at > self._at - KEPT:
            raise _Broken(f"The entries up to position {pruned_to} are missing.", position=1)
        self._position, self._hash = pruned_to, bytes(seal.head_hash)
        self._compare()

    def _take(self, row: AuditEntry) -> None:
        expected = self._position + 1
        if row.position != expected:
            raise _Broken(f"The entry at position {expected} is missing.", position=expected)
        hash = link_of(row, position=expected, previous=self._hash)
        stored = (bytes(row.previous_hash or b""), bytes(row.hash or b""))
        if stored != (self._hash, hash):
            raise _Broken(
                f"The entry at position {expected} is not as it was written.",
                position=expected,
                entry=row.id,
            )
        self._position, self._hash = expected, hash
        self._count += 1
        self._compare()

    def _compare(self) -> None:
        """Holds this place against the seal and the exported head that speak of it."""
        seal = self._seals.get(self._position)
        if seal is not None:
            if not head_of(seal).is_signed(bytes(seal.signature), by=self._key):
                raise _Broken(
                    f"The seal at position {self._position} is not signed with our key.",
                    position=self._position,
                )
            self._agree(bytes(seal.head_hash))
        told = self._exported
        if told is not None and told.position == self._position and told.hash != self._hash:
            raise _Broken(
                f"The chain up to position {self._position} is not the one whose head was "
                "exported: it was rewritten and sealed anew.",
                position=self._position,
            )

    def _agree(self, signed: bytes) -> None:
        if signed != self._hash:
            raise _Broken(
                f"The chain was rewritten between positions {self._agreed + 1} and "
                f"{self._position}: it is not what was signed.",
                position=self._agreed + 1,
            )
        self._agreed = self._position

    def _end(self) -> None:
        told = self._exported.position if self._exported else 0
        signed_to = max([*self._seals, told])
        if signed_to > self._position:
            missing = self._position + 1
            raise _Broken(
                f"The chain was signed up to position {signed_to}, but ends before position "
                f"{missing}.",
                position=missing,
            )
        if self._position > max(self._seals, default=0):
            raise _Broken(
                f"The entries after position {self._agreed} are not signed.",
                position=self._agreed + 1,
            )
