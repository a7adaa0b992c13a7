"""What one connection has of one conversation: whatever happens in whatever order, each message
reaches it once, in order, and in the end it lacks nothing."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from krisechat.socket.stream import Stream


class TestCursor:
    def test_only_the_next_message_may_be_sent(self) -> None:
        stream = Stream(4, target=None)
        assert [seq for seq in range(1, 9) if stream.is_next(seq)] == [5]
        stream.passed(5)
        assert [seq for seq in range(1, 9) if stream.is_next(seq)] == [6]

    def test_an_own_message_next_in_line_moves_it(self) -> None:
        stream = Stream(4, target=None)
        stream.acknowledged(5)
        assert stream.cursor == 5

    def test_an_own_message_beyond_a_gap_does_not_move_it(self) -> None:
        """`last_seq` is the highest seq below which nothing is lacking."""
        stream = Stream(4, target=None)
        stream.acknowledged(7)
        assert stream.cursor == 4
        stream.passed(5)
        assert stream.cursor == 5

    def test_when_the_gap_is_filled_it_moves_past_its_own(self) -> None:
        stream = Stream(0, target=None)
        for own in (2, 3, 6):
            stream.acknowledged(own)
        stream.passed(1)
        assert stream.cursor == 3
        stream.passed(4)
        stream.passed(5)
        assert stream.cursor == 6

    def test_a_resend_of_what_it_has_changes_nothing(self) -> None:
        stream = Stream(4, target=None)
        for known in (1, 4):
            stream.acknowledged(known)
        assert stream.cursor == 4


class TestTarget:
    def test_it_is_reached_once(self) -> None:
        stream = Stream(2, target=3)
        assert not stream.reached_target()
        stream.passed(3)
        assert stream.reached_target()
        assert not stream.reached_target()

    def test_nothing_lacking_is_reached_at_once(self) -> None:
        assert Stream(3, target=3).reached_target()
        assert Stream(0, target=0).reached_target()

    def test_without_one_it_is_never_reached(self) -> None:
        assert not Stream(3, target=None).reached_target()

    def test_one_that_came_later_does_not_put_it_off(self) -> None:
        stream = Stream(0, target=1)
        stream.passed(1)
        stream.passed(2)
        assert stream.reached_target()


class TestRewinding:
    def test_everything_after_it_is_sent_again_own_words_included(self) -> None:
        stream = Stream(0, target=None)
        stream.acknowledged(2)
        stream.passed(1)
        stream.rewind(0, target=2)
        assert stream.is_next(1)
        stream.passed(1)
        assert stream.is_next(2)

    def test_what_was_acknowledged_beyond_a_gap_is_forgotten(self) -> None:
        stream = Stream(0, target=None)
        stream.acknowledged(5)
        stream.rewind(3, target=5)
        stream.passed(4)
        assert stream.cursor == 4


class Conversation(RuleBasedStateMachine):
    """A conversation grows by own and others' messages. News of them comes in any order, doubled
    or not at all; a reading, now and then, offers what is lacking; the client may ask anew."""

    def __init__(self) -> None:
        super().__init__()
        self.own: list[bool] = []  # whose each message is; seq 1 is the first
        self.stream = Stream(0, target=0)
        self.begin(0)

    def begin(self, last_seq: int) -> None:
        """The client said hello or asked for a sync, having everything up to `last_seq`."""
        self.begun_at, self.aim = last_seq, self.last
        self.got: list[int] = []  # what was sent since the hello or the last sync
        self.acks: set[int] = set()
        self.synced: list[int] = []
        self.check_synced()

    def check_synced(self) -> None:
        if self.stream.reached_target():
            self.synced.append(self.stream.cursor)

    @property
    def last(self) -> int:
        return len(self.own)

    @rule(own=st.booleans())
    def somebody_writes(self, own: bool) -> None:
        self.own.append(own)

    @rule(data=st.data())
    def hello(self, data: st.DataObject) -> None:
        last_seq = data.draw(st.integers(0, self.last))
        self.stream = Stream(last_seq, target=self.last)
        self.begin(last_seq)

    @rule(data=st.data())
    def sync(self, data: st.DataObject) -> None:
        last_seq = data.draw(st.integers(0, self.last))
        self.stream.rewind(last_seq, target=self.last)
        self.begin(last_seq)

    @precondition(lambda self: self.last > 0)
    @rule(data=st.data())
    def a_message_is_offered(self, data: st.DataObject) -> None:
        self.offer(data.draw(st.integers(1, self.last)))

    @precondition(lambda self: any(self.own))
    @rule(data=st.data())
    def an_own_one_is_acknowledged(self, data: st.DataObject) -> None:
        mine = [seq for seq in range(1, self.last + 1) if self.own[seq - 1]]
        seq = data.draw(st.sampled_from(mine))
        self.acks.add(seq)
        self.stream.acknowledged(seq)
        self.check_synced()

    @rule()
    def the_database_is_read(self) -> None:
        for seq in range(self.stream.cursor + 1, self.last + 1):
            self.offer(seq)

    def offer(self, seq: int) -> None:
        if self.stream.is_next(seq):
            self.got.append(seq)
            self.stream.passed(seq)
            self.check_synced()

    @invariant()
    def it_was_sent_each_once_and_ascending(self) -> None:
        assert self.got == sorted(set(self.got))

    @invariant()
    def it_has_everything_up_to_the_cursor(self) -> None:
        has = set(self.got) | self.acks | set(range(1, self.begun_at + 1))
        assert has >= set(range(1, self.stream.cursor + 1))
        assert self.begun_at <= self.stream.cursor <= self.last

    @invariant()
    def what_it_was_sent_it_was_not_acknowledged_before(self) -> None:
        assert all(seq > self.begun_at for seq in self.got)

    @invariant()
    def synced_was_said_once_and_not_too_early(self) -> None:
        assert len(self.synced) <= 1
        assert all(seq >= self.aim for seq in self.synced)

    def teardown(self) -> None:
        self.the_database_is_read()
        assert self.stream.cursor == self.last
        assert len(self.synced) == 1


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
