"""The dialogues file, read strictly: one recorded conversation a line, JSON.

A complaint names the line and the field and never quotes what somebody said.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from krisechat.privacy import masking

LONGEST_TEXT = 4_000
SIDES = ("citizen", "volunteer")
WAYS = ("web", "sms")


class UnreadableDialogues(ValueError):
    """The file is not what `replay` can play; the message says where and why, without texts."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing said: by "citizen" or "volunteer", the text already trimmed."""

    by: str
    text: str

    @property
    def stored(self) -> str:
        """The text as a server keeps it, with CPR numbers masked."""
        return masking.mask_cpr(self.text)[0]

    def same(self, body: str) -> bool:
        """Whether these are the words of this turn, judged after masking."""
        return masking.mask_cpr(body)[0] == self.stored


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """One recorded conversation; `via` is "web" or "sms"."""

    id: str
    via: str
    turns: tuple[Turn, ...]


def read(path: Path) -> tuple[Dialogue, ...]:
    """The dialogues of the file at `path`, in its order; blank lines are passed over.

    Raises UnreadableDialogues, naming the line, when the file is missing or empty, or any line
    is not a dialogue.
    """
    dialogues = tuple(
        _dialogue(line, number) for number, line in enumerate(_lines(path), start=1) if line.strip()
    )
    if not dialogues:
        raise UnreadableDialogues("The file holds no conversation.")
    _refuse_repeated_ids(dialogues)
    return dialogues


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UnreadableDialogues(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UnreadableDialogues(f"{path} is not UTF-8 text.") from None


def _dialogue(line: str, number: int) -> Dialogue:
    where = f"Line {number}"
    row = _object(_parsed(line, where), where)
    via = _text(row, "via", where)
    if via not in WAYS:
        raise UnreadableDialogues(f'{where}: "via" is neither "web" nor "sms".')
    turns = row.get("turns")
    if not isinstance(turns, list) or not turns:
        raise UnreadableDialogues(f'{where}: "turns" is not a list with at least one turn.')
    return Dialogue(
        id=_text(row, "id", where),
        via=via,
        turns=tuple(_turn(turn, f"{where}, turn {at}") for at, turn in enumerate(turns, start=1)),
    )


def _turn(value: object, where: str) -> Turn:
    row = _object(value, where)
    by = _text(row, "by", where)
    if by not in SIDES:
        raise UnreadableDialogues(f'{where}: "by" is neither "citizen" nor "volunteer".')
    text = _text(row, "text", where).strip()
    if len(text) > LONGEST_TEXT:
        raise UnreadableDialogues(f'{where}: "text" is longer than {LONGEST_TEXT} characters.')
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise UnreadableDialogues(f'{where}: "text" holds a character that no message may hold.')
    return Turn(by=by, text=text)


def _parsed(line: str, where: str) -> object:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise UnreadableDialogues(f"{where}: a field is given twice.")
        return dict(pairs)

    try:
        return json.loads(line, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        # The decoder's own exception carries the whole line: only its position goes on.
        raise UnreadableDialogues(f"{where}, column {error.colno}: not JSON.") from None
    except RecursionError:
        raise UnreadableDialogues(f"{where}: nested too deeply.") from None


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableDialogues(f"{where}: not an object.")
    return value


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableDialogues(f'{where}: "{name}" is missing or not a text.')
    return value


def _refuse_repeated_ids(dialogues: tuple[Dialogue, ...]) -> None:
    if len({dialogue.id for dialogue in dialogues}) < len(dialogues):
        raise UnreadableDialogues("Two conversations of the file have the same id.")
