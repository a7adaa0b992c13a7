"""Made-up people and words for the design page; nobody here exists."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

AT = datetime(2026, 11, 21, 20, 46, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

NUMBERS: list[dict[str, Any]] = [
    {"label": "Nogen er i fare nu", "owner": "Alarm 112", "hours": "Altid åbent", "display": "112",
     "tel": "112", "danger": True, "note": ""},
    {"label": "Brug for et sted i nat", "owner": "Politiet. Bed om den sociale døgnvagt",
     "hours": "", "display": "114", "tel": "114", "danger": False, "note": ""},
]  # fmt: skip

PAGE: dict[str, Any] = {
    "brand": "Lygten", "demo": False, "language_query": "", "numbers": NUMBERS, "open": True,
    "opens_at": None, "wait": {"low": 4, "high": 6}, "form_token": "", "new_client_id": "",
    "erase_on": date(2026, 12, 28), "can_return": True,
}  # fmt: skip


def message(author: str, body: str, **more: Any) -> dict[str, Any]:
    """A message as the citizen's page is given it."""
    return {
        "seq": 1, "author": author, "alias": "Noa" if author == "volunteer" else "", "body": body,
        "sent_at": AT, "read": False, "mine": author == "citizen", "client_id": "", **more,
    }  # fmt: skip


def talk(state: str, **more: Any) -> dict[str, Any]:
    """The context of the conversation's page."""
    conversation = {
        "state": state, "ahead": 2, "wait": {"low": 6, "high": 10}, "volunteer_alias": "Noa",
        "last_seq": 0, "messages": [], "return_code": None, "given_back": False, **more,
    }  # fmt: skip
    return {**PAGE, "conversation": conversation, "feedback_given": "", "has_conversation": True}


PASSED_ON: dict[str, Any] = {
    **PAGE,
    "conversation": {"texts": False},
    "content": {"safe_contact": {"when": "Mellem 12 og 14", "how": "Ring. Læg ingen besked."}},
    "passing": {
        "id": "", "kind": "consent", "stage": "taken", "version": 1, "late": False,
        "municipality": {"code": "0751", "name": "Aarhus Kommune"}, "contact_name": "Mette",
        "arrives_at": MONDAY, "next_at": MONDAY + timedelta(hours=5), "approved_at": AT,
        "delivered_at": MONDAY, "taken_at": MONDAY + timedelta(hours=1), "can_withdraw": False,
    },
}  # fmt: skip


def line(*, risk: str = "none", late: bool = False, **more: Any) -> dict[str, Any]:
    """One handover in the municipality's inbox."""
    words = {"none": "", "concern": "Bekymring", "high": "Høj", "acute": "Akut"}
    safe = {"how": "Kun sms. Ring ikke", "when": "hverdage 9 til 14"}
    row = {
        "id": "0", "owed": True, "deadline_at": MONDAY, "contact_person": None, "risk": risk,
        "kind": "consent", "content": {"safe_contact": safe}, "changed_at": AT,
        "climbed_at": MONDAY if late else None,
    }  # fmt: skip
    return {
        "row": row, "late": late, "today": True, "left": "om 56 min.", "title": "Amina",
        "risk": words[risk], "kind": "med samtykke", "quoted": True, "children": 2, "step": 2,
        "say": "Jeg vil bare gerne have, at børnene kan sove om natten.",
        "steps": [True, True, False, False, False], "state": "Leveret", "mine": False, **more,
    }  # fmt: skip


def rungs() -> list[dict[str, Any]]:
    """The five steps of a handover, the second one owed now."""
    steps = ("Leveret", "Åbnet", "Taget", "Kontakt", "Afsluttet")
    stands = ("done", "now", "next", "next", "next")
    return [
        {"title": title, "stands": each, "at": MONDAY + timedelta(hours=hour), "sub": ""}
        for hour, (title, each) in enumerate(zip(steps, stands, strict=True))
    ]
