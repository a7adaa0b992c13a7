"""Everything connected to one process, without a database: who hears of what."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unavailable
from krisechat.realtime import frames_out
from krisechat.realtime.hints import Hints
from krisechat.socket import closing
from krisechat.socket.hub import Hub
from tests.support.pages import CITIZEN, Page, Seat, picture, settle, stored, volunteer


class WatchedHub(Hub):
    """A hub that is not started: what would be read is only noted."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[UUID] = []

    def catch_up(self, conversation: UUID) -> None:
        self.asked.append(conversation)


@pytest_asyncio.fixture
async def hub() -> AsyncIterator[WatchedHub]:
    one = WatchedHub()
    yield one
    one._writer.close()


class TestMessages:
    async def test_the_sender_gets_the_ack_and_everybody_else_the_message(
        self, hub: WatchedHub
    ) -> None:
        seen = picture(uuid4(), members=(CITIZEN, volunteer(new_id())))
        account = seen.members[1].account
        assert account is not None
        one, two, seat = Page(hub, seen), Page(hub, seen), Seat(hub, account, seen)
        hub.on_stored([stored(seen.id, 1, origin=one.connection)])
        assert one.kinds == ["message.ack"]
        assert two.kinds == seat.kinds == ["message"]

    async def test_it_reaches_nobody_in_another_conversation(self, hub: WatchedHub) -> None:
        mine, other = Page(hub, picture(uuid4())), Page(hub, picture(uuid4()), person=9)
        hub.on_stored([stored(mine.connection.id, 1)])
        assert (mine.seqs(), other.frames) == ([1], [])

    async def test_a_batch_comes_in_its_order(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4()))
        hub.on_stored([stored(page.connection.id, seq) for seq in (1, 2, 3)])
        assert page.seqs() == [1, 2, 3]

    async def test_after_a_gap_nothing_is_sent_and_the_database_is_read(
        self, hub: WatchedHub
    ) -> None:
        page = Page(hub, picture(uuid4()))
        hub.on_stored([stored(page.connection.id, 3)])
        assert page.seqs() == []
        assert hub.asked == [page.connection.id]

    async def test_who_sent_and_went_takes_nobody_along(self, hub: WatchedHub) -> None:
        """Of one batch the first author's socket is gone: the second still gets the ack."""
        gone, here = Page(hub, picture(uuid4())), Page(hub, picture(uuid4()), person=9)
        gone.connection.closed = True
        hub.remove(gone.connection)
        hub.on_stored(
            [
                stored(gone.connection.id, 1, origin=gone.connection),
                stored(here.connection.id, 1, origin=here.connection),
            ]
        )
        assert here.kinds == ["message.ack"]

    async def test_what_is_under_way_is_counted_down_once(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4()))
        for seq in (1, 2, 3):
            page.connection.inflight += 1
            mine = stored(page.connection.id, seq, origin=page.connection)
            hub.on_stored([mine])
            hub._written(mine.send, mine)
        assert page.connection.inflight == 0

    async def test_a_resend_is_acknowledged_and_counted_down_too(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4(), last_seq=1), last_seq=1)
        page.connection.inflight += 1
        again = stored(page.connection.id, 1, origin=page.connection, fresh=False)
        hub._written(again.send, again)
        assert page.kinds == ["message.ack"]
        assert page.connection.inflight == 0

    async def test_a_refusal_names_the_message_and_is_counted_down(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4()))
        page.connection.inflight += 1
        send = stored(page.connection.id, 1, origin=page.connection).send
        hub._written(send, Unavailable())
        [said] = page.of("error")
        assert (said["code"], said["client_id"]) == ("unavailable", str(send.client_id))
        assert said["retry_after"] > 0
        assert page.connection.inflight == 0

    async def test_a_resend_that_fills_the_last_gap_says_synced(self, hub: WatchedHub) -> None:
        """Back with an old last_seq and a resend: the ack itself is what was lacking."""
        page = Page(hub, picture(uuid4(), last_seq=1))
        page.connection.streams[page.connection.id].rewind(0, target=1)
        again = stored(page.connection.id, 1, origin=page.connection, fresh=False)
        hub._written(again.send, again)
        assert page.kinds == ["message.ack", "synced"]


