"""Reading the provider's own list, to take in what no webhook brought: after an outage, and always
once a minute."""

from datetime import datetime, timedelta

from django.conf import settings

from krisechat.models import Duty
from krisechat.operations import duties, receipts
from krisechat.outbound import current, payloads
from krisechat.outbound.provider import Listed

DUTY = "list texts"
EVERY = timedelta(minutes=1)
# Read again each time: what was on its way when the list was read last.
OVERLAP = timedelta(minutes=10)
# Younger ones have their webhook still on its way.
ON_ITS_WAY = timedelta(seconds=20)


def take_in_missing(*, at: datetime) -> int:
    """Once a minute, by one engine: returns how many texts no webhook had brought. Raises
    provider.TryLater when the list cannot be read; then it is read again in a minute."""
    return duties.do(DUTY, _take_in, every=EVERY, at=at)


def _take_in(at: datetime) -> int:
    duty = Duty.objects.get(name=DUTY)
    if duty.done_at is None:
        return 0
    since = duty.done_at - OVERLAP
    if duty.begun_at is not None:  # what came before a clock ever ran was meant for somebody else
        since = max(since, duty.begun_at)
    listed = list(current.texts().incoming(since=since))
    # The list has the newest first, and whole seconds only; they are taken in as they came.
    listed.reverse()
    in_order = sorted(listed, key=lambda each: each.at or at)
    moments = (at - timedelta(microseconds=number) for number in range(len(listed), 0, -1))
    return sum(_missing(each, at=moment) for each, moment in zip(in_order, moments, strict=True))


def _missing(listed: Listed, *, at: datetime) -> bool:
    if listed.at is not None and listed.at > at - ON_ITS_WAY:
        return False
    if not payloads.MESSAGE_SID.fullmatch(listed.id):
        return False
    return receipts.take_in(
        provider_id=listed.id,
        kind="text",
        source="listing",
        payload=payloads.as_payload(listed, account=settings.TWILIO_ACCOUNT_SID),
        sender=payloads.incoming({"From": listed.sender}).sender,
        at=at,
    )
