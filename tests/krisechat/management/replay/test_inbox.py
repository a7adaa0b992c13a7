"""What came to a phone: which turn it was, what came twice, what came late."""

from krisechat.management.replay.dialogue import Dialogue, Turn
from krisechat.management.replay.inbox import Inbox


def inbox(*turns: str) -> Inbox:
    """A dialogue in which the volunteer says this after the citizen's first words."""
    said = (Turn(by="citizen", text="hej"), *(Turn(by="volunteer", text=each) for each in turns))
    return Inbox(dialogue=Dialogue(id="d", via="sms", turns=said))


def test_each_text_is_the_first_turn_of_its_words_that_has_not_come() -> None:
    phone = inbox("ok", "og så?", "ok")
    assert phone.take("1", "ok")
    assert (phone.has(1), phone.has(3)) == (True, False)
    assert phone.take("2", "og så?")
    assert phone.take("3", "ok")
    assert phone.has(3)
    assert (phone.duplicated, phone.reordered, phone.others) == (0, 0, 0)


def test_the_same_text_listed_again_is_nothing_new() -> None:
    phone = inbox("ok")
    phone.take("1", "ok")
    assert not phone.take("1", "ok")
    assert phone.duplicated == 0


def test_the_same_words_once_more_than_they_were_said_came_twice() -> None:
    phone = inbox("ok")
    phone.take("1", "ok")
    assert not phone.take("2", "ok")
    assert phone.duplicated == 1


def test_what_overtook_another_is_out_of_order() -> None:
    phone = inbox("et", "to")
    phone.take("1", "to")
    phone.take("2", "et")
    assert phone.reordered == 1


def test_the_helplines_own_texts_are_not_counted() -> None:
    phone = inbox("ok")
    phone.take("1", "Din besked er kommet frem.")
    assert (phone.others, phone.duplicated, phone.has(1)) == (1, 0, False)


def test_a_long_turn_has_come_when_all_its_parts_have() -> None:
    long = "ord " * 600
    phone = inbox(long)
    parts = [part for _, part in phone.expected]
    assert len(parts) > 1
    for number, part in enumerate(parts):
        assert not phone.has(1)
        phone.take(str(number), part)
    assert phone.has(1)


def test_the_citizens_own_turns_never_come() -> None:
    phone = inbox("hej")
    phone.take("1", "hej")
    assert not phone.has(0)
