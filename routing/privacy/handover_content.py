"""What a handover says: one sealed JSON object, declared here, with the version of its shape.

The citizen's own words come first: what they want to happen (Start from the person's own wishes).
Each kind has its own minimal set of fields, and nothing outside it is taken in: advice asks
without saying who asks; a concern is the strict form of a report about a child. CPR numbers are
masked before anything is sealed.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from krisechat.foundation.refusals import BadValue
from krisechat.privacy import masking
from krisechat.realtime import decoding
from krisechat.states.conversation import Risk
from routing.rules.concern_form import PROBLEMS
from routing.states.handover import HandoverKind

SHAPE = 1

Line = Annotated[str, Meta(max_length=160)]
Words = Annotated[str, Meta(max_length=4_000)]
Age = Annotated[int, Meta(ge=0, le=120)]
Hour = Annotated[str, Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")]
Code = Annotated[str, Meta(pattern=r"^([0-9]{4})?$")]
Rows = 30


class Hidden(Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Base of all parts: what they hold has no place in a log."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Relative(Hidden, frozen=True):
    """Somebody in the household: who they are to the citizen, and their age. Never a CPR number."""

    relation: Line = ""
    age: Age | None = None


class Household(Hidden, frozen=True):
    adults: Annotated[list[Relative], Meta(max_length=Rows)] = []
    children: Annotated[list[Relative], Meta(max_length=Rows)] = []


class Involved(Hidden, frozen=True):
    """Somebody who helps already; `could_be_contact` says that the citizen would like them as
    their one contact person."""

    who: Line = ""
    could_be_contact: bool = False


class SafeContact(Hidden, frozen=True):
    """How the citizen may be reached without danger. `when` is repeated word for word and never
    widened. `text_ok`: a neutral text message is safe, on the wall clock of Copenhagen between
    `text_from` and `text_until` ("HH:MM") where they are given; unknown means no."""

    how: Line = ""
    when: Line = ""
    not_safe: Words = ""
    text_ok: bool = False
    text_from: Hour = ""
    text_until: Hour = ""


class Concern(Hidden, frozen=True):
    """The strict form of a report about a child. `problem` is one of PROBLEMS."""

    reporter: Line = ""  # who reports: name and organisation, or that they do it anonymously
    reporter_phone: Line = ""
    child: Line = ""
    child_age: Age | None = None
    place: Words = ""  # where the child lives, goes to school, or is now
    problem: Line = ""
    observed: Words = ""  # what was seen or heard, by whom
    since: Line = ""
    danger_now: bool = False
    family_knows: bool | None = None


class Content(Hidden, frozen=True):
    """Everything a handover can say; which of it, its kind decides."""

    shape: int = SHAPE
    own_words: Words = ""
    situation: Words = ""
    wishes: Words = ""
    household: Household = Household()
    involved: Annotated[list[Involved], Meta(max_length=Rows)] = []
    risk: Line = Risk.NONE
    agreed: Words = ""  # the safety steps agreed with the citizen
    safe_contact: SafeContact = SafeContact()
    name: Line = ""
    phone: Line = ""
    postal_code: Code = ""
    language: Line = ""
    concern: Concern = Concern()


_ALWAYS = frozenset({"shape", "own_words", "situation", "household", "risk", "agreed", "language"})
FIELDS: dict[str, frozenset[str]] = {
    HandoverKind.ADVICE: _ALWAYS | {"wishes"},
    HandoverKind.CONSENT: _ALWAYS
    | {"wishes", "involved", "safe_contact", "name", "phone", "postal_code"},
    HandoverKind.CONCERN: _ALWAYS | {"involved", "safe_contact", "postal_code", "concern"},
}


def checked(content: Content, *, kind: str) -> Content:
    """The content as it is stored: texts trimmed, CPR numbers masked.

    Raises BadValue, naming the field, for a field that this kind has no room for, what is too
    long, an unknown risk or an unknown problem.
    """
    for field in content.__struct_fields__:
        if field not in FIELDS[kind] and getattr(content, field) != getattr(_EMPTY, field):
            raise BadValue("This kind of handover has no such field.", field=field)
    if content.risk not in set(Risk):
        raise BadValue("This is not one of the risks.", field="risk")
    if content.concern.problem not in {"", *PROBLEMS}:
        raise BadValue("This is not one of the problems.", field="concern")
    plain = _masked(msgspec.to_builtins(content))
    found: Content = decoding.convert({**plain, "shape": SHAPE}, Content)
    return found


_EMPTY = Content()


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masking.mask_cpr(value.strip())[0]
    if isinstance(value, list):
        return [_masked(each) for each in value]
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    return value


def to_json(content: Content) -> str:
    return msgspec.json.encode(content).decode()


def from_json(text: str) -> Content:
    return msgspec.json.decode(text, type=Content)
