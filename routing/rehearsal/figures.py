"""What came of a rehearsed time: waits, who left, how busy the people were."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`waits` are the seconds of all who came, those who left included, in no order. `soon` is how
    many were answered within `soon_seconds`; `busy` and `places` are sums of seconds: of places
    taken, and of places there were. `rules` says how often each rule decided."""

    answered: int
    abandoned: int
    waits: Sequence[float]
    soon: int
    soon_seconds: float
    busy: float
    places: float
    escalations: int
    rules: Mapping[str, int]

    @property
    def offered(self) -> int:
        """All who came."""
        return self.answered + self.abandoned

    def report(self) -> dict[str, Any]:
        """The figures as `rehearse --json` prints them; seconds to a thousandth."""
        waits = sorted(self.waits)
        return {
            "offered": self.offered,
            "answered": self.answered,
            "abandoned": self.abandoned,
            "wait_seconds": {
                "mean": round(sum(waits) / len(waits), 3),
                "p50": round(_percentile(waits, 0.5), 3),
                "p90": round(_percentile(waits, 0.9), 3),
                "max": round(waits[-1], 3),
            },
            "service_level": {
                "seconds": self.soon_seconds,
                "share": round(self.soon / self.offered, 6),
            },
            "occupancy": round(self.busy / self.places, 6) if self.places else 0.0,
            "escalations": self.escalations,
            "rules": dict(sorted(self.rules.items())),
        }

    def line(self) -> str:
        """The report as one line of JSON."""
        return json.dumps(self.report())

    def table(self) -> str:
        """The report for people."""
        report = self.report()
        wait, level = report["wait_seconds"], report["service_level"]
        rows = [
            ("came", f"{self.offered}"),
            ("answered", f"{self.answered}"),
            ("left before", f"{self.abandoned} ({self.abandoned / self.offered:.1%})"),
            ("wait, on average", _minutes(wait["mean"])),
            ("half waited at most", _minutes(wait["p50"])),
            ("nine of ten at most", _minutes(wait["p90"])),
            ("longest wait", _minutes(wait["max"])),
            (f"answered within {level['seconds']:g} s", f"{level['share']:.1%}"),
            ("places in use", f"{report['occupancy']:.1%}"),
            ("nobody there in time", f"{self.escalations}"),
            *((f"by the rule: {name}", f"{times}") for name, times in report["rules"].items()),
        ]
        return "\n".join(f"{name:<28}{value:>16}" for name, value in rows)


def _percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest wait that this share of all did not exceed."""
    return ordered[max(ceil(share * len(ordered)), 1) - 1]


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{seconds:.1f} s"
