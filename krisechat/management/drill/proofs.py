"""What a restored copy has to show, one proof after another. Each returns what it found as a few
words for the report, and raises DrillFailed otherwise."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

from krisechat.foundation import keyring
from krisechat.foundation.keyring import Keyring, KeyringUnusable
from krisechat.management import start_up
from krisechat.management.drill.tools import DrillFailed
from krisechat.privacy import current, data_keys, key_survey, sealing
from krisechat.privacy.key_survey import Condition
from krisechat.queries import audit_chain, soundness
from krisechat.queries.soundness import Facts


def starts() -> str:
    """A server would start on it, with the keys there are."""
    try:
        start_up.refuse_unsafe()
    except CommandError as refusal:
        raise DrillFailed(f"A server would not start on it. {refusal}") from None
    return "a server would start on it"


def same_rows(held: Facts) -> str:
    """Every table has as many rows as the source had at the moment of the backup."""
    found = _facts()
    wrong = sorted(
        table for table, rows in held.rows.items() if found.rows.get(table) != rows
    ) + sorted(set(found.rows) - set(held.rows))
    if wrong:
        raise DrillFailed(f"Other numbers of rows than in the source: {', '.join(wrong)}.")
    return f"{sum(held.rows.values())} in {len(held.rows)} tables, as at the backup"


def audit_log(held: Facts, *, at: datetime) -> str:
    """The chain is sound to its end, and its head is the source's."""
    verdict = audit_chain.verify(at=at)
    if not verdict.sound:
        raise DrillFailed(f"The audit log does not hold. {verdict.problem}")
    if _facts().head != held.head:
        raise DrillFailed("The audit log's head is not that of the source.")
    return f"{verdict.chained} entries chained and signed, the head as at the backup"


def readable(*, at: datetime) -> str:
    """Every message opens in its place, no number is missing, and what is dead stays dead."""
    found = soundness.inspect(at=at)
    if found.problems:
        raise DrillFailed(" ".join(found.problems))
    return (
        f"{found.messages} messages of {found.conversations} conversations open, no gap; "
        f"{found.keys_open} data keys open, {found.keys_dead} are dead and stay so"
    )


def wrong_keys(scratch: Path, *, at: datetime) -> str:
    """Another ring, with keys of the same weeks, is refused at the start and opens nothing."""
    wanted = key_survey.newest_week_keys()
    if not wanted:
        return "not tried: nothing is sealed yet"
    keyring.make(scratch, weeks_ahead=0, now=at.date(), classes=["conversation"])
    keyring.make_weeks(scratch, wanted)
    with current.in_place_of_it(Keyring.load(scratch)):
        sealing.forget()
        try:
            data_keys.refuse_foreign_ring()
        except KeyringUnusable:
            pass
        else:
            raise DrillFailed("Wrong keys are not refused at the start.")
        if any(key.condition == Condition.OPEN for key in key_survey.survey(at=at)):
            raise DrillFailed("A data key opens with wrong keys.")
    sealing.forget()
    return "another ring with keys of the same weeks is refused and opens nothing"


def _facts() -> Facts:
    with connection.cursor() as cursor:
        return soundness.facts(cursor)
