"""The week keys by the clock: made ahead, so that they never run out; destroyed when due (P22).

Every machine has its own copy of the ring, or one they share. Destroying is therefore done by each
engine on the copy it sees. Making is done by one engine at a time, and only what nobody made
before: a row in the database says so, with a mark of the key. A machine whose copy lacks a key
that another made is told to have it copied; it never makes one of its own under the same name,
which would seal what the others cannot open.
"""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from krisechat.foundation import keyring
from krisechat.foundation.keyring import KeyDestroyed, Keyring, KeyringUnusable, WeekKey
from krisechat.models import WeekKeyMark
from krisechat.privacy import current
from krisechat.privacy.retention import RetentionClass, key_due_at, week_of

logger = logging.getLogger(__name__)

MADE_AHEAD = 26  # weeks
FEW_AHEAD = 4


def make_ahead(*, at: datetime) -> int:
    """Makes the week keys of the coming half year that nobody made, and returns how many.

    What this copy of the ring lacks, or has otherwise than the others, is logged by kind and
    number. Raises KeyringUnusable; OSError where the directory may not be written to.
    """
    directory, ring = Path(settings.KRISECHAT_KEYS), current.keyring()
    names = list(
        keyring.wanted(now=at.date(), weeks_ahead=MADE_AHEAD, classes=list(RetentionClass))
    )
    marks = _marks(names)
    there = set(keyring.week_keys(directory))
    made = keyring.make_weeks(directory, [n for n in names if n not in marks and n not in there])
    _tell([n for n in names if n not in marks and (n in there or n in made)], ring, at=at)
    _destroy_unshared(made, ring)
    lacking = [name for name in names if name in marks and name not in there]
    if lacking:
        logger.error("%d week keys of other machines are not in this copy", len(lacking))
    if different(at=at):
        logger.error("a week key in this copy is not the one the others use")
    return len(made)


def _marks(names: list[WeekKey]) -> dict[WeekKey, bytes]:
    rows = WeekKeyMark.objects.filter(week__in={name.week for name in names})
    return {WeekKey(row.week, row.retention_class): bytes(row.mark) for row in rows}


def _tell(names: list[WeekKey], ring: Keyring, *, at: datetime) -> None:
    """Lets the others know these keys; who told before stays right."""
    rows = [
        WeekKeyMark(week=n.week, retention_class=n.retention_class, mark=ring.mark(n), made_at=at)
        for n in names
    ]
    WeekKeyMark.objects.bulk_create(rows, ignore_conflicts=True)


def _destroy_unshared(made: list[WeekKey], ring: Keyring) -> None:
    """Where another machine was faster with another key, ours was never used, and goes."""
    marks = _marks(made)
    for name in made:
        if marks[name] != ring.mark(name):
            keyring.destroy(
                Path(settings.KRISECHAT_KEYS), week=name.week, retention_class=name.retention_class
            )


def different(*, at: datetime) -> list[WeekKey]:
    """The keys from this week on that are in this copy otherwise than where they were made."""
    found = []
    for row in WeekKeyMark.objects.filter(week__gte=week_of(at)):
        name = WeekKey(row.week, row.retention_class)
        try:
            if current.keyring().mark(name) != bytes(row.mark):
                found.append(name)
        except KeyDestroyed:
            continue
    return found


def refuse_different(*, at: datetime) -> None:
    """Raises KeyringUnusable where this copy would seal what other machines cannot open."""
    if different(at=at):
        raise KeyringUnusable(
            "KRISECHAT_KEYS holds other week keys than those this database knows: every machine "
            "needs the same copy."
        )


def weeks_left(*, at: datetime) -> int:
    """For how many weeks after this one there are keys of every class, at most MADE_AHEAD."""
    there = set(keyring.week_keys(Path(settings.KRISECHAT_KEYS)))
    for ahead in range(1, MADE_AHEAD + 1):
        names = keyring.wanted(now=at.date(), weeks_ahead=ahead, classes=list(RetentionClass))
        if not there.issuperset(names):
            return ahead - 1
    return MADE_AHEAD


def destroy_due(*, at: datetime) -> int:
    """Destroys the week keys in this copy whose time has come, and no others; returns how many.

    One that cannot be removed is logged by kind and tried again with the next call.
    """
    directory, destroyed = Path(settings.KRISECHAT_KEYS), 0
    for name in keyring.week_keys(directory):
        if name.retention_class not in set(RetentionClass) or due_at(name) > at:
            continue
        try:
            keyring.destroy(directory, week=name.week, retention_class=name.retention_class)
        except OSError as error:
            logger.error("a week key that is due was not destroyed: %s", type(error).__name__)
            continue
        WeekKeyMark.objects.filter(week=name.week, retention_class=name.retention_class).delete()
        destroyed += 1
    return destroyed


def due_at(name: WeekKey) -> datetime:
    """When the key is to be destroyed."""
    return key_due_at(RetentionClass(name.retention_class), week=name.week)
