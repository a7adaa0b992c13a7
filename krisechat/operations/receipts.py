"""What the provider tells us, written down as it came before anything is done with it.

A receipt's payload is sealed under a key of its own, which goes when it has been handled: what it
said lies in the conversation by then. Handling and the mark that it was handled are one
transaction, so each has its effect exactly once. One person's texts are handled in their order.
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from krisechat.foundation import leases, nudge
from krisechat.foundation.ids import new_id
from krisechat.models import InboundReceipt
from krisechat.privacy import data_keys, pseudonyms, sealing
from krisechat.privacy.retention import RetentionClass

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
AT_ONCE = 50
ROUNDS = 40  # a round takes one text of each sender; the rest comes with the next call
# One that fails again and again must not keep the same person's next words from being read.
TRIES_IN_THE_WAY = 3
LONGEST_DELAY = timedelta(minutes=10)

Payload = Mapping[str, str]


class Later(NamedTuple):
    """What handling says when the time has not come: not a failure, only `seconds` to wait."""

    seconds: float


Handle = Callable[[InboundReceipt, Payload, datetime], str | Later]


def take_in(
    *, provider_id: str, kind: str, source: str, payload: Payload, sender: str = "", at: datetime
) -> bool:
    """Stores it, once per `provider_id`; False when it is here already. `sender` is E.164.

    Raises only what the database and the key ring raise; then nothing was stored.
    """
    same = InboundReceipt.objects.filter(provider_id=provider_id)
    if same.exists():
        return False
    try:
        with transaction.atomic():
            _write(provider_id, kind, source, payload, sender=sender, at=at)
    except IntegrityError:  # another copy of it was faster
        if same.exists():
            return False
        raise
    return True


def _write(
    provider_id: str, kind: str, source: str, payload: Payload, *, sender: str, at: datetime
) -> None:
    id = new_id()
    cipher = data_keys.create(
        owner_kind="receipt", owner_id=id, retention_class=RetentionClass.RECEIPT, at=at
    )
    InboundReceipt.objects.create(
        id=id,
        provider_id=provider_id,
        kind=kind,
        source=source,
        payload_sealed=sealing.seal(
            cipher,
            table="inbound_receipt",
            column="payload",
            owner=id,
            row=id,
            text=json.dumps(dict(payload)),
        ),
        sender_digest=pseudonyms.phone_digest(sender) if sender else None,
        received_at=at,
        due_at=at,
    )
    nudge.on_commit(nudge.BROUGHT)


def handle_due(handle: Handle, *, kind: str, at: datetime) -> int:
    """Gives each due receipt of this kind to `handle`, which returns what became of it as a code,
    or Later. Returns how many were handled. One that raises is tried again, later each time."""
    handled = 0
    for _ in range(ROUNDS):
        claimed = leases.claim(_in_turn(kind), at=at, lease=LEASE, limit=AT_ONCE)
        if not claimed:
            break
        handled += sum(_handled(row, handle, at=at) for row in claimed)
    return handled


def _in_turn(kind: str) -> QuerySet[InboundReceipt]:
    """What is unhandled, each sender's oldest only."""
    unhandled = InboundReceipt.objects.filter(kind=kind, handled_at=None)
    before = unhandled.filter(
        sender_digest=OuterRef("sender_digest"), tries__lt=TRIES_IN_THE_WAY
    ).filter(
        Q(received_at__lt=OuterRef("received_at"))
        | Q(received_at=OuterRef("received_at"), id__lt=OuterRef("id"))
    )
    return unhandled.filter(~Exists(before))


class _Superseded(Exception):
    """Somebody else has the receipt by now: what this handling did is undone."""


def _handled(row: InboundReceipt, handle: Handle, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            result = handle(row, _opened(row), at)
            if isinstance(result, Later):
                leases.finish(row, due_at=at + timedelta(seconds=result.seconds))
                return False
            _close(row, result=result, at=at)
    except _Superseded:
        return False
    except Exception as error:  # one person's text must not keep another's from being read
        logger.error("a %s was not handled: %s", row.kind, type(error).__name__)
        delay = min(timedelta(seconds=2 ** min(row.tries, 10)), LONGEST_DELAY)
        leases.finish(row, due_at=at + delay, tries=row.tries + 1)
        return False
    return True


def _opened(row: InboundReceipt) -> Payload:
    cipher = data_keys.cipher_of(owner_kind="receipt", owner_id=row.id)
    text = sealing.unseal(
        cipher,
        table="inbound_receipt",
        column="payload",
        owner=row.id,
        row=row.id,
        sealed=row.payload_sealed or b"",
    )
    found: dict[str, str] = json.loads(text)
    return found


def _close(row: InboundReceipt, *, result: str, at: datetime) -> None:
    closed = leases.finish(
        row, due_at=None, handled_at=at, result=result, payload_sealed=None, sender_digest=None
    )
    if not closed:
        raise _Superseded
    data_keys.erase(owner_kind="receipt", owner_id=row.id)
