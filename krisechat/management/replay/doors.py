"""The servers a replay may come in by, and how long to stay away from one that failed."""

import random
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_PAUSE_S = 8.0


@dataclass(frozen=True, kw_only=True)
class Door:
    """One server, by its origin: `scheme://host[:port]`."""

    origin: str

    def page(self, path: str) -> str:
        """The address of `path` over HTTP."""
        return self.origin + path

    def socket(self, path: str) -> str:
        """The address of the web socket at `path`."""
        return "ws" + self.origin.removeprefix("http") + path


def door(url: str) -> Door:
    """The server at `url`. Raises ValueError with a sentence when it is not a plain address."""
    parts = urlsplit(url)
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValueError(f"{url} is not an address like http://127.0.0.1:8000.")
    # A browser leaves the scheme's own port out of an Origin header, and so do we.
    standard = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, standard) else f":{parts.port}"
    return Door(origin=f"{parts.scheme}://{host}{port}")


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Every server of the replay, and the dice that choose among them."""

    all: tuple[Door, ...]
    dice: random.Random

    def pick(self, *, avoid: Door | None = None) -> Door:
        """Any server, but not `avoid` (the one that just failed) while there is another."""
        others = [each for each in self.all if each != avoid]
        return self.dice.choice(others or list(self.all))

    def pause(self, attempt: int) -> float:
        """Seconds to stay away after failure number `attempt` (from 1): growing, with full jitter.

        Citizens who lost one server together must not all come back in the same moment.
        """
        ceiling = min(LONGEST_PAUSE_S, 0.5 * 2 ** min(attempt, 6))
        return self.dice.uniform(0.05, ceiling)
