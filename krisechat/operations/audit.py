"""The audit log: who did or read what, when, and for which purpose (P28).

An entry is inserted in the transaction of what it tells about, so there is never one without the
other. It is not chained there: a chain shared by all writers would make them wait for each other.
Every few seconds the sealer gives the entries that have settled their places in the chain and
signs the head. `audit verify` recomputes it all; `audit head` is copied out, since a log that was
cut off at its end looks whole from within.

Entries hold ids and codes. No word, name or number of a person goes in, so erasing a person needs
no change here: the ids lose their meaning with the rows they point to. Entries are deleted when
they are over twelve months old.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from krisechat.foundation import hash_chain
from krisechat.foundation.hash_chain import Head
from krisechat.models.audit_entry import AuditEntry, AuditSeal
from krisechat.privacy import current
from krisechat.queries.audit_chain import KEPT, Verification, last_head, link_of, verify

__all__ = ["Actor", "UnfitForAudit", "Verification", "prune", "record", "seal", "verify"]

SETTLED_AFTER = timedelta(seconds=2)
AT_ONCE = 500

_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,64}", re.ASCII)
_LONG_NUMBER = re.compile(r"[0-9]{8,}", re.ASCII)


class Actor(NamedTuple):
    """Who acts: a kind (citizen, volunteer, system, operator) and an id, never a name."""

    kind: str
    id: str = ""


class UnfitForAudit(ValueError):
    """The value could be a person's words, name or number. Its text names the field only."""


class _LostRace(Exception):
    """Another sealer chained the same entries first."""


def record(
    *,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: str | int | UUID,
    purpose: str = "",
    detail: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Adds an entry within the caller's transaction: it exists if and only if the cause does.

    Everything is a code or an id of at most 64 letters, digits and `_.:-`; `detail` maps codes to
    codes, whole numbers, booleans, null, or lists of these. Raises UnfitForAudit for anything
    else, a long number in text included: free text has no place here.
    """
    texts = {
        "actor": actor.kind,
        "actor_id": actor.id,
        "action": action,
        "object_kind": object_kind,
        "object_id": str(object_id),
        "purpose": purpose,
    }
    for field, value in texts.items():
        _refuse_free_text(field, value)
    _refuse_unfit_detail(detail or {})
    AuditEntry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        purpose=purpose,
        detail=dict(detail or {}),
    )


def seal(*, at: datetime) -> int:
    """Chains the entries that are older than two seconds at `at`, in the order of their ids, and
    signs the new head. Returns how many, at most 500; call again while it returns that many.

    One sealer runs at a time; should two, each entry still gets one place: the conditional update
    and the unique position let one win, and the other returns 0 having changed nothing.
    """
    before = last_head()
    try:
        with transaction.atomic():
            settled = AuditEntry.objects.filter(position=None, at__lte=at - SETTLED_AFTER)
            return _chain(settled.order_by("id")[:AT_ONCE], after=before, at=at)
    except _LostRace:
        return 0
    except IntegrityError:
        if last_head() == before:
            raise
        return 0


def prune(*, at: datetime) -> int:
    """Deletes what is over twelve months old at `at`, up to a seal, and keeps that seal: from it
    the rest of the chain is verified. Returns how many entries went.
    """
    old = AuditSeal.objects.filter(sealed_at__lt=at - KEPT).order_by("-position").first()
    if old is None:
        return 0
    with transaction.atomic():
        gone, _ = AuditEntry.objects.filter(position__lte=old.position).delete()
        AuditSeal.objects.filter(position__lt=old.position).delete()
    return gone


def _chain(rows: Iterable[AuditEntry], *, after: Head | None, at: datetime) -> int:
    position = after.position if after else 0
    previous = after.hash if after else hash_chain.BEFORE_THE_FIRST
    for row in rows:
        position += 1
        hash = link_of(row, position=position, previous=previous)
        unchained = AuditEntry.objects.filter(id=row.id, position=None)
        if unchained.update(position=position, previous_hash=previous, hash=hash) != 1:
            raise _LostRace
        previous = hash
    count = position - (after.position if after else 0)
    if count:
        _sign(Head(position=position, hash=previous, sealed_at=at))
    return count


def _sign(head: Head) -> None:
    AuditSeal.objects.create(
        position=head.position,
        head_hash=head.hash,
        signature=head.signed_by(current.keyring().signing_key()),
        sealed_at=head.sealed_at,
    )


def _refuse_unfit_detail(detail: Mapping[str, Any]) -> None:
    for key, value in detail.items():
        _refuse_free_text("detail", key)
        for each in value if isinstance(value, list | tuple) else (value,):
            if isinstance(each, str):
                _refuse_free_text("detail", each)
            elif not (each is None or isinstance(each, bool | int)):
                raise UnfitForAudit("detail holds something that is not a code or a whole number.")


def _refuse_free_text(field: str, value: str) -> None:
    if not _CODE.fullmatch(value) or (_LONG_NUMBER.fullmatch(value) and field == "detail"):
        raise UnfitForAudit(f"{field} is not a code or an id.")
