"""Sending what is due: at least once, never twice by us (P11).

The row is `sending`, and that is committed, before the provider is called; no call is made inside
a transaction. Whoever finds it `sending` with its lease over, or gets an answer that says neither
yes nor no, moves it to `unknown`: then the provider's own list is read before anything is sent
again. To one recipient texts go one at a time, in the order in which they were made; to several,
several at once.
"""

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from krisechat.foundation import leases
from krisechat.models import Outbound
from krisechat.operations import outbound_steps as steps
from krisechat.operations import texting
from krisechat.outbound import current, mail, payloads, wording
from krisechat.outbound.provider import InDoubt, Listed, Refused, TryLater
from krisechat.queries import letters
from krisechat.queries.letters import Letter, MayNotGo, NotNeeded, OverBudget
from krisechat.states.outbound import UNDECIDED, Channel, OutboundState

logger = logging.getLogger(__name__)

# From the claim until the call is written down; no row is claimed that cannot begin at once.
LEASE = timedelta(seconds=20)
ONE_ROUND_SECONDS = 5.0
# A call begun later than this after it was written down is not made: others may think us dead.
LATE_SECONDS = 20.0
# A provider that was slow may take a text in after we gave up. Not there after this: never came.
SETTLED = timedelta(seconds=45)
LOOKS = (timedelta(seconds=2), timedelta(seconds=5), timedelta(seconds=15), SETTLED)
SKEW = timedelta(seconds=30)  # between the provider's clock and ours
LONGEST_DELAY = timedelta(seconds=60)
OVER_BUDGET = timedelta(seconds=60)


