"""Speed 0 never waits; speed N waits an Nth of what a human would."""

from krisechat.management.replay.pace import Pace


def test_at_speed_nought_nobody_types() -> None:
    assert Pace().typing_s("en lang besked") == 0


def test_twice_the_speed_is_half_the_wait_and_more_words_take_longer() -> None:
    assert Pace(speed=2).typing_s("hej") == Pace(speed=1).typing_s("hej") / 2
    assert Pace(speed=1).typing_s("hej med dig") > Pace(speed=1).typing_s("hej")
