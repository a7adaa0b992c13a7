"""Writes numbered texts to many citizens' phones into the outbox: run by `manage.py shell`."""

from datetime import timedelta

from krisechat.foundation import clock
from krisechat.operations import outbox
from krisechat.operations.opening import Opening
from krisechat.queries import helplines
from krisechat.states.conversation import Via
from routing.operations import queueing


def number_of(citizen: int) -> str:
    """The phone of citizen number so."""
    return f"+45214{citizen:05}"


def write(*, citizens: int, each: int) -> None:
    """To each of so many citizens so many texts, whose words are their numbers."""
    at = clock.now()
    for citizen in range(citizens):
        opened = queueing.open_conversation(
            Opening(helpline=helplines.only(), phone=number_of(citizen), via=Via.SMS), at=at
        )
        for text in range(each):
            outbox.text_citizen(
                conversation=opened.conversation,
                template="received",
                body=str(text),
                once=f"kills:{citizen}:{text}",
                at=at + timedelta(milliseconds=text),
            )
