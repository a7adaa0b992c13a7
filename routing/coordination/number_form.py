"""The form for one number: what stands in its fields, and what was written in them."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from krisechat.foundation import call_hours
from krisechat.foundation.call_hours import (
    ALWAYS,
    HOLIDAY,
    UNKNOWN,
    CallHours,
    OnHolidays,
    Stretch,
    stretch,
)
from krisechat.foundation.directory import HelpNumber
from krisechat.operations.directory_content import Content, Unfit, UnfitContent
from routing.coordination import number_words as words

TOPICS: Final = ("topic1", "topic2", "topic3")
_PLAIN: Final = ("owner", "display", "tel", "url", "order", "source")
_CLOCK: Final = r"(\d{1,2})(?:[.:](\d\d))?"
_SPAN: Final = re.compile(rf"{_CLOCK}\s*[-–]\s*{_CLOCK}", re.ASCII)
ALL_DAY: Final = "hele døgnet"


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The form for a row with these fields; an empty mapping is a new one."""
    hours = call_hours.read(fields.get("hours", {}))
    kind = "always" if hours.always else "week" if hours.week else "unknown"
    topics = [*fields.get("topics", ()), "", "", ""]
    values = {name: str(fields.get(name, "")) for name in _PLAIN}
    values |= {name: topics[place] for place, name in enumerate(TOPICS)}
    values |= {f"day{day}": _day_text(hours, day) for day in range(HOLIDAY + 1)}
    for kind_, texts in (("label", "labels"), ("note", "notes")):
        values |= {f"{kind_}_{code}": text for code, text in fields.get(texts, {}).items()}
    values["tel"] = values["display"]
    return shape({**values, "hours_kind": kind, "holidays": str(hours.holidays)})


def shape(values: Mapping[str, str]) -> dict[str, Any]:
    """What was written, or stands there, as the template lays it out."""
    return {
        **{name: values.get(name, "") for name in (*_PLAIN, "hours_kind", "holidays", "phoned")},
        "texts": [
            {
                "code": code,
                "language": language,
                "label": values.get(f"label_{code}", ""),
                "note": values.get(f"note_{code}", ""),
            }
            for code, language in words.languages().items()
        ],
        "topics": [{"name": name, "chosen": values.get(name, "")} for name in TOPICS],
        "days": [
            {"name": f"day{day}", "label": label, "value": values.get(f"day{day}", "")}
            for day, label in enumerate(words.DAYS)
        ],
    }


def content(values: Mapping[str, str], *, stands: HelpNumber | None = None) -> Content:
    """What the form says; in languages it does not offer now, what `stands` there is kept.

    Raises UnfitContent for what cannot be read; the rest is judged where it is proposed.
    """
    order = values.get("order", "").strip()
    if not re.fullmatch(r"\d{1,4}", order, re.ASCII):
        raise UnfitContent(Unfit.NO_PLACE, field="order")
    chosen = [values.get(name, "") for name in TOPICS]
    return Content(
        labels={**(stands.labels if stands else {}), **_texts(values, "label")},
        notes={**(stands.notes if stands else {}), **_texts(values, "note")},
        owner=values.get("owner", ""),
        display=values.get("display", ""),
        tel=values.get("tel", ""),
        url=values.get("url", ""),
        topics=tuple(dict.fromkeys(each for each in chosen if each)),
        hours=_hours(values),
        order=int(order),
        source=values.get("source", ""),
    )


def _texts(values: Mapping[str, str], kind: str) -> dict[str, str]:
    return {code: values.get(f"{kind}_{code}", "") for code in words.languages()}


def _hours(values: Mapping[str, str]) -> CallHours:
    match values.get("hours_kind"):
        case "always":
            return ALWAYS
        case "week":
            week = [s for day in range(HOLIDAY + 1) for s in _day(values, day)]
            if not week or values.get("holidays") not in set(OnHolidays):
                raise UnfitContent(Unfit.NO_HOURS, field="hours")
            return CallHours(week=tuple(week), holidays=OnHolidays(values["holidays"]))
    return UNKNOWN


def _day(values: Mapping[str, str], day: int) -> list[Stretch]:
    text = values.get(f"day{day}", "").strip().lower().removeprefix("kl. ")
    if not text:
        return []
    if text == ALL_DAY:
        return [stretch(day, time(0), time(0))]
    return [_span(day, part.strip()) for part in re.split(r",| og ", text)]


def _span(day: int, text: str) -> Stretch:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UnfitContent(Unfit.NO_HOURS, field="hours")
    from_hour, from_minute, to_hour, to_minute = (int(part or 0) for part in found.groups())
    try:
        starts = time(from_hour, from_minute)
        ends = time(0) if (to_hour, to_minute) == (24, 0) else time(to_hour, to_minute)
    except ValueError:
        raise UnfitContent(Unfit.NO_HOURS, field="hours") from None
    return stretch(day, starts, ends)


def _day_text(hours: CallHours, day: int) -> str:
    parts = [_span_text(each) for each in hours.week if each.weekday == day]
    return ", ".join(parts)


def _span_text(each: Stretch) -> str:
    if each.starts == each.ends == time(0):
        return ALL_DAY
    return f"{_clock(each.starts)}-{_clock(each.ends)}"


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)
