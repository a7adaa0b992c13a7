"""The door under a flood: a little work, or twenty seconds, and always the numbers."""

import itertools
import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from krisechat.citizen import proving, slowing
from krisechat.citizen.asking import ProofRequest
from krisechat.foundation import clock
from krisechat.foundation.refusals import ProofRequired, RateLimited
from krisechat.models import Conversation
from routing.models import AbuseMark
from tests.support import people
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db

HERE = b"here".ljust(32)


def work(challenge: str) -> str:
    tries = map(str, itertools.count())
    return next(
        each for each in tries if proving.begins_with_zeros(challenge, each, bits=proving.BITS)
    )


def given(challenge: str, proof: str = "") -> ProofRequest:
    return ProofRequest(challenge=challenge, proof=proof)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock the challenges are dated by."""

    def by(seconds: float) -> None:
        now = time.time() + seconds
        monkeypatch.setattr(proving.time, "time", lambda: now)

    return by


def asked_of(address: str = "127.7.0.1") -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address)


class TestProof:
    def test_a_challenge_and_its_colon_fill_one_block(self) -> None:
        assert {len(proving.challenge(source=HERE)) for _ in range(5)} == {63}

    def test_work_opens_once(self) -> None:
        one = proving.challenge(source=HERE)
        proof = given(one, work(one))
        assert proving.opens(proof, source=HERE)
        assert not proving.opens(proof, source=HERE)

    def test_it_is_nobody_elses(self) -> None:
        one = proving.challenge(source=HERE)
        assert not proving.opens(given(one, work(one)), source=b"there".ljust(32))

    def test_time_opens_too_and_once(self, later: Any) -> None:
        one = proving.challenge(source=HERE)
        assert not proving.opens(given(one), source=HERE)
        later(proving.WAIT_SECONDS - 2)
        assert not proving.opens(given(one), source=HERE)
        later(proving.WAIT_SECONDS + 1)
        assert proving.opens(given(one), source=HERE)
        assert not proving.opens(given(one), source=HERE)

    def test_who_comes_too_early_does_not_begin_to_wait_anew(self) -> None:
        one = proving.challenge(source=HERE)
        assert proving.again(given(one), source=HERE) == one
        assert proving.again(given(one), source=b"there".ljust(32)) != one
        assert proving.opens(given(one, work(one)), source=HERE)
        assert proving.again(given(one), source=HERE) != one

    def test_it_is_not_kept_for_later(self, later: Any) -> None:
        one = proving.challenge(source=HERE)
        later(proving.GOOD_FOR_SECONDS + 2)
        assert not proving.opens(given(one), source=HERE)

    def test_what_was_used_is_remembered_within_bounds(
        self, later: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proving, "MOST_KEPT", 10)
        proving._used.clear()
        for _ in range(30):
            proving._use(proving.challenge(source=HERE), now=time.time())
        assert len(proving._used) == 10
        later(proving.GOOD_FOR_SECONDS + 1)
        proving._use("the next", now=time.time())
        assert len(proving._used) == 1


class TestLimits:
    def test_a_source_opens_twenty_and_then_proves(self) -> None:
        for _ in range(20):
            slowing.opening(asked_of(), given(""))
        with pytest.raises(ProofRequired) as refused:
            slowing.opening(asked_of(), given(""))
        one = refused.value.challenge
        slowing.opening(asked_of(), given(one, work(one)))

    def test_a_network_full_of_addresses_is_slowed_as_well(self) -> None:
        for number in range(60):
            slowing.opening(asked_of(f"127.7.1.{number}"), given(""))
        with pytest.raises(ProofRequired):
            slowing.opening(asked_of("127.7.1.99"), given(""))
        slowing.opening(asked_of("127.7.2.1"), given(""))

    def test_what_two_called_abuse_proves_at_once(self) -> None:
        lane = slowing.lane(asked_of())
        assert lane is not None
        for each in (people.bo(), people.sara()):
            AbuseMark.objects.create(
                source=lane.source, account_id=each.account, marked_at=clock.now()
            )
        with pytest.raises(ProofRequired) as refused:
            slowing.opening(asked_of(), given(""))
        assert 19 <= (refused.value.retry_after or 0) <= proving.WAIT_SECONDS
        slowing.opening(asked_of("127.7.0.2"), given(""))

    def test_whoever_guesses_from_many_places_keeps_nobody_out(self) -> None:
        for number in range(60):
            slowing.guess(asked_of(f"127.7.{number}.1"), given(""))
        with pytest.raises(ProofRequired) as refused:
            slowing.guess(asked_of("127.8.0.1"), given(""))
        one = refused.value.challenge
        slowing.guess(asked_of("127.8.0.1"), given(one, work(one)))

    def test_one_source_guesses_five_times_whatever_it_proves(self) -> None:
        for _ in range(5):
            slowing.guess(asked_of(), given(""))
        one = proving.challenge(source=slowing.source(asked_of()))
        with pytest.raises(RateLimited):
            slowing.guess(asked_of(), given(one, work(one)))

    def test_one_network_full_of_sources_keeps_nobody_out(self) -> None:
        """Whoever rents a little IPv6 has 65,536 sources."""
        refused = 0
        for number in range(100):
            try:
                slowing.guess(asked_of(f"2001:db8:7:{number:x}::1"), given(""))
            except RateLimited:
                refused += 1
        assert refused > 60
        slowing.guess(asked_of("127.8.0.1"), given(""))

    def test_memory_is_bounded_whoever_comes(self) -> None:
        for number in range(21_000):
            slowing._openings.take(number, now=0.0)
        assert len(slowing._openings._buckets) == 20_000

    def test_a_night_is_one_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def lane(hours: int) -> Any:
            at = clock.now().replace(hour=18, minute=0) + timedelta(hours=hours)
            monkeypatch.setattr(clock, "now", lambda: at)
            found = slowing.lane(asked_of())
            monkeypatch.undo()
            return found

        assert lane(0) == lane(12) != lane(20)
        assert isinstance(slowing._day(), date)

    def test_where_limits_are_off_nobody_has_a_lane(self, settings: Any) -> None:
        settings.KRISECHAT_RATE_LIMITS = False
        assert slowing.lane(asked_of()) is None


class TestWithoutAScript:
    def test_the_page_says_how_long_and_lets_them_in_then(self, later: Any) -> None:
        people.lygten()
        browser = Client(REMOTE_ADDR="127.7.0.9")
        for _ in range(20):
            browser.post("/skriv/start", {})
        browser.cookies.clear()
        refused = browser.post("/skriv/start", {"first_message": "jeg venter"})
        assert refused.status_code == 429
        page = refused.content.decode()
        assert "Vent 20 sekunder, og tryk så igen" in page
        assert "tel:112" in page and "tel:1888" in page and "jeg venter" in page
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        early = browser.post("/skriv/start", fields)
        assert early.status_code == 429
        later(proving.WAIT_SECONDS + 1)
        before = Conversation.objects.count()
        assert browser.post("/skriv/start", fields)["Location"].startswith("/skriv")
        assert Conversation.objects.count() == before + 1

    def test_the_scripts_work_is_in_a_header(self) -> None:
        people.lygten()
        browser = Client(REMOTE_ADDR="127.7.0.8")
        for _ in range(20):
            browser.post("/skriv/start", {})
        bits, challenge, script = browser.post("/skriv/start", {})["X-Proof"].split()
        assert browser.get(script).status_code == 200
        proof = {"challenge": challenge, "proof": work(challenge)}
        assert int(bits) == proving.BITS
        assert browser.post("/skriv/start", proof).status_code == 303
