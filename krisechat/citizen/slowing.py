"""Floods slow down; they never shut the door, and never hide the numbers to call (P37).

A source is a keyed hash of an address that changes every day, at noon, so that a night is one; here
it is kept in memory only. These limits are each server's own and only a first brake: of several
servers each lets as many through. What protects whoever waits is the lane everybody has in the
queue, which is a row, the same for all servers and after a restart (routing/rules/lanes.py). So
nothing here needs Redis, and nothing changes while Redis is away.
"""

import time
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest

from krisechat.citizen import proving
from krisechat.citizen.asking import ProofRequest
from krisechat.foundation import clock
from krisechat.foundation.refusals import ProofRequired, RateLimited
from krisechat.privacy import pseudonyms
from krisechat.realtime.buckets import Buckets
from routing.queries import lanes
from routing.rules.lanes import Lane

_openings = Buckets(per_second=12 / 60, burst=20)
_openings_of_network = Buckets(per_second=30 / 60, burst=60)
_openings_of_marked = Buckets(per_second=1 / proving.WAIT_SECONDS, burst=1, at_first=0)
_guesses_of_one = Buckets(per_second=5 / 60, burst=5)
_guesses_of_network = Buckets(per_second=1, burst=30)
_guesses_of_all = Buckets(per_second=1, burst=60)
_proven_guesses_of_all = Buckets(per_second=10, burst=60)

LIMITS = (
    _openings,
    _openings_of_network,
    _openings_of_marked,
    _guesses_of_one,
    _guesses_of_network,
    _guesses_of_all,
    _proven_guesses_of_all,
)


def source(request: HttpRequest) -> bytes:
    """Today's hash of where the request comes from."""
    return pseudonyms.source_digest(_address(request), day=_day())


def lane(request: HttpRequest) -> Lane | None:
    """Where the request comes from, for the queue; None while the limits are off."""
    if not settings.KRISECHAT_RATE_LIMITS:
        return None
    return Lane(
        source=source(request),
        network=pseudonyms.network_digest(_address(request), day=_day()),
    )


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _day() -> date:
    """From noon to noon: at midnight most people wait."""
    return (clock.now() - timedelta(hours=12)).date()


def opening(request: HttpRequest, given: ProofRequest) -> None:
    """Raises ProofRequired when this source opens conversations too fast, or is marked."""
    wait = _wait_to_open(request)
    if wait:
        _let_in(request, given, wait=wait)


def _wait_to_open(request: HttpRequest) -> float:
    now = time.monotonic()
    here = lane(request)
    if here is None:
        return 0.0
    if lanes.is_marked(here.source, at=clock.now()):
        return _openings_of_marked.take(here.source, now=now)
    return _openings.take(here.source, now=now) or _openings_of_network.take(here.network, now=now)


def guess(request: HttpRequest, given: ProofRequest) -> None:
    """Raises RateLimited when return codes are tried too fast from one source or network, and
    ProofRequired when they are in all: whoever guesses from many places cannot keep the others out
    unless these are in many networks, for one of IPv6 holds 65,536 sources."""
    now = time.monotonic()
    network = pseudonyms.network_digest(_address(request), day=_day())
    wait = _guesses_of_one.take(source(request), now=now)
    wait = wait or _guesses_of_network.take(network, now=now)
    if wait:
        raise RateLimited("Wait a little before the next try.", retry_after=wait)
    wait = _guesses_of_all.take("all", now=now)
    if not wait:
        return
    _let_in(request, given, wait=wait)
    wait = _proven_guesses_of_all.take("all", now=now)
    if wait:  # each costs this server 40 ms of its processor
        raise RateLimited("Wait a little before the next try.", retry_after=wait)


def _let_in(request: HttpRequest, given: ProofRequest, *, wait: float) -> None:
    if given.challenge and proving.opens(given, source=source(request)):
        return
    raise ProofRequired(
        "Many are coming just now. Send the proof along, or wait.",
        challenge=proving.again(given, source=source(request)),
        bits=proving.BITS,
        retry_after=wait,
    )
