"""Catalogues as a server reads them: gettext's .mo, without any tool of an operating system.

The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html. The same entries
always give the same bytes, so that a review can name what it has read.
"""

import struct
from collections.abc import Iterable

from krisechat.management.catalogues import po
from krisechat.management.catalogues.entries import Entry

_MAGIC = 0x950412DE
_HEAD = 28  # bytes: magic, revision, count, where both tables stand, and an empty hash table


def compiled(entries: Iterable[Entry], *, language: str) -> bytes:
    """The bytes of the .mo; what is missing is left out, and said in Danish."""
    texts = {"": po.header(language)}
    texts |= {_key(each): "\0".join(each.forms) for each in entries if not each.missing}
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    begins = _HEAD + 16 * len(pairs)
    originals, begins = _table([key for key, _ in pairs], begins=begins)
    translations, _ = _table([text for _, text in pairs], begins=begins)
    head = struct.pack(
        "<7I", _MAGIC, 0, len(pairs), _HEAD, _HEAD + 8 * len(pairs), 0, _HEAD + 16 * len(pairs)
    )
    words = b"".join(key + b"\0" for key, _ in pairs) + b"".join(text + b"\0" for _, text in pairs)
    return head + originals + translations + words


def _key(entry: Entry) -> str:
    said = entry.said
    key = f"{said.context}\x04{said.danish}" if said.context else said.danish
    return f"{key}\0{said.plural}" if said.plural else key


def _table(texts: list[bytes], *, begins: int) -> tuple[bytes, int]:
    """Length and place of each text, and where the next thing may stand."""
    rows = []
    for text in texts:
        rows.append(struct.pack("<2I", len(text), begins))
        begins += len(text) + 1
    return b"".join(rows), begins
