"""PostgreSQL's own programs, called so that no password stands in a list of processes."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_OF_THE_CONNECTION = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
_OF_ITS_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
}


class DrillFailed(Exception):
    """The drill could not be made, or its copy is not what it should be. A sentence."""


def run(program: str, *arguments: str, to: Mapping[str, Any]) -> None:
    """Runs it against the database of these settings (Django's). Raises DrillFailed."""
    ended = subprocess.run(
        [_found(program), *arguments],
        env={**os.environ, **_environment(to)},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["it did not say why"])[-1]
        raise DrillFailed(f"{program} failed: {last}")


def _environment(to: Mapping[str, Any]) -> dict[str, str]:
    options = to.get("OPTIONS", {})
    named = {variable: to.get(name) for name, variable in _OF_THE_CONNECTION.items()}
    named |= {variable: options.get(name) for name, variable in _OF_ITS_OPTIONS.items()}
    return {variable: str(value) for variable, value in named.items() if value}


def _found(program: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    found = [str(each) for each in installed] or [shutil.which(program) or ""]
    if not found[0]:
        raise DrillFailed(f"{program} is not installed; on Debian: postgresql-client.")
    return found[0]
