"""Every citizen who texts has a number of their own, on which nothing goes wrong by itself."""

import random
import re

from django.conf import settings

from krisechat.management.replay import numbers
from krisechat.twilio.phone import refusals


def test_the_numbers_differ_may_be_texted_and_ask_for_no_error() -> None:
    found = numbers.fresh(random.Random(7), count=500)
    assert len(set(found)) == 500
    for number in found:
        assert re.fullmatch(settings.KRISECHAT_TEXTS_GO_TO, number)
        refusals.refuse(receiver=number, sender="+4593700012", body="hej")
        assert refusals.found_later(number) is None


def test_another_replay_has_others() -> None:
    one, other = (set(numbers.fresh(random.Random(seed), count=200)) for seed in (1, 2))
    assert len(one & other) < 5
