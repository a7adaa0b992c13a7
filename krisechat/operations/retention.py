"""What is older than its class goes, by the clock (P64). See docs/restore.md for the backups.

Owners whose days are over are erased one by one, each in a transaction of its own, and their data
key with them; whether they still are is asked again under the lock, since a last contact renews
them. What holds no word and so hangs on no key is deleted by its age. All of it bears being done
twice. A legal hold, which would keep something longer, does not exist yet.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F, QuerySet

from krisechat.models import AccessToken, InboundReceipt, Outbound, StoppedNumber
from krisechat.operations import citizens
from krisechat.privacy import data_keys
from krisechat.privacy.retention import STOPS_KEPT, TEXTS_KEPT, WEBHOOKS_KEPT
from krisechat.states.outbound import UNDECIDED

logger = logging.getLogger(__name__)

AT_ONCE = 100  # owners of a kind, and a few times as many rows without one, at each call
ROWS_AT_ONCE = 500


def erase_overdue(
    owner_kind: str, erase: Callable[[UUID], bool], *, at: datetime, limit: int = AT_ONCE
) -> int:
    """Gives each owner of this kind whose days are over to `erase`; returns how many were erased.

    One that fails is logged by kind and does not keep the others: it is tried again next time.
    """
    erased = 0
    for owner in data_keys.overdue(owner_kind=owner_kind, at=at, limit=limit):
        try:
            erased += erase(owner)
        except (DatabaseError, InterfaceError):
            raise  # the database is away, or holds a lock: all the rest would fail as well
        except Exception as error:
            logger.error("a %s was not erased: %s", owner_kind, type(error).__name__)
    return erased


def erase_citizens(*, at: datetime) -> int:
    """Names and numbers, 30 days after the last contact."""
    return erase_overdue("citizen", lambda id: citizens.forget_overdue(id, at=at), at=at)


def erase_receipts(*, at: datetime) -> int:
    """What a webhook brought and nobody could handle for a week; it only proves that it came."""
    return erase_overdue("receipt", lambda id: _close_receipt(id, at=at), at=at)


def _close_receipt(id: UUID, *, at: datetime) -> bool:
    with transaction.atomic():
        if not data_keys.erase_overdue(owner_kind="receipt", owner_id=id, at=at):
            return False
        rows = InboundReceipt.objects.filter(id=id)
        rows.update(payload_sealed=None, sender_digest=None)
        rows.filter(handled_at=None).update(
            handled_at=at, result="too_old", due_at=None, leased_until=None, fence=F("fence") + 1
        )
    return True


def prune(*, at: datetime) -> int:
    """Texts that were sent, webhooks that were handled, tokens and logins that ended."""
    before = at - TEXTS_KEPT
    decided = Outbound.objects.exclude(state__in=[str(each) for each in UNDECIDED])
    return (
        delete_some(decided.filter(created_at__lt=before))
        # Their ids are what keeps a webhook that somebody replays from coming in anew.
        + delete_some(InboundReceipt.objects.filter(handled_at__lt=at - WEBHOOKS_KEPT))
        + delete_some(AccessToken.objects.filter(ended_at__lt=before))
        + delete_some(StoppedNumber.objects.filter(stopped_at__lt=at - STOPS_KEPT))
        + delete_some(Session.objects.filter(expire_date__lt=at))
    )


def delete_some(rows: "QuerySet[Any]", *, limit: int = ROWS_AT_ONCE) -> int:
    """At most `limit` of these rows, and what hangs on them, in one short transaction."""
    some = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    if some:
        rows.model._default_manager.filter(pk__in=some).delete()
    return len(some)
