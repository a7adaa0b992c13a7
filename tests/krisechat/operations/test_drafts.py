"""What was typed and not sent: kept sealed, given out once, to the device that typed it."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.foundation.envelope import Tampered
from krisechat.models import AccessToken
from krisechat.operations import access_tokens, devices, drafts
from krisechat.operations.access_tokens import Holder
from krisechat.operations.opening import Opened
from routing.operations import queueing
from tests.support import people

AT = clock.now()
WORDS = "ræven under trappen"

pytestmark = pytest.mark.django_db


def page_of(opened: Opened) -> tuple[str, Holder]:
    cookie = access_tokens.issue(conversation=opened.conversation, at=AT, device=True)
    return cookie, access_tokens.resolve(cookie)


def sealed(holder: Holder) -> bytes | None:
    found = AccessToken.objects.values_list("draft_sealed", flat=True).get(pk=holder.token_id)
    return None if found is None else bytes(found)


def test_it_is_given_out_once() -> None:
    _, holder = page_of(people.amina())
    drafts.keep(holder, text=WORDS)
    assert (drafts.take(holder), drafts.take(holder)) == (WORDS, "")
    assert sealed(holder) is None


def test_it_is_stored_sealed() -> None:
    _, holder = page_of(people.amina())
    drafts.keep(holder, text=WORDS)
    stored = sealed(holder)
    assert stored is not None
    assert not any(word.encode() in stored for word in WORDS.split())


def test_the_last_one_counts_and_a_blank_one_is_none() -> None:
    _, holder = page_of(people.amina())
    for text in ("først", WORDS):
        drafts.keep(holder, text=text)
    assert drafts.take(holder) == WORDS
    drafts.keep(holder, text=WORDS)
    drafts.keep(holder, text=" \n")
    assert sealed(holder) is None


def test_a_cpr_number_is_hidden_before_it_is_kept() -> None:
    _, holder = page_of(people.amina())
    drafts.keep(holder, text="jeg er 010190-1234")
    assert "1234" not in drafts.take(holder)


def test_no_more_is_kept_than_the_field_can_post() -> None:
    _, holder = page_of(people.amina())
    drafts.keep(holder, text="ø" * (drafts.MOST + 1))
    assert drafts.take(holder) == "ø" * drafts.MOST


def test_another_device_never_gets_it() -> None:
    opened = people.amina()
    (_, mine), (_, other), (_, stranger) = page_of(opened), page_of(opened), page_of(people.amina())
    drafts.keep(mine, text=WORDS)
    assert (drafts.take(other), drafts.take(stranger)) == ("", "")
    AccessToken.objects.filter(pk=other.token_id).update(draft_sealed=sealed(mine))
    with pytest.raises(Tampered):
        drafts.take(other)
    assert drafts.take(mine) == WORDS


def test_it_goes_with_the_device_and_comes_no_more() -> None:
    cookie, holder = page_of(people.amina())
    drafts.keep(holder, text=WORDS)
    assert devices.leave(cookie=cookie, at=AT)
    assert sealed(holder) is None
    drafts.keep(holder, text=WORDS)
    assert (sealed(holder), drafts.take(holder)) == (None, "")


def test_it_goes_with_half_an_hour_of_silence() -> None:
    opened = people.amina()
    _, holder = page_of(opened)
    drafts.keep(holder, text=WORDS)
    queueing.end_by_citizen(conversation=opened.conversation, at=AT)
    long_after = AT + timedelta(minutes=32)
    assert devices.let_silent_go(at=long_after, steady_since=AT - timedelta(days=1)) == 1
    assert sealed(holder) is None


def test_it_goes_with_what_the_page_bought() -> None:
    cookie, _ = page_of(people.amina())
    bought = access_tokens.resolve(access_tokens.issue_from_device(cookie=cookie, at=AT))
    drafts.keep(bought, text=WORDS)
    devices.leave(cookie=cookie, at=AT)
    assert sealed(bought) is None


@pytest.mark.parametrize("how", ["every token ended", "erased"])
def test_it_goes_with_the_conversation_s_tokens(how: str) -> None:
    opened = people.amina()
    _, holder = page_of(opened)
    drafts.keep(holder, text=WORDS)
    if how == "erased":
        queueing.erase_by_citizen(conversation=opened.conversation, at=AT)
    else:
        access_tokens.end_all(conversation=opened.conversation, at=AT)
    assert not AccessToken.objects.exclude(draft_sealed=None).exists()
