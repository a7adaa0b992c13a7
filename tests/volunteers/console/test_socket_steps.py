"""The console's steps on a conversation: flag, note, close."""

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Note
from routing.models import Assignment
from routing.operations import assignments
from tests.support import people, sockets
from tests.support.desks import bo_available, refused, take
from volunteers.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


class TestFlaggingAndNoting:
    async def test_a_flag_is_answered_with_the_conversation_and_its_reason_is_a_note(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            bo.seen.clear()
            flag = {"type_": "conversation.flag", "conversation": one, "risk": "high"}
            await bo.send(**flag, reason="taler om piller")
            note = await bo.receive("note")
            [changed] = [each for each in bo.seen if each["type"] == "conversation"]
            assert (changed["reason"], changed["conversation"]["risk"]) == ("changed", "high")
            assert (note["conversation"], note["body"]) == (one, "taler om piller")
            await bo.send(**flag, reason="")  # the same again still has an answer
            assert (await bo.receive("conversation"))["conversation"]["risk"] == "high"
            said = await refused(bo, **{**flag, "risk": "very"}, reason="")
            assert (said["code"], said["field"]) == ("bad_value", "risk")
            await amina.quiet()
        assert "piller" not in str(amina.seen)
        assert "high" not in str(amina.seen)

    async def test_a_note_is_never_seen_by_the_citizen(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            await bo.send(type_="conversation.note", conversation=one, body="virker bange")
            note = await bo.receive("note")
            assert set(note) == {"type", "conversation", "id", "body", "author", "at"}
            assert note["author"] not in "Bo Lund"
            await amina.quiet()
        async with sockets.citizen(opened.token) as again:
            await again.quiet()
        assert "bange" not in str(amina.seen + again.seen)
        assert await sync_to_async(Note.objects.count)() == 1

    async def test_the_next_volunteer_reads_the_notes_of_the_last(self) -> None:
        async with bo_available("hej") as (bo, _):
            one = await take(bo)
            await bo.send(type_="conversation.note", conversation=one, body="virker bange")
            await bo.receive("note")
        await _gone("bo")
        await sync_to_async(people.sara)()
        async with sockets.console("sara") as sara:
            await sara.send(type_="presence.set", status="available")
            assert await take(sara) == one
        assert [each["body"] for each in sara.seen if each["type"] == "note"] == ["virker bange"]


class TestClosing:
    async def test_it_is_over_for_both_and_no_longer_the_volunteers(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            close = {"type_": "conversation.close", "conversation": one, "outcome": "referred"}
            await bo.send(**close, tags=["nat"])
            told = await bo.receive("state")
            assert (told["conversation"], told["state"]) == (one, "ended")
            while (await amina.receive("state"))["state"] != "ended":
                pass
            for frame in (
                {**close, "tags": []},
                {"type_": "message.send", "conversation": one, "client_id": new_id(), "body": "x"},
                {"type_": "sync", "conversation": one, "last_seq": 0},
            ):
                assert (await refused(bo, **frame))["code"] == "not_found"
        row = await sync_to_async(Conversation.objects.get)(id=one)
        assert (row.state, row.outcome) == ("ended", "referred")

    async def test_what_the_citizen_ended_is_named_by_the_volunteer(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            await amina.send(type_="conversation.end")
            assert (await bo.receive("state"))["state"] == "ended"
            await bo.send(type_="conversation.close", conversation=one, outcome="silent", tags=[])
            assert (await bo.receive("state"))["state"] == "ended"
        row = await sync_to_async(Conversation.objects.get)(id=one)
        assert row.outcome == "silent"

    @pytest.mark.parametrize(
        ("outcome", "tags", "field"),
        [
            ("solved", [], "outcome"),
            ("ended", ["x"] * 21, "tags"),
            ("ended", ["x" * 41], "tags"),
        ],
    )
    async def test_what_cannot_be_is_refused_and_it_goes_on(
        self, outcome: str, tags: list[str], field: str
    ) -> None:
        async with bo_available("hej") as (bo, _):
            one = await take(bo)
            said = await refused(
                bo, type_="conversation.close", conversation=one, outcome=outcome, tags=tags
            )
        assert (said["code"], said["field"], said["conversation"]) == ("bad_value", field, one)
        assert not await sync_to_async(Assignment.objects.exclude(ended_at=None).exists)()


async def _gone(login: str) -> None:
    """The volunteer logs out: everything they hold is given back."""
    account = await sync_to_async(Account.objects.get)(login=login)
    await sync_to_async(assignments.give_back_all)(account=account.id, why="logout", at=clock.now())
