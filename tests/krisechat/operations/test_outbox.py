"""What is written down to be sent, and taken back before it has left."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.operations import outbox
from krisechat.outbound import wording
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(seconds=20)

pytestmark = pytest.mark.django_db


def written(once: str, **more: object) -> Outbound:
    """A text to Sara, written down."""
    outbox.text_account(
        account=people.sara().account,
        phone=people.PHONES["sara"],
        template="on_call",
        once=once,
        at=AT,
        conversation=None,
        **more,  # type: ignore[arg-type]
    )
    return Outbound.objects.get(once=once)


class TestWriting:
    def test_at_once_unless_it_is_to_wait(self) -> None:
        assert written("a").due_at == AT
        assert written("b", not_before=LATER).due_at == LATER

    def test_one_cause_makes_one_text(self) -> None:
        written("a")
        written("a", not_before=LATER)
        assert Outbound.objects.get().due_at == AT

    def test_neither_number_nor_words_are_in_the_row(self) -> None:
        row = Outbound.objects.values().get(id=written("a").id)
        assert "20000001" not in str(row)
        assert row["body_sealed"] is None


class TestTakingBack:
    def test_what_waits_never_leaves(self) -> None:
        written("a")
        assert outbox.withdraw(["a"], at=LATER) == {"a"}
        row = Outbound.objects.get()
        assert (row.state, row.due_at, row.ended_at) == ("cancelled", None, LATER)

    @pytest.mark.parametrize("state", ["sending", "unknown", "accepted", "sent", "delivered"])
    def test_what_is_on_its_way_is_not_touched(self, state: str) -> None:
        row = written("a")
        Outbound.objects.update(state=state)
        assert outbox.withdraw(["a", "b"], at=LATER) == set()
        again = Outbound.objects.get()
        assert (again.state, again.due_at) == (state, row.due_at)

    def test_what_was_cancelled_before_counts_too(self) -> None:
        written("a")
        Outbound.objects.update(state="cancelled", due_at=None)
        assert outbox.withdraw(["a"], at=LATER) == {"a"}

    def test_others_stay(self) -> None:
        written("a")
        written("b")
        outbox.withdraw(["a"], at=LATER)
        assert Outbound.objects.get(state="queued").once == "b"


@pytest.mark.parametrize("template", wording.TO_ACCOUNTS)
def test_no_text_to_staff_says_whom_it_is_about_or_more_than_one_text_holds(template: str) -> None:
    words = wording.TO_ACCOUNTS[template]
    assert words.startswith("Vagt. ")
    assert "{" not in words
    assert len(words) <= 70
