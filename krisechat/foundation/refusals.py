"""Refusals: every "no" the product says, with its code, a sentence and, where it helps, the field.

The codes and their HTTP statuses are part of the public contract. A refusal changes nothing.
Its sentence never holds what a person wrote.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar


class Refusal(Exception):
    """Base of all refusals: `code`, `detail` (a sentence), `field`, `retry_after` in seconds."""

    code: ClassVar[str] = "malformed"
    status: ClassVar[int] = 400

    def __init__(
        self, detail: str, *, field: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The refusal as its JSON object, over HTTP and sockets alike."""
        body: dict[str, Any] = {"code": self.code, "detail": self.detail}
        if self.field is not None:
            body["field"] = self.field
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        return body


class Malformed(Refusal):
    """Not JSON, not an object, duplicate keys, NaN, lone surrogates, NUL."""


class UnknownType(Refusal):
    code = "unknown_type"


class MissingField(Refusal):
    code = "missing_field"


class BadValue(Refusal):
    code = "bad_value"


class TooLong(Refusal):
    code = "too_long"


class Unauthenticated(Refusal):
    code = "unauthenticated"
    status = 401


class NotFound(Refusal):
    """What is foreign and what does not exist look alike."""

    code = "not_found"
    status = 404


class IdConflict(Refusal):
    code = "id_conflict"
    status = 409


class WrongState(Refusal):
    code = "wrong_state"
    status = 409


class NothingWaiting(Refusal):
    code = "nothing_waiting"
    status = 409


class AtCapacity(Refusal):
    code = "at_capacity"
    status = 409


class NotAvailable(Refusal):
    code = "not_available"
    status = 409


class Closed(Refusal):
    """Outside opening hours; says when it opens and who else can be called."""

    code = "closed"
    status = 409

    def __init__(
        self,
        detail: str,
        *,
        opens_at: datetime | None,
        alternatives: Sequence[Mapping[str, object]],
    ) -> None:
        super().__init__(detail)
        self.opens_at = opens_at
        self.alternatives = alternatives

    def body(self) -> dict[str, Any]:
        return {**super().body(), "opens_at": self.opens_at, "alternatives": self.alternatives}


class RateLimited(Refusal):
    code = "rate_limited"
    status = 429


class ProofRequired(Refusal):
    """A flood is slowed: repeat with `challenge` and `proof`, or wait."""

    code = "proof_required"
    status = 429

    def __init__(self, detail: str, *, challenge: str, bits: int, retry_after: float) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.challenge = challenge
        self.bits = bits

    def body(self) -> dict[str, Any]:
        return {**super().body(), "challenge": self.challenge, "bits": self.bits}


class Unavailable(Refusal):
    """The database is away: nothing was taken in; try again after `retry_after` seconds."""

    code = "unavailable"
    status = 503

    def __init__(self, detail: str = "The service is away for a moment.") -> None:
        super().__init__(detail, retry_after=2)
