"""Each "no" as the contract words it."""

from datetime import UTC, datetime

import pytest

from krisechat.foundation import refusals
from krisechat.foundation.refusals import Refusal

CONTRACT = {
    "malformed": 400,
    "unknown_type": 400,
    "missing_field": 400,
    "bad_value": 400,
    "too_long": 400,
    "unauthenticated": 401,
    "not_found": 404,
    "id_conflict": 409,
    "wrong_state": 409,
    "nothing_waiting": 409,
    "at_capacity": 409,
    "not_available": 409,
    "closed": 409,
    "rate_limited": 429,
    "proof_required": 429,
    "unavailable": 503,
}


def declared() -> list[type[Refusal]]:
    return [
        each
        for each in vars(refusals).values()
        if isinstance(each, type) and issubclass(each, Refusal) and each is not Refusal
    ]


def test_codes_and_statuses_are_those_of_the_contract() -> None:
    assert {each.code: each.status for each in declared()} == CONTRACT


def test_each_code_is_said_by_one_refusal() -> None:
    assert len({each.code for each in declared()}) == len(declared())


def test_the_body_is_code_and_sentence_and_nothing_unasked() -> None:
    assert refusals.NotFound("Not found.").body() == {"code": "not_found", "detail": "Not found."}


def test_field_and_retry_after_stand_in_the_body_when_given() -> None:
    said = refusals.RateLimited("Too many.", field="body", retry_after=1.5).body()
    assert said == {
        "code": "rate_limited",
        "detail": "Too many.",
        "field": "body",
        "retry_after": 1.5,
    }


def test_a_retry_after_of_zero_is_said() -> None:
    assert refusals.RateLimited("Now.", retry_after=0).body()["retry_after"] == 0


def test_closed_says_when_it_opens_and_whom_else_to_call() -> None:
    opens_at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    others = [{"name": "Alarm", "phone": "112"}]
    said = refusals.Closed("Nobody is here.", opens_at=opens_at, alternatives=others).body()
    assert (said["code"], said["opens_at"], said["alternatives"]) == ("closed", opens_at, others)


def test_a_proof_is_asked_for_with_all_it_takes() -> None:
    said = refusals.ProofRequired("Wait.", challenge="c", bits=18, retry_after=30).body()
    assert (said["challenge"], said["bits"], said["retry_after"]) == ("c", 18, 30)


def test_unavailable_always_says_when_to_come_back() -> None:
    assert refusals.Unavailable().body()["retry_after"] > 0


@pytest.mark.parametrize("kind", declared())
def test_what_comes_out_of_an_exception_is_its_sentence(kind: type[Refusal]) -> None:
    extra = {
        refusals.Closed: {"opens_at": None, "alternatives": []},
        refusals.ProofRequired: {"challenge": "c", "bits": 1, "retry_after": 1},
    }
    assert str(kind("A sentence.", **extra.get(kind, {}))) == "A sentence."
