"""What is offered is accepted once, with a place free."""

from krisechat.management.replay.offered import Offered
from krisechat.management.replay.pace import Pace


def shown() -> Offered:
    offered = Offered(pace=Pace(resend_s=5))
    offered.heard({"type": "offer", "offer": "a"})
    return offered


def test_an_offer_is_accepted_once_until_its_answer_is_overdue() -> None:
    offered = shown()
    assert offered.due(1, free=True)[0] == {"type": "offer.accept", "offer": "a"}
    assert offered.due(2, free=True) == (None, 4)
    assert offered.due(6, free=True)[0] is not None


def test_nothing_is_accepted_without_a_place_or_an_offer() -> None:
    assert shown().due(1, free=False)[0] is None
    assert Offered(pace=Pace()).due(1, free=True)[0] is None


def test_what_is_gone_is_not_accepted() -> None:
    offered = shown()
    offered.heard({"type": "offer.gone", "offer": "b"})
    assert offered.offer == "a"
    offered.heard({"type": "offer.gone", "offer": "a"})
    assert offered.due(1, free=True)[0] is None