class _Watch:
    """What time it is while a round goes on that began at `at`."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def now(self) -> datetime:
        return self._at + timedelta(seconds=self.seconds)


def send_due(*, at: datetime) -> int:
    """Sends, or looks up, everything due at `at`; returns how many rows were worked on.

    After five seconds no new ones are begun: whoever calls this again and again comes to the rest.
    """
    watch = _Watch(at)
    pool, places = _pool(), settings.KRISECHAT_TEXTS_AT_ONCE
    running: set[Future[None]] = set()
    done = 0
    while True:
        if watch.seconds < ONE_ROUND_SECONDS:
            for row in _claimed(limit=places - len(running), at=watch.now()):
                running.add(pool.submit(_alone, row, watch))
        if not running:
            return done
        finished, running = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
        for each in finished:
            each.result()
            done += 1


def _claimed(*, limit: int, at: datetime) -> list[Outbound]:
    return leases.claim(_in_turn(at=at), at=at, lease=LEASE, limit=limit) if limit else []


def _in_turn(*, at: datetime) -> QuerySet[Outbound]:
    """What is undecided and has no undecided text to the same recipient before it. A sentence of
    ours that waits for an hour at which the phone is safe holds no message up."""
    same = Outbound.objects.filter(
        recipient_id=OuterRef("recipient_id"), channel=OuterRef("channel"), state__in=UNDECIDED
    ).exclude(state=OutboundState.QUEUED, seq__isnull=True, tries=0, due_at__gt=at)
    before = same.filter(
        Q(created_at__lt=OuterRef("created_at"))
        | Q(created_at=OuterRef("created_at"), id__lt=OuterRef("id"))
    )
    begun = Q(state__in=[OutboundState.SENDING, OutboundState.UNKNOWN])
    return Outbound.objects.filter(begun | (Q(state=OutboundState.QUEUED) & ~Exists(before)))


class _SameThread:
    """Does the work at once, where one text at a time is enough."""

    def submit(self, work: object, row: Outbound, watch: _Watch) -> "Future[None]":
        done: Future[None] = Future()
        try:
            _one(row, watch)
            done.set_result(None)
        except Exception as error:  # told where the result is asked for
            done.set_exception(error)
        return done


@cache
def _pool() -> "ThreadPoolExecutor | _SameThread":
    places = settings.KRISECHAT_TEXTS_AT_ONCE
    return ThreadPoolExecutor(places, thread_name_prefix="texts") if places > 1 else _SameThread()


def _alone(row: Outbound, watch: _Watch) -> None:
    """In a thread of the pool, with a database connection for this piece of work."""
    close_old_connections()
    try:
        _one(row, watch)
    finally:
        connection.close()


def _one(row: Outbound, watch: _Watch) -> None:
    if row.state == OutboundState.SENDING:  # whoever was at it is gone
        steps.doubt(row, due_at=watch.now(), code="interrupted")
    elif row.state == OutboundState.UNKNOWN:
        _look_up(row, watch)
    else:
        _send(row, watch)


# ── Sending ──────────────────────────────────────────────────────────────────────────────────


def _send(row: Outbound, watch: _Watch) -> None:
    try:
        letter = letters.letter(row, at=watch.now())
    except NotNeeded as reason:
        steps.cancel(row, code=reason.code, at=watch.now())
    except MayNotGo as reason:
        steps.refuse(row, code=reason.code, at=watch.now())
    except OverBudget as budget:
        logger.error("text budget used up: %s", budget.code)
        steps.postpone(row, due_at=watch.now() + OVER_BUDGET, code="budget")
    else:
        _call(row, letter, watch)


def _call(row: Outbound, letter: Letter, watch: _Watch) -> None:
    began = watch.seconds
    tried_at = watch.now()
    if not steps.call(row, at=tried_at):
        return
    row.tries, row.tried_at = row.tries + 1, tried_at
    try:
        if watch.seconds - began > LATE_SECONDS:
            raise InDoubt("late")
        provider_id = _carried(row, letter)
    except Refused as refusal:
        steps.refuse(row, code=refusal.code, at=watch.now())
        if refusal.code == payloads.STOPPED_THERE:
            texting.stopped_there(text=row, at=watch.now())
    except TryLater as later:
        steps.retry(row, due_at=watch.now() + _delay(row.tries), code=later.code)
    except InDoubt as doubt:
        steps.doubt(row, due_at=watch.now() + LOOKS[0], code=doubt.code)
    else:
        _accept(row, provider_id, watch)


def _carried(row: Outbound, letter: Letter) -> str | None:
    if row.channel == Channel.EMAIL:
        mail.send(wording.TO_PLACES[row.template], to=letter.to, id=row.id)
        return None
    status_url = f"{settings.KRISECHAT_PUBLIC_URL}/twilio/status?o={row.id}"
    return current.texts().send(to=letter.to, body=letter.body, status_url=status_url)


def _delay(tries: int) -> timedelta:
    """2, 4, 8 … seconds, a minute at most."""
    return min(timedelta(seconds=2 ** min(tries, 6)), LONGEST_DELAY)


def _accept(row: Outbound, provider_id: str | None, watch: _Watch) -> bool:
    try:
        with transaction.atomic():
            return steps.accept(row, provider_id=provider_id, at=watch.now())
    except IntegrityError:  # another row has this id
        return False


# ── Where nobody knows ───────────────────────────────────────────────────────────────────────


def _look_up(row: Outbound, watch: _Watch) -> None:
    if row.channel == Channel.EMAIL:  # no list to read; the same Message-ID goes again
        steps.retry(row, due_at=watch.now(), code=row.error_code)
        return
    try:
        found = _found(row)
    except MayNotGo as reason:
        steps.refuse(row, code=reason.code, at=watch.now())
    except TryLater as later:
        steps.postpone(row, due_at=watch.now() + _delay(row.tries), code=later.code)
    else:
        if not any(_accept(row, each.id, watch) for each in found):
            _not_there(row, watch)


def _found(row: Outbound) -> list[Listed]:
    """What the provider has for this number since we tried, and no row knows; first what has
    these very words."""
    tried_at = row.tried_at or row.created_at
    listed = current.texts().look_up(to=letters.number_of(row), since=tried_at - SKEW)
    ids = [each.id for each in listed]
    known = set(Outbound.objects.filter(provider_id__in=ids).values_list("provider_id", flat=True))
    words = _words(row)
    return sorted(
        (each for each in listed if each.id not in known), key=lambda each: each.body != words
    )


def _words(row: Outbound) -> str:
    try:
        return letters.letter(row, at=row.created_at).body
    except (NotNeeded, MayNotGo, OverBudget):
        return ""


def _not_there(row: Outbound, watch: _Watch) -> None:
    """Looked at again until it cannot come any more; then it is sent again."""
    tried_at = row.tried_at or row.created_at
    later = [tried_at + each for each in LOOKS if tried_at + each > watch.now()]
    if later:
        steps.postpone(row, due_at=later[0], code=row.error_code)
    else:
        steps.retry(row, due_at=watch.now(), code="not_there")
