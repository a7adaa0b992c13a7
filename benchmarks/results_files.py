"""Results as files: one JSON a run, and `latest.md` for people."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks import report
from benchmarks.report import Results

FOLDER = Path(__file__).resolve().parent / "results"


def write(results: Results, *, about: Mapping[str, str], keep: bool) -> str:
    """The report as Markdown; written to `benchmarks/results/` too when `keep`."""
    page = page_of(results, about=about)
    if keep:
        FOLDER.mkdir(exist_ok=True)
        named = about["measured at"].replace(":", "").replace("+0000", "Z")
        everything = {"about": dict(about), **asdict(results)}
        (FOLDER / f"{named}.json").write_text(json.dumps(everything, indent=1) + "\n")
        (FOLDER / "latest.md").write_text(page + "\n")
    return page


def page_of(results: Results, *, about: Mapping[str, str]) -> str:
    """The whole report: ratios first, then what they were made from."""
    blocks = [
        "# Benchmark",
        report.ratios(results),
        "Medians over the rounds, lowest and highest in brackets. The whole server side (server, "
        "PostgreSQL with fsync, Redis) on one core, the load on another. Every message of "
        "Krisechat and of the usual way is committed before it is acknowledged.",
        report.figures(results),
        report.parts(results),
        "\n".join(f"- {sentence}" for sentence in report.warnings(results)),
        "\n".join(f"- {name}: {value}" for name, value in about.items()),
    ]
    return "\n\n".join(block for block in blocks if block)
