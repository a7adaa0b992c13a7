"""Real threads that begin at one moment, each with a database connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

SECONDS = 60


def together(*works: Callable[[], Any]) -> list[Any]:
    """Runs all `works` at once; what each returned, or the exception it raised, in order.

    Raises BrokenBarrierError or TimeoutError when they do not begin or end within a minute.
    """
    begin = threading.Barrier(len(works))
    ends: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            begin.wait(SECONDS)
            ends[place] = work()
        except Exception as error:
            ends[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, work), daemon=True)
        for place, work in enumerate(works)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(SECONDS)
    if any(each.is_alive() for each in threads):
        raise TimeoutError("Somebody has not ended within a minute.")
    return ends


def failures(ends: Sequence[Any]) -> list[Exception]:
    """The exceptions among the ends."""
    return [each for each in ends if isinstance(each, Exception)]
