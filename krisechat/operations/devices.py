"""A citizen's device: the page that holds the cookie, whether somebody is at it, and letting it go.

Letting a device go ends its token and what the page bought with it, never the conversation and
never another device. When it was the last one in use, those who answer are told how it went.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from krisechat.models import AccessToken, Conversation
from krisechat.privacy import pseudonyms
from krisechat.realtime import publish
from krisechat.states.conversation import ConversationState, Gone

SILENCE = timedelta(minutes=30)
SPARINGLY = timedelta(seconds=20)  # a sign of life is written this often at most
LATE = timedelta(minutes=1)  # what is known here may be as much behind the page's own clock
STEADY = timedelta(minutes=5)  # pages that lost us find back, and say that somebody is there
AT_ONCE = 100


def seen(*, device: int | None, at: datetime) -> None:
    """The person did something: the silence of their device, a token's id, begins anew. Clients
    without one (None) know no silence."""
    if device is None:
        return
    row = _devices().filter(pk=device, used_at__lt=at - SPARINGLY)
    if row.exists():
        row.update(used_at=at)


def leave(*, cookie: str, at: datetime) -> bool:
    """The way out: ends the page's token and all it bought. False when it was not known."""
    with transaction.atomic():
        return _let_go(_with(cookie), how=Gone.HURRIED, at=at)


def close_when_silent(*, cookie: str, at: datetime) -> bool:
    """A page says that it has seen nobody for 30 minutes. False when another of the same device
    has, or when somebody waits."""
    seen = at - SILENCE + SPARINGLY + LATE
    silent = _with(cookie).filter(used_at__lte=seen)
    silent = silent.exclude(conversation__state=ConversationState.WAITING)
    with transaction.atomic():
        return _let_go(silent, how=Gone.STILL, at=at)


def let_silent_go(*, at: datetime, steady_since: datetime) -> int:
    """Ends the devices where nobody did anything for 30 minutes; returns how many.

    Whoever waits is never silent, and is counted anew from the moment somebody comes. Nobody is
    called silent on the strength of a time when we were not there to hear them: only after five
    minutes without a break, `steady_since`.
    """
    waits = _devices().filter(conversation__state=ConversationState.WAITING)
    for_a_while = waits.filter(used_at__lt=at - SPARINGLY)
    if for_a_while.exists():
        for_a_while.update(used_at=at)
    if at - steady_since < STEADY:
        return 0
    silent = _devices().filter(used_at__lte=at - SILENCE - LATE)
    silent = silent.exclude(conversation__state=ConversationState.WAITING)
    ended = 0
    for id in list(silent.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            ended += _let_go(silent.filter(pk=id), how=Gone.STILL, at=at)
    return ended


def _with(cookie: str) -> "QuerySet[AccessToken]":
    return _devices().filter(digest=pseudonyms.token_digest(cookie))


def _devices() -> "QuerySet[AccessToken]":
    return AccessToken.objects.filter(device=True, ended_at=None)


def _let_go(device: "QuerySet[AccessToken]", *, how: Gone, at: datetime) -> bool:
    """Inside the caller's transaction; of two who let the same one go, one finds it."""
    row = device.first()
    if row is None or not device.filter(pk=row.pk).update(ended_at=at, draft_sealed=None):
        return False
    AccessToken.objects.filter(bought_with=row.pk, ended_at=None).update(
        ended_at=at, draft_sealed=None
    )
    conversation = row.conversation_id
    # What opened it opens it no more: a form that came back from before would show all of it.
    Conversation.objects.filter(id=conversation).update(opening_id=None)
    if not _devices().filter(conversation=conversation).exists():
        goes_on = Conversation.objects.filter(id=conversation, ended_at=None)
        goes_on.update(gone=how, revision=F("revision") + 1)
    transaction.on_commit(lambda: publish.changed(conversation))
    return True
