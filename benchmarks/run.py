"""`python -m benchmarks.run`: measure Krisechat and its references in one run, and report.

The server side (server process, PostgreSQL, Redis) shares one core, the load generator has
another. Rounds go through all candidates in turn, each on a fresh server and a fresh database.
"""

import argparse
import asyncio
import os
import resource
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import uvloop

from benchmarks import results_files
from benchmarks.candidates import (
    BARE_CHANNELS,
    GENERATOR_CORE,
    RELAY_DAPHNE,
    RELAY_UVICORN,
    SERVER_CORE,
    USUAL,
    Candidate,
    ServerSide,
)
from benchmarks.krisechat_candidates import KRISECHAT, KRISECHAT_UVICORN
from benchmarks.machine import described
from benchmarks.measure import idle_bytes, loads
from benchmarks.profiling import profile
from benchmarks.report import Results
from tests.support.servers import DidNotStart, MissingPackage, Postgres, Redis

LOADED: tuple[Candidate, ...] = (RELAY_DAPHNE, RELAY_UVICORN, USUAL, KRISECHAT, KRISECHAT_UVICORN)
IDLE: tuple[Candidate, ...] = (RELAY_DAPHNE, BARE_CHANNELS, USUAL, KRISECHAT)
SPARE_FILES = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the options ask for; returns the exit status."""
    options = _options().parse_args(arguments)
    if (os.cpu_count() or 1) <= max(SERVER_CORE, GENERATOR_CORE):
        print("The benchmark needs two cores: one for the server side, one for the load.")
        return 1
    os.sched_setaffinity(0, {GENERATOR_CORE})
    _allow_files(options.idle + SPARE_FILES)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            print(runner.run(_profiled(options) if options.profile else _measured(options)))
    except (MissingPackage, DidNotStart) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


async def _measured(options: argparse.Namespace) -> str:
    results = Results()
    loaded, idle = _chosen(LOADED, options), _chosen(IDLE, options)
    with Postgres(core=SERVER_CORE) as postgres, Redis(core=SERVER_CORE) as redis:
        side = ServerSide(postgres, redis)
        for candidate in dict.fromkeys([*loaded, *idle]):
            results.titles[candidate.key] = candidate.title
            candidate.prepare(side)
        for number in range(options.rounds):
            for candidate in loaded:
                _say(f"round {number + 1} of {options.rounds}: {candidate.title}")
                one = await loads(candidate, side, seconds=options.seconds)
                results.rounds.setdefault(candidate.key, []).append(one)
        for candidate in idle if options.idle else ():
            _say(f"{options.idle} idle sockets: {candidate.title}")
            size = await idle_bytes(candidate, side, sockets=options.idle)
            results.idle[candidate.key] = size
    about = {"measured at": datetime.now(UTC).isoformat(timespec="seconds"), **described()}
    about |= {"rounds": str(options.rounds), "seconds a load": f"{options.seconds:g}"}
    return results_files.write(results, about=about, keep=not options.only)


async def _profiled(options: argparse.Namespace) -> str:
    with Postgres(core=SERVER_CORE) as postgres, Redis(core=SERVER_CORE) as redis:
        side = ServerSide(postgres, redis)
        KRISECHAT.prepare(side)
        return await profile(KRISECHAT, side, seconds=options.seconds)


def _chosen(candidates: Sequence[Candidate], options: argparse.Namespace) -> list[Candidate]:
    return [each for each in candidates if not options.only or each.key in options.only]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _allow_files(count: int) -> None:
    """Let this process and its children open `count` files, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _options() -> argparse.ArgumentParser:
    keys = [each.key for each in dict.fromkeys([*LOADED, *IDLE])]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="length of each load")
    parser.add_argument("--rounds", type=int, default=3, help="how often each candidate runs")
    parser.add_argument("--idle", type=int, default=2000, help="idle sockets; 0 leaves them out")
    parser.add_argument(
        "--only", nargs="+", choices=keys, help="a part, printed but not kept as a result"
    )
    parser.add_argument(
        "--profile", action="store_true", help="where Krisechat spends its time under full load"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
