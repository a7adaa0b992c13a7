"""The help directory: who else can be called, and which of them a citizen may be shown.

Every number is data with an owner, a source, and the day on which somebody phoned it. A number
nobody has phoned lately is not shown: a wrong one costs a frightened person their last try. Only
112 and 114 are always there, with 112 first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from krisechat.foundation import call_hours
from krisechat.foundation.call_hours import CallHours

DENMARK: Final = ZoneInfo("Europe/Copenhagen")
FIRST: Final = "112"
ALWAYS_SHOWN: Final = frozenset({"112", "114"})
PHONE_AGAIN_AFTER: Final = timedelta(days=90)
GOOD_FOR: Final = timedelta(days=180)
PREMIUM: Final = "+4590"  # charged to whoever calls, by the minute

# What a number may be for, in the order of the page's headings. A number stands under the first
# of its own; a citizen's chosen subject leads to one of them.
SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "danger": ("danger",),
    "violence": ("violence", "crime"),
    "dying": ("suicide",),
    "young": ("child", "young"),
    "mind": ("mind", "lonely"),
    "body": ("illness", "poison"),
    "addiction": ("alcohol", "gambling", "drugs", "smoking"),
    "family": ("family", "relatives"),
    "home": ("shelter", "money", "police"),
}
TOPICS: Final = tuple(topic for topics in SUBJECTS.values() for topic in topics)
_CHOSEN: Final[Mapping[str, str]] = {
    "violence": "violence",
    "suicidal-thoughts": "dying",
    "anxiety": "mind",
    "loneliness": "mind",
    "family": "family",
    "addiction": "addiction",
}


class UnfitNumber(ValueError):
    """Not a number a phone in Denmark can call."""


class Freshness(StrEnum):
    """How long ago somebody phoned a number."""

    FRESH = "fresh"
    PHONE_SOON = "phone_soon"
    TOO_OLD = "too_old"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpNumber:
    """One service that can be called, as a citizen would look for it.

    `labels` and `notes` (what to say or to know first) are by language; Danish is always there.
    `display` is written in groups for the eye, `tel` is what the phone dials: E.164 for numbers of
    eight digits, the bare digits for short numbers. `danger` is set where life is at stake and
    nowhere else. `verified_on` is None until somebody (`verified_by`, an account) has phoned it.
    """

    labels: Mapping[str, str]
    display: str
    tel: str
    owner: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    topics: tuple[str, ...] = ()
    hours: CallHours = call_hours.UNKNOWN
    danger: bool = False
    verified_on: date | None = None
    verified_by: UUID | None = None
    id: UUID | None = None

    @property
    def subject(self) -> str:
        """The heading it stands under; "home" where it has none."""
        return subject_of(self.topics[0]) if self.topics else "home"


def dialled(display: str) -> str:
    """What a phone in Denmark dials for `display`: "70 201 201" is "+4570201201", "112" is "112".

    Raises UnfitNumber when it is neither eight digits from 2 nor a short number of three to six
    from 1, in groups with one space between them.
    """
    digits = display.replace(" ", "")
    groups = re.fullmatch(r"[0-9]+( [0-9]+)*", display, re.ASCII)
    if not (groups and re.fullmatch(r"[2-9][0-9]{7}|1[0-9]{2,5}", digits, re.ASCII)):
        raise UnfitNumber("This is not a Danish number.")
    return f"+45{digits}" if len(digits) == 8 else digits


def subject_of(topic: str) -> str:
    """The heading for what a number is for; "home" for a topic nobody knows."""
    return next((name for name, topics in SUBJECTS.items() if topic in topics), "home")


def chosen_subject(topic: str) -> str:
    """The heading for the subject a citizen chose; empty when none fits."""
    return _CHOSEN.get(topic, "")


def today(at: datetime) -> date:
    """The day it is in Denmark."""
    return at.astimezone(DENMARK).date()


def freshness(number: HelpNumber, *, today: date) -> Freshness:
    """By the day somebody phoned it; a day to come counts as too old, since nobody knows."""
    if number.verified_on is None:
        return Freshness.NEVER
    since = today - number.verified_on
    if not timedelta(0) <= since <= GOOD_FOR:
        return Freshness.TOO_OLD
    return Freshness.FRESH if since <= PHONE_AGAIN_AFTER else Freshness.PHONE_SOON


def verified(number: HelpNumber, *, today: date) -> bool:
    """Whether somebody phoned it within 180 days: only then is anything claimed about now."""
    return freshness(number, today=today) in (Freshness.FRESH, Freshness.PHONE_SOON)


def visible(number: HelpNumber, *, today: date) -> bool:
    """Whether a citizen may see it on `today`, a date in Denmark."""
    return number.tel in ALWAYS_SHOWN or verified(number, today=today)


def fit_to_show(
    numbers: Sequence[HelpNumber], *, today: date, include_unverified: bool
) -> tuple[HelpNumber, ...]:
    """Those of `numbers` a citizen may see on `today`, in their order; the four that never close
    when 112 is not among them, as where the database is away.

    `include_unverified` shows all of them, and belongs only to pages that say they are a demo.
    """
    found = tuple(each for each in numbers if include_unverified or visible(each, today=today))
    return found if any(each.tel == FIRST for each in found) else NEVER_CLOSING


NEVER_CLOSING: Final = (
    HelpNumber(
        labels={"da": "Nogen er i fare nu", "en": "Someone is in danger now"},
        notes={"da": "Sig først, hvor du er", "en": "Say first where you are"},
        owner="Alarm 112",
        display="112",
        tel="112",
        topics=("danger",),
        hours=call_hours.ALWAYS,
        danger=True,
    ),
    HelpNumber(
        labels={"da": "Vold eller frygt hjemme", "en": "Violence or fear at home"},
        owner="Lev Uden Vold",
        display="1888",
        tel="1888",
        topics=("violence",),
        hours=call_hours.ALWAYS,
    ),
    HelpNumber(
        labels={"da": "Er du under 18?", "en": "Are you under 18?"},
        owner="BørneTelefonen",
        display="116 111",
        tel="116111",
        topics=("child",),
        hours=call_hours.ALWAYS,
    ),
    HelpNumber(
        labels={"da": "Brug for et sted i nat", "en": "Need somewhere to stay tonight"},
        notes={
            "da": "Bed om den sociale døgnvagt",
            "en": "Ask for the social duty officer (den sociale døgnvagt)",
        },
        owner="Politiet",
        display="114",
        tel="114",
        topics=("shelter", "child", "police"),
        hours=call_hours.ALWAYS,
    ),
)
