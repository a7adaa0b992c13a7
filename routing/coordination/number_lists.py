"""What the directory's pages show: each number and how it stands, each proposal and whose it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from krisechat.foundation import call_hours
from krisechat.foundation import directory as rules
from krisechat.foundation.call_words import hours_in_words
from krisechat.foundation.directory import ALWAYS_SHOWN, Freshness, HelpNumber
from krisechat.foundation.refusals import NotFound
from krisechat.operations import directory
from krisechat.queries import directory as found
from krisechat.queries import proposals
from krisechat.queries.directory import Entry
from krisechat.queries.proposals import Proposed
from routing.coordination import number_words as words
from volunteers.queries import people

ANSWERED = 12  # the newest so many answers are shown
OPEN_SERVICES = 2  # that many besides 112 a citizen should always see


def everything(*, at: datetime, me: UUID) -> dict[str, Any]:
    """The list: what waits, every number, what was taken out, and what was answered lately."""
    entries = found.entries()
    waiting = proposals.open_ones(directory.KIND)
    answered = proposals.answered(directory.KIND, newest=ANSWERED)
    names = _names(entries, [*waiting, *answered])
    proposed = {each.object_id for each in waiting}
    today = rules.today(at)
    shown = [each for each in entries if each.active and rules.visible(each.number, today=today)]
    return {
        "waiting": [_line(each, names=names, me=me) for each in waiting],
        "entries": [
            _row(each, at=at, names=names, proposed=each.id in proposed)
            for each in entries
            if each.active
        ],
        "out": [
            _row(each, at=at, names=names, proposed=False) for each in entries if not each.active
        ],
        "answered": [_line(each, names=names, me=me) for each in answered],
        "to_phone": found.to_phone(at=at),
        "too_few": len([e for e in shown if e.number.hours.always]) - 1 < OPEN_SERVICES,
    }


def one(each: Proposed, *, me: UUID) -> dict[str, Any]:
    """One proposal beside what it would change."""
    names = people.first_names(_persons([each]))
    return {
        "it": _line(each, names=names, me=me),
        "fields": words.compared(each.before, each.after),
        "listed": each.verb != "add" or each.state == "approved",
    }


def fields_to_fill(request: HttpRequest, entry: Entry | None) -> Mapping[str, Any]:
    """What the form begins with: the row, or what it was before the proposal in the address."""
    if entry is None:
        return {}
    if before := request.GET.get("fra", ""):
        earlier = _proposal(before)
        if earlier.object_id == entry.id and earlier.before:
            return earlier.before
    number = entry.number
    return {
        "labels": number.labels,
        "notes": number.notes,
        "owner": number.owner,
        "display": number.display,
        "url": number.url,
        "topics": number.topics,
        "hours": call_hours.written(number.hours),
        "order": entry.order,
        "source": entry.source,
    }


def _proposal(id: str) -> Proposed:
    try:
        return proposals.one(directory.KIND, UUID(id))
    except ValueError:
        raise NotFound("Not found.") from None


def _row(each: Entry, *, at: datetime, names: Mapping[UUID, str], proposed: bool) -> dict[str, Any]:
    number, today = each.number, rules.today(at)
    fresh = rules.freshness(number, today=today)
    always = number.tel in ALWAYS_SHOWN
    return {
        "id": each.id,
        "revision": each.revision,
        "order": each.order,
        "label": number.labels["da"],
        "owner": number.owner,
        "display": number.display,
        "tel": number.tel,
        "hours": hours_in_words(number.hours),
        "subject": words.TOPICS.get(number.topics[0], "") if number.topics else "",
        "state": "Vises altid" if always else words.FRESHNESS[fresh],
        "late": not always and fresh != Freshness.FRESH,
        "bound": always,
        "verified_on": number.verified_on,
        "verified_by": _name(number, names),
        "proposed": proposed,
    }


def _line(each: Proposed, *, names: Mapping[UUID, str], me: UUID) -> dict[str, Any]:
    said = {**each.before, **each.after}
    return {
        "id": each.id,
        "object_id": each.object_id,
        "what": words.VERBS[each.verb],
        "label": said["labels"]["da"],
        "display": said["display"],
        "by": names.get(each.proposed_by, "en, der er stoppet"),
        "at": each.proposed_at,
        "state": words.STATES[each.state],
        "open": each.state == "open",
        "mine": each.proposed_by == me,
        "decided_by": names.get(each.decided_by, "en, der er stoppet") if each.decided_by else "",
        "decided_at": each.decided_at,
        "word": each.word,
        "can_go_back": each.state == "approved" and each.verb in ("change", "remove"),
    }


def _name(number: HelpNumber, names: Mapping[UUID, str]) -> str:
    return names.get(number.verified_by, "") if number.verified_by else ""


def _names(entries: Iterable[Entry], lines: Iterable[Proposed]) -> dict[UUID, str]:
    phoned = {each.number.verified_by for each in entries if each.number.verified_by}
    return people.first_names(phoned | _persons(lines))


def _persons(lines: Iterable[Proposed]) -> set[UUID]:
    return {who for each in lines for who in (each.proposed_by, each.decided_by) if who}
