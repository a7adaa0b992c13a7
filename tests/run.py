"""`make test`: everything, on both shapes, with the real servers it needs. Skips nothing silently.

1. units and sockets on the embedded shape (SQLite, layer in memory)
2. the same on PostgreSQL and Redis
3. whole nights, bad input, faults, browser: real servers, real Chromium
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.check import NPM, PATHS, ROOT, script_tools
from tests.support.servers import Postgres, Redis

UNITS = ["tests/krisechat", "tests/volunteers", "tests/routing", "tests/config", "tests/races"]
STANDALONE = ["tests/architecture", "tests/support", "tests/benchmarks"]
REAL = ["tests/hostile", "tests/journeys", "tests/faults"]
BROWSER = ["tests/browser"]


def _pytest(
    name: str,
    folders: list[str],
    *,
    workers: int,
    extra: Sequence[str] = (),
    **environment: str,
) -> bool:
    began = time.monotonic()
    there = [each for each in folders if any((ROOT / each).rglob("test_*.py"))]
    print(f"── {name}: {' '.join(there)}", flush=True)
    parallel = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else []
    options = ["-o", "faulthandler_timeout=120", "--durations=5", "--durations-min=3"]
    command = [sys.executable, "-m", "pytest", *options, *parallel, *extra, *there]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    print(f"── {name}: {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


def _browser() -> bool:
    """A browser test that fails is run once more, and said to have needed it: a busy machine can
    keep a browser from answering. One that fails twice has failed."""
    if _pytest("browser", BROWSER, workers=1):
        return True
    print("── browser: WHAT FAILED ABOVE IS TRIED ONCE MORE; it is a defect either way", flush=True)
    return _pytest("browser, second try", BROWSER, workers=1, extra=["--last-failed"])


def _scripts() -> bool:
    print("── the console's scripts", flush=True)
    command = [*NPM, "test", "--silent", "--prefix", "tests/js"]
    return subprocess.run(command, cwd=ROOT, env=PATHS, check=False).returncode == 0


def _missing_packages() -> list[str]:
    missing = [each for each in ("redis-server", "chromium") if shutil.which(each) is None]
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing.append("postgresql")
    return missing


def main() -> int:
    """Runs every tier, also when an earlier one failed; 0 when all passed."""
    missing = _missing_packages()
    if missing:
        print(f"Missing: {', '.join(missing)}. Install them (apt-get install), or run .ci/run.")
        return 1
    script_tools()
    passed = [
        _pytest("embedded", [*UNITS, *STANDALONE], workers=2),
        _scripts(),
    ]
    with Postgres(fsync=False) as postgres, Redis() as redis:
        shape = {"DATABASE_URL": postgres.create_database("krisechat"), "REDIS_URL": redis.url}
        passed.append(_pytest("PostgreSQL and Redis", UNITS, workers=2, **shape))
    passed.append(_pytest("real servers", REAL, workers=1))
    passed.append(_browser())
    print("all passed" if all(passed) else "some failed")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
