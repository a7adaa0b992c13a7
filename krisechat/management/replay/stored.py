"""A conversation as the server has it stored, read page by page."""

from krisechat.management.replay.asking import Asker
from krisechat.management.replay.transcript import Heard

PATH = "/api/v1/conversation/messages"


class CutShort(Exception):
    """The server promises more and does not give it, or counts strangely."""


async def read_stored(asker: Asker, *, token: str) -> dict[int, Heard]:
    """The whole stored transcript by `seq`, from the first message on.

    Raises CutShort when the pages do not lead to an end, and what `Asker.ask` raises.
    """
    stored: dict[int, Heard] = {}
    while True:
        after = max(stored, default=0)
        page = await asker.ask("GET", f"{PATH}?after={after}&wait=0", token=token)
        messages = page.get("messages")
        if not isinstance(messages, list):
            raise CutShort
        for row in messages:
            if row["seq"] != max(stored, default=0) + 1:
                raise CutShort
            stored[row["seq"]] = Heard(author=row["author"], body=row["body"])
        if not page.get("more"):
            return stored
        if not messages:
            raise CutShort
