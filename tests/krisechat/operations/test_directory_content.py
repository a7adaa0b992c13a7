"""What may not stand in the directory is refused with its field, and by the database too."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.models import DirectoryEntry, Proposal
from krisechat.operations import directory
from krisechat.operations.directory import UnableToRemove
from krisechat.operations.directory_content import Unfit, UnfitContent
from tests.support.directory import row_of
from tests.support.proposed import AT, JENS, KAREN, add, change, new, state

pytestmark = pytest.mark.django_db

LIVSLINIEN = "+4570201201"


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"labels": {"en": "Food"}}, "labels", Unfit.EMPTY),
        ({"labels": {"da": "  "}}, "labels", Unfit.EMPTY),
        ({"labels": {"da": "x" * 61}}, "labels", Unfit.TOO_LONG),
        ({"notes": {"uk": "x" * 121}}, "notes", Unfit.TOO_LONG),
        ({"owner": " "}, "owner", Unfit.EMPTY),
        ({"source": ""}, "source", Unfit.EMPTY),
        ({"display": "3312345"}, "display", Unfit.NOT_A_NUMBER),
        ({"display": "+45 33 12 34 56"}, "display", Unfit.NOT_A_NUMBER),
        ({"tel": "33123457"}, "tel", Unfit.DIALS_ANOTHER),
        ({"tel": ""}, "tel", Unfit.DIALS_ANOTHER),
        ({"display": "90 12 34 56", "tel": "90123456"}, "display", Unfit.PREMIUM),
        ({"display": "70 201 201", "tel": "70201201"}, "display", Unfit.TAKEN),
        ({"display": "112", "tel": "112"}, "display", Unfit.TAKEN),
        ({"topics": ()}, "topics", Unfit.NO_SUBJECT),
        ({"topics": ("weather",)}, "topics", Unfit.NO_SUBJECT),
        ({"order": 0}, "order", Unfit.NO_PLACE),
        ({"order": 10_000}, "order", Unfit.NO_PLACE),
        ({"url": "http://natcafe.dk"}, "url", Unfit.NO_ADDRESS),
        ({"url": "javascript:alert(1)"}, "url", Unfit.NO_ADDRESS),
    ],
)
def test_it_is_refused_with_the_field_and_why(
    fields: dict[str, Any], field: str, reason: Unfit
) -> None:
    with pytest.raises(UnfitContent) as refused:
        add(**fields)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert not Proposal.objects.exists()


def test_a_new_number_was_called() -> None:
    with pytest.raises(UnfitContent) as refused:
        directory.propose_new(new(), phoned=False, account=JENS, at=AT)
    assert refused.value.reason == Unfit.NOT_PHONED


def test_nothing_new_is_no_proposal() -> None:
    with pytest.raises(UnfitContent) as refused:
        change(LIVSLINIEN, phoned=False)
    assert refused.value.reason == Unfit.NOTHING_NEW


def test_a_number_listed_meanwhile_is_said_to_be() -> None:
    first, second = add(), add(by=KAREN, owner="En anden")
    directory.approve(first, account=KAREN, at=AT)
    with pytest.raises(UnfitContent) as refused:
        directory.approve(second, account=JENS, at=AT)
    assert (refused.value.reason, state(second)) == (Unfit.TAKEN, "open")


@pytest.mark.parametrize("tel", ["112", "114"])
def test_112_and_114_keep_number_and_place_and_stay(tel: str) -> None:
    row = row_of(tel)
    for name, changed in {
        "display": {"display": "33 12 34 56", "tel": "33123456"},
        "order": {"order": row.order + 1},
    }.items():
        with pytest.raises(UnfitContent) as refused:
            change(tel, **changed)
        assert refused.value.reason == Unfit.BOUND
        assert refused.value.field in (name, "tel")
    with pytest.raises(UnableToRemove):
        directory.propose_removal(row.id, revision=row.revision, account=JENS, at=AT)
    said = change(tel, phoned=False, notes={"da": "Sig, hvor du er"})
    directory.approve(said, account=KAREN, at=AT)
    assert row_of(tel).notes == {"da": "Sig, hvor du er"}


@pytest.mark.parametrize(
    ("tel", "fields"),
    [
        ("112", {"active": False}),
        ("114", {"active": False}),
        ("112", {"order": 3}),
        ("112", {"danger": False}),
        ("114", {"order": 0}),
        ("114", {"danger": True}),
        ("114", {"display": "115"}),
        ("1888", {"tel": "1889"}),
        (LIVSLINIEN, {"tel": "70201201"}),
        (LIVSLINIEN, {"tel": "114", "display": "114"}),
        ("1888", {"owner": ""}),
        ("1888", {"verified_on": date(2026, 1, 1)}),
        ("1888", {"verified_by": new_id()}),
    ],
)
def test_the_database_refuses_it_too(tel: str, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectoryEntry.objects.filter(tel=tel).update(**fields)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        directory.approve(new_id(), account=KAREN, at=AT)
    with pytest.raises(NotFound):
        directory.phoned(new_id(), revision=1, account=KAREN, at=AT)
