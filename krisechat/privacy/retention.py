"""How long what is written may be read, and which week's key its data key hangs on.

What belongs to one owner (a conversation, a citizen) is in one retention class. Its days count
from one moment; the live rows go when the days are over. The key of that moment's ISO week, in
that class, is destroyed once the last moment of the week has had its days: then every backup is
unreadable too, at most seven days after the live rows.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from krisechat.foundation.keyring import iso_week


class RetentionClass(StrEnum):
    """What decides how long: an ordinary conversation, one about a life in danger, what is known
    of the citizen (name, number), counted from the last contact, what was passed on to a
    municipality, counted from its receipt there, or a webhook until it is handled."""

    CONVERSATION = "conversation"
    ACUTE = "acute"
    CITIZEN = "citizen"
    HANDOVER = "handover"
    RECEIPT = "receipt"


DAYS: dict[RetentionClass, int] = {
    RetentionClass.CONVERSATION: 30,
    RetentionClass.ACUTE: 180,
    RetentionClass.CITIZEN: 30,
    RetentionClass.HANDOVER: 90,
    RetentionClass.RECEIPT: 7,
}

# What holds no word, name or number, and so hangs on no key: gone so long after it was over.
TEXTS_KEPT = timedelta(days=30)  # that a text was sent
WEBHOOKS_KEPT = timedelta(days=366)  # that one came, by its id: a replayed one finds itself known
TRACES_KEPT = timedelta(days=366)  # who stood in the queue and who was offered whom; as the audit
STOPS_KEPT = timedelta(days=366)  # that a number wrote STOP, as its keyed hash
CONSENTS_KEPT = timedelta(days=5 * 365 + 2)  # two of them leap days at most


def week_of(at: datetime) -> str:
    """The ISO week of a moment, in UTC, for example 2026-W47."""
    return iso_week(at.astimezone(UTC).date())


def erase_at(retention_class: RetentionClass, *, counts_from: datetime) -> datetime:
    """When the live rows of an owner are to be gone."""
    return counts_from + timedelta(days=DAYS[retention_class])


def key_due_at(retention_class: RetentionClass, *, week: str) -> datetime:
    """When the week's key is to be destroyed: the week's end and the class's days.

    Raises ValueError for a week that no calendar has.
    """
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    end = datetime.combine(monday + timedelta(weeks=1), time.min, tzinfo=UTC)
    return end + timedelta(days=DAYS[retention_class])
