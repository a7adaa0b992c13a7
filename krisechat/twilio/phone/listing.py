"""A page of a list of texts, as Twilio's API gives it: newest first, the next page by its address.

https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from krisechat.twilio.phone import texts
from krisechat.twilio.phone.refusals import Refused
from krisechat.twilio.phone.store import Store, Wanted

MOST = 1_000
USUAL = 50
_DAY = timedelta(days=1).total_seconds()


def page(store: Store, query: Mapping[str, str], *, account: str) -> dict[str, Any]:
    """The page that `query` asks for. Raises Refused."""
    size = _number(query, "PageSize", USUAL)
    number = _number(query, "Page", 0)
    size = min(max(size, 1), MOST)
    found = store.texts(_wanted(query), limit=size + 1)
    shown, more = found[:size], len(found) > size
    here = f"/{texts.VERSION}/Accounts/{account}/Messages.json"
    asked = {name: value for name, value in query.items() if name not in ("Page", "PageToken")}
    asked["PageSize"] = str(size)
    after = {**asked, "Page": str(number + 1), "PageToken": f"PA{shown[-1].number}"} if more else {}
    return {
        "messages": [texts.as_json(each, account=account) for each in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(len(shown) - 1, 0),
        "uri": f"{here}?{urlencode({**asked, 'Page': number})}",
        "first_page_uri": f"{here}?{urlencode({**asked, 'Page': 0})}",
        "next_page_uri": f"{here}?{urlencode(after)}" if after else None,
        "previous_page_uri": None,
    }


def _wanted(query: Mapping[str, str]) -> Wanted:
    day = _moment(query, "DateSent")
    token = query.get("PageToken", "").removeprefix("PA")
    return Wanted(
        receiver=query.get("To", ""),
        sender=query.get("From", ""),
        since=day if day is not None else _moment(query, "DateSent>"),
        until=day + _DAY if day is not None else _moment(query, "DateSent<"),
        below=int(token) if token.isdecimal() else None,
    )


def _moment(query: Mapping[str, str], name: str) -> float | None:
    value = query.get(name, "")
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(400, 20001, f"Invalid {name}") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    value = query.get(name, "") or str(usual)
    if not value.isdecimal():
        raise Refused(400, 20001, f"Invalid {name}")
    return int(value)
