"""How much may be on its way to a socket that has not said it is reading."""

from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from krisechat.socket.window import BYTES, MESSAGES, OVERRUN_BYTES, SendWindow


def filled(*, messages: int, size: int = 1) -> SendWindow[str]:
    window: SendWindow[str] = SendWindow()
    for _ in range(messages):
        window.sent(size, message=True)
    return window


def test_the_contract_allows_64_messages_or_128_kib() -> None:
    assert (MESSAGES, BYTES) == (64, 128 * 1024)


def test_the_sixty_fourth_message_fills_it() -> None:
    assert not filled(messages=63).full
    assert filled(messages=64).full


def test_128_kib_fill_it_whatever_they_were() -> None:
    assert not filled(messages=2, size=BYTES // 2 - 1).full
    assert filled(messages=2, size=BYTES // 2).full
    window: SendWindow[str] = SendWindow()
    window.sent(BYTES)
    assert window.full


def test_frames_that_are_no_messages_count_in_bytes_only() -> None:
    window: SendWindow[str] = SendWindow()
    for _ in range(1000):
        window.sent(1)
    assert not window.full


def test_an_answered_beat_opens_it_as_far_as_it_had_been_sent_then() -> None:
    window = filled(messages=60)
    n = window.beat("sixty")
    for _ in range(4):
        window.sent(1, message=True)
    assert window.full
    assert window.answer(n) == "sixty"
    assert not window.full
    for _ in range(60):
        window.sent(1, message=True)
    assert window.full


def test_answers_pile_up_to_twice_as_much_and_no_further() -> None:
    window: SendWindow[str] = SendWindow()
    window.sent(OVERRUN_BYTES - 1)
    assert not window.overrun
    window.sent(1)
    assert window.overrun


def test_a_later_answer_answers_the_earlier_beats_too() -> None:
    window = filled(messages=1)
    first, second = window.beat("first"), window.beat("second")
    assert window.answer(second) == "second"
    assert window.answer(first) is None
    assert not window.unanswered


def test_an_earlier_answer_leaves_the_later_beat_open() -> None:
    window = filled(messages=1)
    first, second = window.beat("first"), window.beat("second")
    assert window.answer(first) == "first"
    assert window.unanswered
    assert window.answer(second) == "second"


def test_what_was_never_asked_is_no_answer() -> None:
    window = filled(messages=64)
    n = window.beat("mark")
    for made_up in (0, n - 1, n + 1, 2**53 - 1):
        assert window.answer(made_up) is None
        assert window.full
    assert window.answer(n) == "mark"


def test_a_mark_that_is_empty_is_still_an_answer() -> None:
    window: SendWindow[dict[str, int]] = SendWindow()
    assert window.answer(window.beat({})) == {}


def test_numbers_rise_cannot_be_foretold_and_fit_into_the_wire() -> None:
    window: SendWindow[str] = SendWindow()
    numbers = [window.beat("") for _ in range(1000)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**53
    assert len({after - before for before, after in pairwise(numbers)}) > 900


class Sending(RuleBasedStateMachine):
    """Whatever is sent, asked and answered, the window agrees with a plain account of it."""

    def __init__(self) -> None:
        super().__init__()
        self.window: SendWindow[int] = SendWindow()
        self.messages: list[int] = []  # the sizes of everything sent; negative: no message
        self.answered = 0  # how many of them the client is known to have read
        self.beats: dict[int, int] = {}  # number to how many had been sent

    @rule(size=st.integers(1, BYTES // 3), message=st.booleans())
    def send(self, size: int, message: bool) -> None:
        self.window.sent(size, message=message)
        self.messages.append(size if message else -size)

    @rule(times=st.integers(1, 40))
    def send_many(self, times: int) -> None:
        for _ in range(times):
            self.send(10, True)

    @rule()
    def ask(self) -> None:
        self.beats[self.window.beat(len(self.messages))] = len(self.messages)

    @precondition(lambda self: bool(self.beats))
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        n = data.draw(st.sampled_from(sorted(self.beats)))
        assert self.window.answer(n) == self.beats[n]
        self.answered = self.beats[n]
        self.beats = {later: sent for later, sent in self.beats.items() if later > n}

    @rule(n=st.integers(0, 2**53 - 1))
    def make_up(self, n: int) -> None:
        if n not in self.beats:
            assert self.window.answer(n) is None

    @invariant()
    def it_agrees(self) -> None:
        unread = self.messages[self.answered :]
        many = sum(size > 0 for size in unread) >= MESSAGES
        assert self.window.full == (many or sum(map(abs, unread)) >= BYTES)
        assert self.window.overrun == (sum(map(abs, unread)) >= OVERRUN_BYTES)
        assert self.window.unanswered == bool(self.beats)


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
