"""Floods slow down; they never shut the door, and never hide the numbers to call (P37).

A source is a keyed hash of its network that changes every day; it is kept in memory only. Who
comes too fast may wait, or do a little work: find a proof that makes a hash begin with zeros.
"""

import hashlib
import hmac
import secrets
import time

from django.http import HttpRequest

from krisechat.citizen.asking import ProofRequest
from krisechat.foundation import clock
from krisechat.foundation.refusals import ProofRequired, RateLimited
from krisechat.privacy import current, pseudonyms
from krisechat.realtime.buckets import Buckets

BITS = 16  # about 65,000 hashes: well under a second on an old phone
GOOD_FOR_SECONDS = 120

_openings = Buckets(per_second=12 / 60, burst=20)
_guesses_of_one = Buckets(per_second=5 / 60, burst=5)
_guesses_of_all = Buckets(per_second=1, burst=60)
_used: dict[str, float] = {}


def source(request: HttpRequest) -> bytes:
    """Today's hash of where the request comes from."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    return pseudonyms.source_digest(address, day=clock.now().date())


def opening(request: HttpRequest, proof: ProofRequest) -> None:
    """Raises ProofRequired when this source opens conversations too fast."""
    wait = _openings.take(source(request), now=time.monotonic())
    if not wait or (proof.challenge and _proven(proof, of=source(request))):
        return
    raise ProofRequired(
        "Many are coming from here just now. Send the proof along, or wait.",
        challenge=_challenge(source(request)),
        bits=BITS,
        retry_after=wait,
    )


def guess(request: HttpRequest) -> None:
    """Raises RateLimited when return codes are tried too fast, from one source or in all."""
    now = time.monotonic()
    wait = _guesses_of_one.take(source(request), now=now)
    wait = wait or _guesses_of_all.take("all", now=now)
    if wait:
        raise RateLimited("Wait a little before the next try.", retry_after=wait)


def _challenge(of: bytes) -> str:
    made = f"{int(time.time())}-{secrets.token_hex(8)}"
    return f"{made}.{_signature(made, of)}"


def _signature(made: str, of: bytes) -> str:
    return current.keyring().lookup_digest("challenge", made.encode() + of).hex()[:32]


def _proven(proof: ProofRequest, *, of: bytes) -> bool:
    """Whether the challenge is ours, fresh, unused, and the work was done."""
    made, _, signature = proof.challenge.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(made, of).encode()):
        return False
    now = time.time()
    for old in [each for each, until in _used.items() if until < now]:
        del _used[old]
    if now - int(made.partition("-")[0]) > GOOD_FOR_SECONDS or proof.challenge in _used:
        return False
    if not begins_with_zeros(proof.challenge, proof.proof, bits=BITS):
        return False
    _used[proof.challenge] = now + GOOD_FOR_SECONDS
    return True


def begins_with_zeros(challenge: str, proof: str, *, bits: int) -> bool:
    """Whether SHA-256 of `challenge:proof` begins with `bits` zero bits."""
    digest = hashlib.sha256(f"{challenge}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0
