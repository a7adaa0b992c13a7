"""The Origin a replay shows is the server's own, spelt as a browser spells it."""

import random

import pytest

from krisechat.management.replay.doors import LONGEST_PAUSE_S, Doors, door


@pytest.mark.parametrize(
    ("url", "origin", "socket"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "ws://127.0.0.1:8000/ws"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000", "ws://127.0.0.1:8000/ws"),
        ("https://Chat.Example.dk", "https://chat.example.dk", "wss://chat.example.dk/ws"),
        ("https://chat.example.dk:443", "https://chat.example.dk", "wss://chat.example.dk/ws"),
        ("http://[::1]:81", "http://[::1]:81", "ws://[::1]:81/ws"),
    ],
)
def test_a_door_knows_its_origin_and_its_sockets(url: str, origin: str, socket: str) -> None:
    assert door(url).origin == origin
    assert door(url).socket("/ws") == socket
    assert door(url).page("/login") == f"{origin}/login"


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8000", "ftp://x", "http://", "http://x/path", "http://x?y", "http://u@x"]
)
def test_what_is_not_a_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        door(url)


def test_the_door_that_failed_is_avoided_while_there_is_another() -> None:
    one, two = door("http://one"), door("http://two")
    doors = Doors(all=(one, two), dice=random.Random(1))
    assert {doors.pick(avoid=one) for _ in range(20)} == {two}
    assert {doors.pick() for _ in range(50)} == {one, two}
    assert Doors(all=(one,), dice=random.Random(1)).pick(avoid=one) == one


def test_pauses_differ_and_end_at_a_ceiling() -> None:
    doors = Doors(all=(door("http://one"),), dice=random.Random(1))
    pauses = [doors.pause(attempt) for attempt in range(1, 200)]
    assert 0 < min(pauses) < max(pauses) <= LONGEST_PAUSE_S
    assert len(set(pauses)) > 190