class TestComingAndGoing:
    async def test_a_newcomers_newer_picture_is_shown_to_those_already_there(
        self, hub: WatchedHub
    ) -> None:
        """The newcomer read the database after a change whose hint is still under way."""
        account = new_id()
        waiting = picture(uuid4())
        page = Page(hub, waiting)
        active = picture(
            waiting.id, state="active", revision=1, members=(CITIZEN, volunteer(account))
        )
        seat = Seat(hub, account, active)
        [told] = page.of("state")
        assert (told["state"], told["volunteer"]) == ("active", {"alias": "Robin"})
        assert seat.frames == []

    async def test_a_newcomers_newer_positions_are_shown_too(self, hub: WatchedHub) -> None:
        account = new_id()
        before = picture(uuid4(), last_seq=3, members=(CITIZEN, volunteer(account)))
        page = Page(hub, before, last_seq=3)
        read = volunteer(account, delivered_seq=3, read_seq=2)
        newer = picture(before.id, last_seq=3, members=(CITIZEN, read), received=3, read=2)
        Page(hub, newer, last_seq=3)
        assert [(each["state"], each["seq"]) for each in page.of("receipt")] == [
            ("delivered", 3),
            ("read", 2),
        ]

    async def test_a_newcomers_older_picture_does_not_replace_a_newer_one(
        self, hub: WatchedHub
    ) -> None:
        new = picture(uuid4(), state="ended", revision=5)
        Page(hub, new)
        seen = hub.enter(Page(hub, new).connection, picture(new.id, revision=4))
        assert seen.state == hub.rooms[new.id].snapshot.state == "ended"  # type: ignore[union-attr]

    async def test_a_fifth_connection_closes_the_persons_oldest(self, hub: WatchedHub) -> None:
        seen = picture(uuid4())
        pages = [Page(hub, seen) for _ in range(4)]
        stranger = Page(hub, seen, person=9)
        assert [page.closed for page in pages] == [None] * 4
        fifth = Page(hub, seen)
        assert [page.closed for page in pages] == [closing.REPLACED, None, None, None]
        assert (fifth.closed, stranger.closed) == (None, None)

    async def test_a_room_nobody_is_in_is_forgotten(self, hub: WatchedHub) -> None:
        one, two = Page(hub, seen := picture(uuid4())), Page(hub, seen)
        hub.remove(one.connection)
        assert seen.id in hub.rooms
        hub.remove(two.connection)
        assert hub.rooms == {}
        assert hub.connections == set()

    async def test_who_left_gets_nothing_more(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4()))
        hub.leave(page.connection, page.connection.id)
        hub.on_stored([stored(page.connection.id, 1)])
        assert page.frames == []


class TestHints:
    async def test_a_new_number_is_read_and_an_old_one_is_not(self, hub: WatchedHub) -> None:
        page = Page(hub, picture(uuid4(), last_seq=4), last_seq=4)
        hub.asked.clear()
        hub.on_hints(Hints(seqs={page.connection.id: 4}))
        assert hub.asked == []
        hub.on_hints(Hints(seqs={page.connection.id: 5, uuid4(): 9}))
        assert hub.asked == [page.connection.id]

    async def test_typing_goes_to_the_other_side_only(self, hub: WatchedHub) -> None:
        account = new_id()
        seen = picture(uuid4(), members=(CITIZEN, volunteer(account)))
        page, seat = Page(hub, seen), Seat(hub, account, seen)
        hub.on_hints(Hints(typing={(seen.id, "citizen"): True}))
        assert page.frames == []
        assert seat.frames == [
            {"type": "typing", "on": True, "by": "citizen", "conversation": str(seen.id)}
        ]
        hub.on_hints(Hints(typing={(seen.id, "volunteer"): False}))
        assert page.frames == [{"type": "typing", "on": False, "by": "volunteer"}]

    async def test_a_note_never_reaches_the_citizen(self, hub: WatchedHub) -> None:
        account = new_id()
        seen = picture(uuid4(), members=(CITIZEN, volunteer(account)))
        page, seat = Page(hub, seen), Seat(hub, account, seen)
        hub.show_note(
            frames_out.Note(
                conversation=seen.id, id=new_id(), body="pas på", author="Robin", at=clock.now()
            )
        )
        assert (page.frames, seat.kinds) == ([], ["note"])


class TestEnding:
    async def test_everybody_is_told_to_come_back(self, hub: WatchedHub) -> None:
        pages = [Page(hub, picture(uuid4()), person=each) for each in range(3)]
        await hub.stop(seconds=0)
        assert [page.closed for page in pages] == [closing.RESTART] * 3

    async def test_work_beside_is_held_until_it_is_done(self, hub: WatchedHub) -> None:
        done: list[str] = []

        async def work() -> None:
            await settle(3)
            done.append("done")

        hub.spawn(work())
        assert len(hub._tasks) == 1
        await settle()
        assert done == ["done"]
        assert hub._tasks == set()
