"""Two who answer at once, two proposals about one row, two new rows with one number: one wins."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from krisechat.models import AuditEntry, DirectoryEntry, Proposal
from krisechat.operations import directory
from krisechat.operations.directory_content import UnfitContent
from krisechat.operations.proposals import Overtaken, UnableToAnswer, UnableToAnswerOwn
from tests.races.together import failures, together
from tests.support.directory import row_of
from tests.support.proposed import AT, JENS, KAREN, LARS, add, change, state

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15
LIVSLINIEN = "+4570201201"


def approving(proposal: UUID, who: UUID) -> Callable[[], Any]:
    return lambda: directory.approve(proposal, account=who, at=AT)


def declining(proposal: UUID, who: UUID) -> Callable[[], Any]:
    return lambda: directory.decline(proposal, word="nej", account=who, at=AT)


def test_of_two_who_answer_at_once_one_has_and_never_whoever_proposed() -> None:
    for round_ in range(ROUNDS):
        words = {"da": f"Nummer {round_}"}
        proposal = change(LIVSLINIEN, labels=words)
        before = row_of(LIVSLINIEN)
        yes, no, own = together(
            approving(proposal, KAREN), declining(proposal, LARS), approving(proposal, JENS)
        )
        assert isinstance(own, UnableToAnswerOwn)
        assert [type(each) for each in failures([yes, no])] == [UnableToAnswer]
        after = row_of(LIVSLINIEN)
        if state(proposal) == "approved":
            assert (after.labels, after.revision) == (words, before.revision + 1)
        else:
            assert (after.labels, after.revision) == (before.labels, before.revision)
        answers = AuditEntry.objects.filter(detail__proposal=str(proposal)).exclude(
            action="propose"
        )
        assert answers.count() == 1


def test_of_two_changes_of_one_row_approved_at_once_one_is_overtaken() -> None:
    for round_ in range(ROUNDS):
        mine = change(LIVSLINIEN, by=JENS, labels={"da": f"Mit {round_}"})
        yours = change(LIVSLINIEN, by=KAREN, labels={"da": f"Dit {round_}"})
        before = row_of(LIVSLINIEN).revision
        ends = together(approving(mine, KAREN), approving(yours, JENS))
        assert [type(each) for each in failures(ends)] == [Overtaken]
        assert sorted([state(mine), state(yours)]) == ["approved", "overtaken"]
        won = Proposal.objects.get(id__in=[mine, yours], state="approved")
        after = row_of(LIVSLINIEN)
        assert (after.labels, after.revision) == (won.after["labels"], before + 1)


def test_of_two_new_rows_with_one_number_approved_at_once_one_stands() -> None:
    for round_ in range(ROUNDS):
        number = f"33 12 34 {round_:02}"
        fields = {"display": number, "tel": number}
        one, other = add(by=JENS, **fields), add(by=KAREN, owner="En anden", **fields)
        ends = together(approving(one, KAREN), approving(other, JENS))
        assert [type(each) for each in failures(ends)] == [UnfitContent]
        assert DirectoryEntry.objects.filter(display=number).count() == 1
        assert sorted([state(one), state(other)]) == ["approved", "open"]
