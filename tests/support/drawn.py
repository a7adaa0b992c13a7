"""Every citizen page, drawn without a database: what each template is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from krisechat.citizen import speaking
from krisechat.foundation import languages

NUMBERS = [
    {"label": "Nogen er i fare nu", "owner": "Alarm 112", "hours": "Altid åbent", "display": "112",
     "tel": "112", "danger": True, "note": ""},
    {"label": "Vold eller frygt hjemme", "owner": "Lev Uden Vold", "hours": "Altid åbent",
     "display": "1888", "tel": "1888", "danger": False, "note": ""},
    {"label": "Tanker om at dø", "owner": "Livslinien", "hours": "", "display": "70 201 201",
     "tel": "+4570201201", "danger": False, "note": ""},
]  # fmt: skip

SEEN_AT = datetime(2026, 11, 21, 20, 40, tzinfo=UTC)
HOURS = "Hver dag kl. 11 til 5"
GROUPS = [
    {"name": "danger", "heading": "Fare nu", "numbers": NUMBERS[:1]},
    {"name": "violence", "heading": "Vold og frygt", "numbers": [
        NUMBERS[1],
        {**NUMBERS[1], "hours": HOURS, "now": "Åbner i morgen kl. 11", "open": False},
    ]},
    {"name": "dying", "heading": "Tanker om at dø", "numbers": [
        {**NUMBERS[2], "hours": HOURS, "now": "Åbent nu, til kl. 5", "open": True},
    ]},
]  # fmt: skip


def message(seq: int, author: str, body: str, **more: Any) -> dict[str, Any]:
    return {
        "seq": seq,
        "author": author,
        "alias": "Kim" if author == "volunteer" else "",
        "body": body,
        "sent_at": datetime(2026, 11, 21, 20, 40 + seq, tzinfo=UTC),
        "read": False,
        "mine": author == "citizen",
        "client_id": f"id-{seq}",
        **more,
    }


MESSAGES = [
    message(1, "citizen", "hej er der nogen", read=True),
    message(2, "volunteer", "Hej. Jeg hedder Kim."),
    message(3, "volunteer", "Er du et sted, hvor du kan skrive i fred?"),
    message(4, "citizen", "<b>ja</b> han sover"),
]


def conversation(state: str, **more: Any) -> dict[str, Any]:
    return {
        "state": state,
        "ahead": 2,
        "wait": {"low": 6, "high": 10},
        "volunteer_alias": "Kim",
        "last_seq": 4,
        "messages": MESSAGES,
        "return_code": None,
        "given_back": False,
        **more,
    }


_READS: ContextVar[str] = ContextVar("reads", default="da")


@contextmanager
def read_in(language: str) -> Iterator[None]:
    """Every page is drawn in this language meanwhile, unless it says otherwise."""
    before = _READS.set(language)
    yield
    _READS.reset(before)


def _answers_in(language: str) -> str:
    if language in ("da", "en"):
        return ""
    with translation.override(language):
        return speaking.listed(["da", "en"])


def draw(template: str, *, language: str = "", **more: Any) -> str:
    language = language or _READS.get()
    context = {
        "brand": "Lygten",
        "demo": True,
        "csp_nonce": "n0nce",
        "languages": [
            {
                "code": each.code,
                "name": each.name,
                "direction": each.direction,
                "current": each.code == language,
            }
            for each in languages.ALL
        ],
        "draft": language != languages.ORIGINAL,
        "answers_in": _answers_in(language),
        "language_query": "",
        "numbers": NUMBERS,
        "open": True,
        "opens_at": None,
        "wait": {"low": 3, "high": 4},
        "sms_number": "",
        "new_client_id": "0d5c",
        "form_token": "f0rm",
        "feedback_given": "",
        "erase_on": date(2026, 12, 28),
        **more,
    }
    with translation.override(language):
        return render_to_string(f"krisechat/{template}", context)


def passing(stage: str, *, editing: bool = False, **more: Any) -> str:
    """The page about what is passed on, at one stage of it."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    held = {
        "id": "0d5c", "kind": "consent", "stage": stage, "version": 2,
        "municipality": {"code": "0751", "name": "Aarhus Kommune"}, "arrives_at": at,
        "next_at": at, "late": False, "contact_name": "Mette" if stage == "taken" else "",
        "approved_at": at, "delivered_at": None if stage == "approved" else at,
        "can_withdraw": stage in ("to_read", "approved"), **more,
    }  # fmt: skip
    content = {"own_words": "<b>Et sted</b> at bo", "safe_contact": {"when": "Mellem 12 og 14"}}
    places = [{"code": "0751", "name": "Aarhus Kommune"}]
    return draw(
        "passing_on.html", passing=held, content=content, editing=editing, places=places,
        conversation=conversation("active"), refused="",
    )  # fmt: skip


def talk(state: str, **more: Any) -> str:
    return draw("chat.html", conversation=conversation(state, **more), has_conversation=True)


def after(given: str) -> str:
    """The page after the end, as far as somebody has come with answering."""
    return draw(
        "chat.html", conversation=conversation("ended"), has_conversation=True,
        feedback_given=given, felt_before="hard", can_return=True,
    )  # fmt: skip


PASSED = {"own_words": "<b>Et sted</b> at bo", "safe_contact": {"when": "Mellem 12 og 14"}}

PAGES: dict[str, Callable[[], str]] = {
    "landing": lambda: draw("landing.html"),
    "landing, nobody on duty": lambda: draw("landing.html", wait=None),
    "safety": lambda: draw("safety.html"),
    "numbers": lambda: draw("numbers.html"),
    "numbers by subject": lambda: draw("numbers.html", groups=GROUPS, seen_at=SEEN_AT),
    "closed": lambda: draw("closed.html", opens_at=datetime(2026, 11, 22, 16, 0, tzinfo=UTC)),
    "kept": lambda: draw("kept.html", has_conversation=True),
    "erased": lambda: draw("kept.html", erased=True),
    "access": lambda: draw("access.html"),
    "error": lambda: draw("error.html", status=503),
    "waiting": lambda: talk("waiting", volunteer_alias=None, messages=MESSAGES[:1], last_seq=1),
    "active": lambda: talk("active"),
    "given back": lambda: talk("waiting", given_back=True, ahead=0),
    "ended": lambda: talk("ended"),
    "what would help": lambda: after("helped"),
    "thanked": lambda: after("done"),
    "own copy": lambda: draw(
        "own_copy.html", messages=MESSAGES, conversation=conversation("ended"), content=PASSED
    ),
    "to read": lambda: passing("to_read"),
    "to word anew": lambda: passing("to_read", editing=True),
    "no municipality yet": lambda: passing("to_read", municipality=None, arrives_at=None),
    "approved": lambda: passing("approved"),
    "delivered": lambda: passing("delivered"),
    "late": lambda: passing("delivered", late=True),
    "taken": lambda: passing("taken"),
    "contacted": lambda: passing("contacted"),
    "returned": lambda: passing("returned"),
}
