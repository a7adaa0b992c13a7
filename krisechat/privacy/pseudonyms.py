"""What people are found again by, without being named: keyed hashes, and the secrets behind them.

Every digest is HMAC-SHA-256 under the look-up key, with a purpose of its own. Without that key a
leaked database tells nothing: every Danish phone number can be hashed in under a minute, so an
unkeyed hash of a number is the number.
"""

import ipaddress
import re
import secrets
import unicodedata
from datetime import date

from argon2.low_level import Type, hash_secret_raw

from krisechat.privacy import current, spelling
from krisechat.privacy.words import WORDS

TOKEN_BYTES = 32
RETURN_CODE_WORDS = 4

# OWASP's Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
_ARGON2_MEMORY_KIB = 19_456
_ARGON2_PASSES = 2
_ARGON2_SALT_BYTES = 16

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_PLAIN_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"})


def phone_digest(e164: str) -> bytes:
    """What a phone number is looked up by: 32 bytes. `e164` such as +4520123456."""
    return current.keyring().lookup_digest("phone", e164.encode())


def new_token() -> str:
    """A bearer secret of 256 random bits, safe in a header and a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> bytes:
    """What is stored of a token: 32 bytes. Any text may come in, it is only hashed."""
    return current.keyring().lookup_digest("token", token.encode(errors="surrogatepass"))


def new_return_code() -> str:
    """Four Danish words of 1,024, drawn by chance: 40 bits, made costly to guess by the digest."""
    return " ".join(secrets.choice(WORDS) for _ in range(RETURN_CODE_WORDS))


def return_code_digest(words: str) -> bytes:
    """What a return code is looked up by: 32 bytes, the same however the words were typed.

    Case, hyphens, commas, spaces, the spelling of æ, ø and å and one slip in a word do not matter.
    Argon2id with a salt of this installation, then the keyed hash: it costs about 40 ms of
    processor time and 19 MiB, so call it from a thread, after the limit on guesses.
    """
    ring = current.keyring()
    slow = hash_secret_raw(
        secret=_spelled_plainly(words).encode(errors="surrogatepass"),
        salt=ring.lookup_digest("return code salt", b"")[:_ARGON2_SALT_BYTES],
        time_cost=_ARGON2_PASSES,
        memory_cost=_ARGON2_MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return ring.lookup_digest("return code", slow)


def source_digest(address: str, *, day: date) -> bytes:
    """What a source of requests is counted under, on this one day (P26): 32 bytes.

    Tomorrow the same address has another digest, unrelated to today's. An IPv6 address counts as
    its /64, which is what one household or phone has; what is no address counts as one source.
    """
    value = f"{day.isoformat()} {_network(address)}"
    return current.keyring().lookup_digest("source", value.encode())


def network_digest(address: str, *, day: date) -> bytes:
    """The same for the network around it: an IPv4 /24, an IPv6 /48, which is what one house or one
    small provider has."""
    value = f"{day.isoformat()} {_network(address, ipv4=24, ipv6=48)}"
    return current.keyring().lookup_digest("network", value.encode())


def _spelled_plainly(words: str) -> str:
    typed = _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", words).casefold()).split()
    if len(typed) == RETURN_CODE_WORDS:
        typed = [spelling.meant(word) for word in typed]
    return " ".join(typed).translate(_PLAIN_LETTERS)


def _network(address: str, *, ipv4: int = 32, ipv6: int = 64) -> str:
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    known = getattr(known, "ipv4_mapped", None) or known
    prefix = ipv4 if isinstance(known, ipaddress.IPv4Address) else ipv6
    return str(ipaddress.ip_network((known, prefix), strict=False))
