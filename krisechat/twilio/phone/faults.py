"""What a test or a curious person may ask the demo phone to get wrong."""

from dataclasses import dataclass, fields, replace
from typing import Any

CALLBACKS = ("plain", "shuffled", "doubled", "off")


class BadFault(ValueError):
    """No such fault; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Faults:
    """All is well by default. Numbers count down with each text that is sent."""

    down: bool = False
    """Every call of Twilio's API is answered 503."""
    slow_s: float = 0.0
    """Every call of Twilio's API is done at once, and answered after so many seconds."""
    cut: int = 0
    """So many of the next texts are taken, and then the connection is closed without an answer."""
    limited: int = 0
    """So many of the next texts are refused with 429."""
    callbacks: str = "plain"
    """What becomes of delivery states: in order, in any order, each twice, or never told."""
    webhooks: bool = True
    """Whether a text typed on a phone is brought to us, or waits until somebody reads the list."""

    def changed(self, wishes: dict[str, Any]) -> "Faults":
        """These faults with `wishes` laid on top. Raises BadFault."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in wishes.items():
            if name not in known:
                raise BadFault(f"There is no fault called {name}.")
            kinds = (int, float) if known[name] is float else (known[name],)
            if not isinstance(value, kinds) or isinstance(value, bool) is not (known[name] is bool):
                raise BadFault(f"{name} is of the wrong kind.")
        if wishes.get("callbacks", "plain") not in CALLBACKS:
            raise BadFault(f"callbacks is one of {', '.join(CALLBACKS)}.")
        return replace(self, **wishes)
