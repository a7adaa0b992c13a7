"""What a replay ends with: a table for people, one line of JSON for programs."""

import json
from collections import Counter
from dataclasses import dataclass

from krisechat.management.replay.counts import Verdict
from krisechat.management.replay.ledger import Ledger

MOST_FAULTS = 20


@dataclass(frozen=True, kw_only=True)
class Report:
    """The verdicts of all conversations, and how the replay as a whole went."""

    verdicts: tuple[Verdict, ...]
    ledger: Ledger
    took_s: float
    faults: tuple[str, ...]
    """What went wrong beside the conversations; sentences without anybody's words."""

    @property
    def numbers(self) -> dict[str, int | bool]:
        """The contract's numbers, under the contract's names."""
        return {
            "conversations": len(self.verdicts),
            "messages": sum(each.turns for each in self.verdicts),
            "acknowledged": sum(each.acknowledged for each in self.verdicts),
            "delivered": sum(each.delivered for each in self.verdicts),
            "lost": sum(each.lost for each in self.verdicts),
            "duplicated": sum(each.duplicated for each in self.verdicts),
            "reordered": sum(each.reordered for each in self.verdicts),
            "transcripts_equal": all(each.equal for each in self.verdicts),
        }

    @property
    def good(self) -> bool:
        """Every message exactly once, in order, on both sides, and as it is stored."""
        numbers = self.numbers
        whole = numbers["messages"] == numbers["acknowledged"] == numbers["delivered"]
        clean = not (numbers["lost"] or numbers["duplicated"] or numbers["reordered"])
        silent = not (self.faults or any(each.faults for each in self.verdicts))
        known = not self.ledger.unexpected
        return bool(whole and clean and silent and known and numbers["transcripts_equal"])

    def line(self) -> str:
        """One line of JSON."""
        return json.dumps(self.numbers)

    def table(self) -> str:
        """Several lines for people."""
        numbers = self.numbers
        equal = sum(each.equal for each in self.verdicts)
        rows: list[tuple[str, str]] = [
            ("conversations", _count(numbers["conversations"])),
            ("messages", _count(numbers["messages"])),
            ("acknowledged", _count(numbers["acknowledged"])),
            ("delivered", _count(numbers["delivered"])),
            ("lost", _count(numbers["lost"])),
            ("duplicated", _count(numbers["duplicated"])),
            ("reordered", _count(numbers["reordered"])),
            ("transcripts equal", f"{equal} of {len(self.verdicts)}"),
            ("took", self._speed()),
            ("sockets lost", _counted(self.ledger.closes)),
            ("waited out", _counted(self.ledger.waited_out)),
        ]
        if self.ledger.ack_times_s:
            rows.append(("acknowledged within", self._ack_times()))
        if self.ledger.taken:
            rows.append(("taken by", _counted(self.ledger.taken)))
        if others := sum(each.others for each in self.verdicts):
            rows.append(("the helpline's texts", f"{_count(others)}, not counted"))
        if masked := sum(each.masked for each in self.verdicts):
            rows.append(("masked by the server", _count(masked)))
        if self.ledger.strangers:
            rows.append(("others, closed kindly", _count(self.ledger.strangers)))
        lines = [f"{name:<22} {value}" for name, value in rows]
        return "\n".join([*lines, *self._complaints(), self._sentence()])

    def _speed(self) -> str:
        rate = self.numbers["acknowledged"] / max(self.took_s, 0.001)
        return f"{self.took_s:.1f} s, {rate:.1f} messages a second"

    def _ack_times(self) -> str:
        times = sorted(self.ledger.ack_times_s)
        half, most = times[len(times) // 2], times[int(len(times) * 0.99)]
        return f"{half * 1000:.1f} ms (half), {most * 1000:.1f} ms (99 of 100)"

    def _complaints(self) -> list[str]:
        faults = [*self.faults]
        faults += [f"{count} × {what}" for what, count in self.ledger.unexpected.items()]
        faults += [
            f"{each.dialogue_id}: {fault}" for each in self.verdicts for fault in each.faults
        ]
        left_out = len(faults) - MOST_FAULTS
        more = [f"… and {left_out} more"] if left_out > 0 else []
        return [*faults[:MOST_FAULTS], *more]

    def _sentence(self) -> str:
        if self.good:
            return "Every message arrived exactly once, in order, on both sides, and as stored."
        return "Not every message arrived exactly once, in order, on both sides, and as stored."


def _count(number: int) -> str:
    return f"{number:,}"


def _counted(counter: Counter[int] | Counter[str]) -> str:
    return ", ".join(f"{name} × {count}" for name, count in counter.most_common()) or "none"
