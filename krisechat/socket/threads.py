"""The few threads in which sockets read the database; never one hop per event."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from krisechat.foundation.refusals import Unavailable

Result = TypeVar("Result")

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="reads")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Runs `work` with a sound database connection. Raises Unavailable when there is none."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _sound, work)


def _sound(work: Callable[[], Result]) -> Result:
    close_old_connections()
    try:
        return work()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise Unavailable from None
