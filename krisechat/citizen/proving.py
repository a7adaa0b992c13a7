"""A little work, or a little time, instead of a closed door (P37).

Who comes too fast is given a challenge. It opens the door together with a proof, a text for which
SHA-256 of `challenge:proof` begins with zeros, or by itself once it is twenty seconds old, for
whoever has no script to do the work. It is bound to its source and opens once. No puzzle is shown
to anybody.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict

from krisechat.citizen.asking import ProofRequest
from krisechat.privacy import current

# About 33,000 hashes, in one case of twenty three times as many: under a second on an old phone.
BITS = 15
WAIT_SECONDS = 20
GOOD_FOR_SECONDS = 900
MOST_KEPT = 100_000
# A challenge and its colon fill one block of SHA-256, so that each try costs one block more.
_LENGTH = 63
_SIGNATURE = 32

_used: OrderedDict[str, float] = OrderedDict()


def challenge(*, source: bytes) -> str:
    """A fresh one for this source: 63 characters."""
    made = f"{int(time.time())}-"
    made += secrets.token_hex(_LENGTH)[: _LENGTH - _SIGNATURE - 1 - len(made)]
    return f"{made}.{_signature(made, source)}"


def opens(given: ProofRequest, *, source: bytes) -> bool:
    """Whether the challenge is ours and this source's, fresh and unused, and the work was done or
    the time waited. It is used up by that."""
    age = _age(given.challenge, source)
    if age is None:
        return False
    if age < WAIT_SECONDS and not begins_with_zeros(given.challenge, given.proof, bits=BITS):
        return False
    _use(given.challenge, now=time.time())
    return True


def again(given: ProofRequest, *, source: bytes) -> str:
    """What to ask whoever was not let in: the same once more, so that whoever comes too early does
    not begin to wait anew, or a fresh one."""
    return (
        given.challenge if _age(given.challenge, source) is not None else challenge(source=source)
    )


def _age(challenge: str, source: bytes) -> float | None:
    """In seconds; None when it is not ours, not this source's, too old or used."""
    made, _, signature = challenge.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(made, source).encode()):
        return None
    age = time.time() - int(made.partition("-")[0])
    return age if age <= GOOD_FOR_SECONDS and challenge not in _used else None


def _use(one: str, *, now: float) -> None:
    while _used and (len(_used) >= MOST_KEPT or next(iter(_used.values())) < now):
        _used.popitem(last=False)
    _used[one] = now + GOOD_FOR_SECONDS


def _signature(made: str, source: bytes) -> str:
    digest = current.keyring().lookup_digest("challenge", made.encode() + source)
    return digest.hex()[:_SIGNATURE]


def begins_with_zeros(challenge: str, proof: str, *, bits: int) -> bool:
    """Whether SHA-256 of `challenge:proof` begins with `bits` zero bits."""
    digest = hashlib.sha256(f"{challenge}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0
