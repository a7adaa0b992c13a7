"""The fixed plans: who is called in, and when."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import escalation
from routing.rules.escalation import AGAIN_AFTER, Step

MINUTE = 60
SOMEBODY = st.lists(st.sampled_from("abcdefg"), max_size=5)


def times(plan: Sequence[Step]) -> list[tuple[str, int, list[str]]]:
    return [(each["tier"], each["after_seconds"], each["accounts"]) for each in plan]


class TestNobodyThere:
    def test_on_call_at_once_then_the_shift_lead_then_the_coordinator(self) -> None:
        plan = escalation.nobody_there(
            on_call=["sara", "ali"], shift_leads=["dorte"], coordinators=["jens"]
        )
        assert times(plan) == [
            ("on_call", 0, ["sara", "ali"]),
            ("shift_lead", 3 * MINUTE, ["dorte"]),
            ("coordinator", 6 * MINUTE, ["jens"]),
        ]

    def test_nobody_waits_for_an_empty_tier(self) -> None:
        plan = escalation.nobody_there(on_call=[], shift_leads=["dorte"], coordinators=["jens"])
        assert times(plan) == [("shift_lead", 0, ["dorte"]), ("coordinator", 180, ["jens"])]
        plan = escalation.nobody_there(on_call=["sara"], shift_leads=[], coordinators=["jens"])
        assert times(plan) == [("on_call", 0, ["sara"]), ("coordinator", 180, ["jens"])]

    def test_with_nobody_there_is_no_plan(self) -> None:
        assert escalation.nobody_there(on_call=[], shift_leads=[], coordinators=[]) == []

    @given(SOMEBODY, SOMEBODY, SOMEBODY)
    def test_everybody_once_in_the_first_tier_they_are_in(
        self, on_call: list[str], leads: list[str], coordinators: list[str]
    ) -> None:
        plan = escalation.nobody_there(
            on_call=on_call, shift_leads=leads, coordinators=coordinators
        )
        called = [each for step in plan for each in step["accounts"]]
        assert sorted(called) == sorted({*on_call, *leads, *coordinators})
        for step in plan:
            if step["tier"] == "coordinator":
                assert not {*step["accounts"]} & {*on_call, *leads}

    @given(SOMEBODY, SOMEBODY, SOMEBODY)
    def test_begins_at_once_and_then_three_minutes_apart(
        self, on_call: list[str], leads: list[str], coordinators: list[str]
    ) -> None:
        plan = escalation.nobody_there(
            on_call=on_call, shift_leads=leads, coordinators=coordinators
        )
        assert [step["after_seconds"] for step in plan] == [180 * n for n in range(len(plan))]


class TestALeadIsNeeded:
    def test_the_first_at_once_the_next_after_five_minutes_then_the_coordinator(self) -> None:
        plan = escalation.a_lead_is_needed(
            shift_leads=["dorte", "finn", "gry"], coordinators=["jens"]
        )
        assert times(plan) == [
            ("shift_lead", 0, ["dorte"]),
            ("shift_lead", 5 * MINUTE, ["finn", "gry"]),
            ("coordinator", 10 * MINUTE, ["jens"]),
        ]

    def test_with_one_lead_the_coordinator_is_next(self) -> None:
        plan = escalation.a_lead_is_needed(shift_leads=["dorte"], coordinators=["jens"])
        assert times(plan) == [("shift_lead", 0, ["dorte"]), ("coordinator", 300, ["jens"])]

    @given(SOMEBODY, SOMEBODY)
    def test_whoever_there_is_somebody_is_called_at_once(
        self, leads: list[str], coordinators: list[str]
    ) -> None:
        plan = escalation.a_lead_is_needed(shift_leads=leads, coordinators=coordinators)
        assert bool(plan) == bool(leads or coordinators)
        assert not plan or plan[0]["after_seconds"] == 0
        assert [step["after_seconds"] for step in plan] == [300 * n for n in range(len(plan))]


class TestSteps:
    PLAN = escalation.nobody_there(on_call=["sara"], shift_leads=["dorte"], coordinators=["jens"])

    def test_beyond_the_plan_the_last_tier_is_called_again(self) -> None:
        tiers = [escalation.step(self.PLAN, number=n)["tier"] for n in range(6)]
        assert tiers == ["on_call", "shift_lead", *["coordinator"] * 4]

    def test_only_after_the_last_there_is_nobody_new(self) -> None:
        assert [escalation.is_last(self.PLAN, number=n) for n in range(4)] == [
            False,
            False,
            True,
            True,
        ]

    def test_within_the_plan_from_its_start_beyond_it_from_the_step_before(self) -> None:
        pauses = [escalation.pause_before(self.PLAN, number=n) for n in range(5)]
        minutes = [timedelta(minutes=each) for each in (0, 3, 6)]
        assert pauses == [*minutes, AGAIN_AFTER, AGAIN_AFTER]
