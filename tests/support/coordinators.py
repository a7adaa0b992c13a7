"""Coordinators at the directory's pages: what their browsers send and show."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client

from krisechat.queries import directory
from volunteers.access import Answerer
from volunteers.models import Account

PAGE = "/overdragelser/numre"
NEW = {
    "label_da": "Brug for mad",
    "note_da": "",
    "label_ar": "طعام",
    "owner": "Natcaféen",
    "display": "33 12 34 56",
    "tel": "33 12 34 56",
    "url": "",
    "topic1": "shelter",
    "topic2": "money",
    "topic3": "",
    "hours_kind": "week",
    "day0": "9-12, 13-17.30",
    "day4": "22 - 4",
    "day6": "hele døgnet",
    "holidays": "closed",
    "order": "55",
    "source": "Natcaféen selv",
    "phoned": "on",
}


def as_person(person: Answerer | Any) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=getattr(person, "account", None) or person.id))
    return client


def page(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(PAGE + path)
    assert answer.status_code == status
    return answer.content.decode()


def proposed(client: Client, path: str, fields: dict[str, str]) -> UUID:
    """Proposes, and follows to the proposal's own page."""
    answer = client.post(PAGE + path, fields)
    assert answer.status_code == 303, answer.content.decode()
    assert client.get(answer["Location"]).status_code == 200
    return UUID(answer["Location"].rsplit("/", 1)[1])


def form(client: Client, entry: UUID, query: str = "") -> dict[str, str]:
    """What the form holds, as a browser would send it."""
    found = page(client, f"/{entry}/ret{query}")
    inputs = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', found)
    fields = {name: unescape(value) for name, value in inputs}
    for name, options in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', found, re.S):
        chosen = re.search(r'value="(\w*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    kind = re.search(r'name="hours_kind" value="(\w+)" checked', found)
    assert kind
    return {**fields, "hours_kind": kind[1]}


def numre() -> str:
    directory.forget()
    return Client(headers={"accept-language": "da"}).get("/numre").content.decode()
