"""What a caseworker does: each form one step, refused by a sentence when it is out of order."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from routing.models import Handover, HandoverStep
from routing.municipality import wording
from routing.municipality.steps import STEPS
from routing.operations.handovers import receiving
from tests.support import handing_over
from tests.support.handing_over import IN_EACH_STATE, Night, later
from volunteers.models import Account

pytestmark = pytest.mark.django_db

POSSIBLE = {
    "delivered": {"modtaget", "retur", "ord"},
    "acknowledged": {"tag", "giv", "retur", "ord"},
    "assigned": {"tag", "giv", "kontakt", "ord"},
    "contacted": {"afslut", "ord"},
    "closed": {"ord"},
    "returned": {"ord"},
}


def _mette(it: Night) -> Client:
    client = Client()
    client.force_login(it.mette)
    return client


def _fields(it: Night) -> dict[str, str]:
    return {
        "to": str(it.mette.id),
        "how": "call",
        "outcome": "helped",
        "reason": "not_ours",
        "body": "Vi har talt sammen.",
    }


def _post(client: Client, id: UUID, step: str, **fields: str) -> Any:
    return client.post(f"/kommune/{id}/{step}", fields)


@pytest.mark.parametrize("state", POSSIBLE)
def test_every_step_out_of_order_is_refused_by_a_sentence_and_changes_nothing(state: str) -> None:
    it = handing_over.night()
    id = IN_EACH_STATE[state](it)
    client = _mette(it)
    before = Handover.objects.values().get(id=id)
    steps = HandoverStep.objects.count()
    for step in set(STEPS) - POSSIBLE[state]:
        answer = _post(client, id, step, **_fields(it))
        assert answer.status_code == 409, step
        assert any(words in answer.content.decode() for words in wording.REFUSED.values()), step
    assert Handover.objects.values().get(id=id) == before
    assert HandoverStep.objects.count() == steps


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("delivered", "modtaget", "acknowledged"),
        ("delivered", "retur", "returned"),
        ("acknowledged", "tag", "assigned"),
        ("acknowledged", "giv", "assigned"),
        ("acknowledged", "retur", "returned"),
        ("assigned", "kontakt", "contacted"),
        ("contacted", "afslut", "closed"),
        ("assigned", "ord", "assigned"),
    ],
)
def test_every_step_in_order_leads_back_to_the_page(state: str, step: str, after: str) -> None:
    it = handing_over.night()
    id = IN_EACH_STATE[state](it)
    answer = _post(_mette(it), id, step, **_fields(it))
    assert (answer.status_code, answer["Location"]) == (303, f"/kommune/{id}?til=opfoelgning")
    assert handing_over.state(id) == after


def test_every_refusal_of_the_operations_has_its_sentence() -> None:
    named = {
        name
        for name in vars(receiving)
        if name.startswith("UnableTo") or name == "NotAContactPerson"
    }
    assert named == set(wording.REFUSED)


def test_a_step_that_is_none_is_404_and_looking_is_no_step() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    assert _post(_mette(it), id, "slet").status_code == 404
    assert _mette(it).get(f"/kommune/{id}/modtaget").status_code == 405


def test_it_is_given_to_one_named_colleague_and_to_nobody_else() -> None:
    it = handing_over.night()
    id = handing_over.acknowledged(it)
    hanne, ole = handing_over.hanne(), handing_over.ole()
    for nobody in (str(ole.id), "", "hanne"):
        answer = _post(_mette(it), id, "giv", to=nobody)
        assert answer.status_code == 400
        assert "Vælg en kollega" in answer.content.decode()
    _post(_mette(it), id, "giv", to=str(hanne.id))
    assert Handover.objects.get(id=id).contact_person == hanne


@pytest.mark.parametrize(
    ("at", "stored"),
    [
        ("", later(400)),
        ("2026-11-23T14:40", later(400)),  # this very minute, as its clock shows it
        ("2026-11-23T11:05", datetime(2026, 11, 23, 10, 5, tzinfo=UTC)),
    ],
)
def test_a_contact_is_noted_at_the_time_of_the_wall_clock(at: str, stored: datetime) -> None:
    it = handing_over.night()
    id = handing_over.assigned(it)
    assert _post(_mette(it), id, "kontakt", how="visit", at=at).status_code == 303
    assert Handover.objects.get(id=id).contacted_at == stored


@pytest.mark.parametrize(
    ("state", "step", "fields", "words"),
    [
        ("assigned", "kontakt", {"how": "call", "at": "i går"}, "Tidspunktet"),
        ("assigned", "kontakt", {"how": "call", "at": "2026-11-23T07:59"}, "Tidspunktet"),
        ("assigned", "kontakt", {"how": "call", "at": "2026-11-23T15:00"}, "Tidspunktet"),
        ("assigned", "kontakt", {"how": "call", "at": "9999-12-31T23:59"}, "Tidspunktet"),
        ("assigned", "kontakt", {"how": "call", "at": "2026-11-23T11:00+02:00"}, "Tidspunktet"),
        ("assigned", "kontakt", {"how": "telepathy"}, "Vælg, hvordan"),
        ("contacted", "afslut", {"outcome": ""}, "Vælg, hvordan"),
        ("delivered", "retur", {"reason": "nej"}, "Vælg en grund"),
        ("delivered", "ord", {"body": "  "}, "Skriv noget"),
        ("delivered", "ord", {"body": "x" * 4001}, "Skriv noget"),
        ("delivered", "ord", {"body": "a\0b"}, "Skriv noget"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_changes_nothing(
    state: str, step: str, fields: dict[str, str], words: str
) -> None:
    it = handing_over.night()
    id = IN_EACH_STATE[state](it)
    answer = _post(_mette(it), id, step, **fields)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert handing_over.state(id) == state


def test_what_was_too_long_stays_in_its_field() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    words = "Vi prøver igen i morgen. " * 200
    assert words.strip() in _post(_mette(it), id, "ord", body=words).content.decode()


def test_where_the_words_are_gone_there_is_nobody_to_write_to() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    Handover.objects.filter(id=id).update(content_sealed=None)
    answer = _post(_mette(it), id, "ord", body="Er der nogen?")
    assert answer.status_code == 409
    assert wording.REFUSED["UnableToSay"] in answer.content.decode()
    assert "<textarea" not in answer.content.decode()


def test_a_word_back_is_shown_on_the_page_as_written() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    _post(_mette(it), id, "ord", body="Må vi ringe til <b>skolen</b>?")
    page = _mette(it).get(f"/kommune/{id}").content.decode()
    assert "Må vi ringe til &lt;b&gt;skolen&lt;/b&gt;?" in page


def test_two_who_take_it_at_once_end_with_one_who_has_it() -> None:
    it = handing_over.night()
    id = handing_over.acknowledged(it)
    hanne = Client()
    hanne.force_login(Account.objects.get(id=handing_over.hanne().id))
    assert _post(_mette(it), id, "tag").status_code == 303
    assert _post(hanne, id, "tag").status_code == 303  # handed on, and on record
    assert Handover.objects.get(id=id).contact_person.name == "Hanne Friis"
