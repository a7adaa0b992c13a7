"""The help directory changes by two persons; only a call that finds it right is one person's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation.call_hours import read
from krisechat.foundation.refusals import BadValue, NotFound
from krisechat.models import AuditEntry, DirectoryEntry, Proposal
from krisechat.operations import directory
from krisechat.operations.directory import UnableToCheck, UnableToRemove
from krisechat.operations.directory_content import Unfit, UnfitContent
from krisechat.operations.proposals import Overtaken, UnableToAnswer, UnableToAnswerOwn
from krisechat.queries import directory as found
from tests.support.directory import phoned, row_of
from tests.support.proposed import AT, JENS, KAREN, LARS, add, change, content_of, state

pytestmark = pytest.mark.django_db

LIVSLINIEN = "+4570201201"
TODAY = AT.date()


def _shown(at: Any = AT) -> list[str]:
    found.forget()
    return [each.tel for each in found.shown(at=at, include_unverified=False)]


class TestTwoPersons:
    def test_a_new_number_is_shown_when_another_says_yes(self) -> None:
        proposal = add()
        assert "+4533123456" not in _shown()
        directory.approve(proposal, account=KAREN, at=AT)
        row = row_of("+4533123456")
        assert (row.verified_on, row.verified_by, row.revision) == (TODAY, JENS, 1)
        assert _shown() == ["112", "114", "+4533123456"]

    def test_a_change_is_live_at_once_and_on_record(self) -> None:
        phoned(LIVSLINIEN, TODAY)
        found.shown(at=AT, include_unverified=False)  # now in memory
        proposal = change(LIVSLINIEN, labels={"da": "Når livet gør ondt"})
        with transaction.atomic():
            directory.approve(proposal, account=KAREN, at=AT)
        row = Proposal.objects.get(id=proposal)
        assert row.before["labels"]["da"] == "Tanker om at dø"
        assert row.after["labels"] == {"da": "Når livet gør ondt"}
        assert (row.proposed_by, row.decided_by, row.decided_at) == (JENS, KAREN, AT)
        entries = AuditEntry.objects.filter(object_id=str(row.object_id)).order_by("id")
        assert [(each.action, each.actor_id) for each in entries] == [
            ("propose", str(JENS)),
            ("approve", str(KAREN)),
        ]
        assert entries[0].detail["fields"] == ["labels", "verified_by"]

    def test_nobody_approves_or_declines_their_own(self) -> None:
        proposal = add()
        with pytest.raises(UnableToAnswerOwn):
            directory.approve(proposal, account=JENS, at=AT)
        with pytest.raises(UnableToAnswerOwn):
            directory.decline(proposal, word="nej", account=JENS, at=AT)
        assert state(proposal) == "open"
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(id=proposal).update(
                state="approved", decided_by=JENS, decided_at=AT
            )

    def test_a_no_has_a_reason_and_changes_nothing(self) -> None:
        proposal = add()
        for word in ("", "  ", "x" * 501):
            with pytest.raises(BadValue):
                directory.decline(proposal, word=word, account=KAREN, at=AT)
        directory.decline(proposal, word="Vi kender dem ikke.", account=KAREN, at=AT)
        assert Proposal.objects.get(id=proposal).word == "Vi kender dem ikke."
        assert not DirectoryEntry.objects.filter(display="33 12 34 56").exists()

    def test_only_whoever_proposed_takes_it_back(self) -> None:
        proposal = add()
        with pytest.raises(NotFound):
            directory.withdraw(proposal, account=KAREN, at=AT)
        directory.withdraw(proposal, account=JENS, at=AT)
        with pytest.raises(UnableToAnswer):
            directory.approve(proposal, account=KAREN, at=AT)

    def test_what_is_answered_stays_answered(self) -> None:
        proposal = add()
        directory.approve(proposal, account=KAREN, at=AT)
        for answer in (
            lambda: directory.approve(proposal, account=LARS, at=AT),
            lambda: directory.decline(proposal, word="nej", account=LARS, at=AT),
            lambda: directory.withdraw(proposal, account=JENS, at=AT),
        ):
            with pytest.raises(UnableToAnswer):
                answer()

    def test_what_another_approved_change_overtook_is_refused(self) -> None:
        phoned(LIVSLINIEN, TODAY)
        mine = change(LIVSLINIEN, by=JENS, labels={"da": "En"})
        other = change(LIVSLINIEN, by=KAREN, labels={"da": "To"})
        seen = row_of(LIVSLINIEN)
        directory.approve(mine, account=KAREN, at=AT)
        assert state(other) == "overtaken"
        with pytest.raises(Overtaken):
            directory.approve(other, account=JENS, at=AT)
        with pytest.raises(Overtaken):
            directory.propose_change(
                seen.id,
                content_of(seen, labels={"da": "Tre"}),
                revision=seen.revision,
                phoned=True,
                account=LARS,
                at=AT,
            )
        with pytest.raises(Overtaken):
            directory.propose_removal(seen.id, revision=seen.revision, account=LARS, at=AT)
        assert row_of(LIVSLINIEN).labels == {"da": "En"}

    def test_the_old_one_can_be_proposed_again(self) -> None:
        before = content_of(row_of(LIVSLINIEN))
        directory.approve(change(LIVSLINIEN, labels={"da": "En"}), account=KAREN, at=AT)
        row = row_of(LIVSLINIEN)
        back = directory.propose_change(
            row.id, before, revision=row.revision, phoned=False, account=KAREN, at=AT
        )
        directory.approve(back, account=JENS, at=AT)
        assert row_of(LIVSLINIEN).labels["da"] == "Tanker om at dø"

    def test_what_is_taken_out_can_come_back(self) -> None:
        row = row_of(LIVSLINIEN)
        phoned(LIVSLINIEN, TODAY)
        out = directory.propose_removal(row.id, revision=row.revision, account=JENS, at=AT)
        assert LIVSLINIEN in _shown()
        directory.approve(out, account=KAREN, at=AT)
        assert LIVSLINIEN not in _shown()
        row.refresh_from_db()
        with pytest.raises(UnableToRemove):
            directory.propose_removal(row.id, revision=row.revision, account=JENS, at=AT)
        back = directory.propose_change(
            row.id, content_of(row), revision=row.revision, phoned=True, account=JENS, at=AT
        )
        directory.approve(back, account=KAREN, at=AT)
        assert LIVSLINIEN in _shown()


class TestPhoning:
    def test_a_shown_number_found_right_is_one_persons_and_on_record(self) -> None:
        phoned(LIVSLINIEN, TODAY - timedelta(days=100))
        row = row_of(LIVSLINIEN)
        assert directory.phoned(row.id, revision=row.revision, account=JENS, at=AT) is None
        row.refresh_from_db()
        assert (row.verified_on, row.verified_by, row.revision) == (TODAY, JENS, 1)
        assert AuditEntry.objects.get(action="phone").actor_id == str(JENS)

    @pytest.mark.parametrize("days", [None, 181])
    def test_a_number_nobody_is_shown_needs_a_second_person(self, days: int | None) -> None:
        phoned(LIVSLINIEN, TODAY - timedelta(days=days) if days else None)
        row = row_of(LIVSLINIEN)
        proposal = directory.phoned(row.id, revision=row.revision, account=JENS, at=AT)
        assert proposal and LIVSLINIEN not in _shown()
        with pytest.raises(UnableToCheck):
            directory.phoned(row.id, revision=row.revision, account=KAREN, at=AT)
        directory.approve(proposal, account=KAREN, at=AT)
        assert LIVSLINIEN in _shown()
        row.refresh_from_db()
        assert (row.verified_on, row.verified_by) == (TODAY, JENS)

    def test_a_day_begins_in_denmark(self) -> None:
        phoned(LIVSLINIEN, TODAY)
        row = row_of(LIVSLINIEN)
        late = AT.replace(hour=23, minute=30)  # half past midnight there
        directory.phoned(row.id, revision=row.revision, account=JENS, at=late)
        row.refresh_from_db()
        assert row.verified_on == TODAY + timedelta(days=1)

    @pytest.mark.parametrize("tel", ["112", "114"])
    def test_nobody_phones_112_and_114_to_try_them(self, tel: str) -> None:
        row = row_of(tel)
        with pytest.raises(UnableToCheck):
            directory.phoned(row.id, revision=row.revision, account=JENS, at=AT)

    def test_a_call_made_meanwhile_is_not_undone_by_an_older_proposal(self) -> None:
        phoned(LIVSLINIEN, TODAY - timedelta(days=100))
        proposal = change(LIVSLINIEN, phoned=False, labels={"da": "En"})
        row = row_of(LIVSLINIEN)
        directory.phoned(row.id, revision=row.revision, account=LARS, at=AT)
        directory.approve(proposal, account=KAREN, at=AT)
        row.refresh_from_db()
        assert (row.labels, row.verified_on, row.verified_by) == ({"da": "En"}, TODAY, LARS)

    @pytest.mark.parametrize(
        "changed",
        [
            {"display": "70 20 12 02", "tel": "70201202"},
            {"owner": "En anden"},
            {"hours": read({"week": [[0, "09:00", "17:00"]]})},
        ],
        ids=["number", "owner", "hours"],
    )
    def test_what_a_call_would_tell_is_not_changed_without_one(
        self, changed: dict[str, Any]
    ) -> None:
        with pytest.raises(UnfitContent) as refused:
            change(LIVSLINIEN, phoned=False, **changed)
        assert (refused.value.reason, refused.value.field) == (Unfit.NOT_PHONED, "phoned")
        assert state(change(LIVSLINIEN, phoned=True, **changed)) == "open"

    def test_those_to_phone_are_counted_but_never_112_and_114(self) -> None:
        assert found.to_phone(at=AT) == 21
        phoned(LIVSLINIEN, TODAY - timedelta(days=90))
        assert found.to_phone(at=AT) == 20
        assert found.to_phone(at=AT + timedelta(days=1)) == 21
