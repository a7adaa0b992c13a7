"""The citizen takes it back at the very moment it is delivered: exactly one wins (P60)."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from krisechat.models import DataKey, Outbound
from routing.models import Consent, Handover, HandoverStep
from routing.operations import handovers
from routing.operations.handovers.deciding import UnableToWithdraw
from routing.operations.handovers.receiving import UnableToAcknowledge
from tests.races.together import failures, together
from tests.support import handing_over
from tests.support.handing_over import MONDAY_AT_8, SATURDAY_NIGHT
from tests.support.ring import own_keys

__all__ = ["own_keys"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_keys")]

ROUNDS = 100


def a_bit_later(work: Callable[[], Any], seconds: float) -> Callable[[], Any]:
    """So that over the rounds each meets every step of the other's work."""

    def later() -> Any:
        time.sleep(max(seconds, 0))
        return work()

    return later


def delivering() -> int:
    return handovers.deliver_due(at=MONDAY_AT_8)


def withdrawing(id: UUID) -> Callable[[], str]:
    def withdraw() -> str:
        handovers.withdraw(handover=id, at=MONDAY_AT_8)
        return "withdrawn"

    return withdraw


def test_of_taking_back_and_delivering_exactly_one_wins_a_hundred_times() -> None:
    it = handing_over.night()
    won = {"withdrawn": 0, "delivered": 0}
    for round_ in range(ROUNDS):
        id = handing_over.approved(it)
        lead = (round_ - ROUNDS / 2) * 0.0002
        back, out = together(a_bit_later(withdrawing(id), lead), a_bit_later(delivering, -lead))
        state = handing_over.state(id)
        won[state] += 1
        if state == "withdrawn":
            assert (back, out) == ("withdrawn", 0)
            assert not DataKey.objects.filter(owner_kind="handover", owner_id=id).exists()
        else:
            assert isinstance(back, UnableToWithdraw) and out == 1
        steps = HandoverStep.objects.filter(handover_id=id, step__in=won)
        assert list(steps.values_list("step", flat=True)) == [state]
        taken_back = Consent.objects.get(handover_id=id).withdrawn_at is not None
        assert taken_back == (state == "withdrawn")
    assert Outbound.objects.filter(template="handover_delivered").count() == won["delivered"]
    assert min(won.values()) > 0, won


def test_several_engines_deliver_and_remind_once() -> None:
    it = handing_over.night()
    for _ in range(10):
        handing_over.approved(it)
        assert sorted(together(*[delivering] * 4)) == [0, 0, 0, 1]
    late = handing_over.later(120)
    told = together(*[lambda: handovers.remind_due(at=late)] * 4)
    assert failures(told) == [] and sum(told) == 10
    assert Outbound.objects.filter(template="handover_overdue").count() == 10


def test_two_who_acknowledge_at_once_are_one() -> None:
    it = handing_over.night()
    for _ in range(10):
        id = handing_over.delivered(it)

        def acknowledge(id: UUID = id) -> None:
            handovers.acknowledge(handover=id, account=it.mette.id, at=MONDAY_AT_8)

        ends = together(*[acknowledge] * 4)
        assert [type(each) for each in failures(ends)] == [UnableToAcknowledge] * 3
        assert HandoverStep.objects.filter(handover_id=id, step="acknowledged").count() == 1


def test_a_change_while_it_is_delivered_is_in_it_or_is_refused() -> None:
    it = handing_over.night()
    for round_ in range(25):
        id = handing_over.approved(it)

        def rewrite(id: UUID = id) -> int:
            return handovers.write(
                handover=id,
                version=2,
                content=handing_over.Content(own_words="andre ord"),
                account=it.bo.account,
                at=MONDAY_AT_8,
            )

        together(a_bit_later(rewrite, (round_ - 12) * 0.0005), delivering)
        row = Handover.objects.get(id=id)
        assert (row.state, row.version) in (("delivered", 2), ("draft", 3))
        if row.state == "draft":
            handovers.withdraw(handover=id, at=SATURDAY_NIGHT)
