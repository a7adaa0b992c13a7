"""On what the figures were measured: they mean nothing without it."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = ("Django", "channels", "channels-redis", "daphne", "uvicorn", "uvloop", "psycopg")


def described() -> dict[str, str]:
    """The machine, the versions and the commit, as words."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": _printed("psql", "--version"),
        "redis": _printed("redis-server", "--version"),
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "commit": _printed("git", "rev-parse", "--short", "HEAD"),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _printed(*command: str) -> str:
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent
        )
    except OSError:
        return "unknown"
    return result.stdout.strip() or "unknown"
