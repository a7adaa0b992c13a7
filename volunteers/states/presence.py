"""Whether somebody can be given a conversation now. Each status can be chosen from each."""

from enum import StrEnum


class Status(StrEnum):
    AVAILABLE = "available"
    BREAK = "break"
    OFFLINE = "offline"
