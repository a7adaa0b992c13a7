"""House rules as checks that fail."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300  # lines: one concept a file
PRODUCT = ("krisechat/", "volunteers/", "routing/", "config/")


def _files(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\n") if name]
    made_elsewhere = re.compile(r"(^|/)(migrations|vendor|node_modules)/")
    return [ROOT / name for name in names if not made_elsewhere.search(name)]


def _ours(*patterns: str) -> list[Path]:
    return [f for f in _files(*patterns) if str(f.relative_to(ROOT)).startswith(PRODUCT)]


def _lines_with(pattern: str, files: list[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_one_concept_a_file() -> None:
    code = _files("*.py", "*.js", "*.html", "*.css")
    assert [
        str(f.relative_to(ROOT)) for f in code if len(f.read_text().splitlines()) > LONGEST
    ] == []


def test_nothing_is_called_utils() -> None:
    nameless = re.compile(r"^(utils?|helpers?|common|misc)(\.py|$)")
    assert [f for f in _ours("*.py") if any(nameless.match(p) for p in f.parts)] == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = [f for f in _ours("*.py") if f.name != "clock.py"]
    assert _lines_with(r"timezone\.now\(|datetime\.(now|utcnow)\(", asking) == []


def test_only_the_relay_sends_to_groups() -> None:
    others = [f for f in _ours("*.py") if f.name != "relay.py"]
    assert _lines_with(r"\bgroup_send\b", others) == []


def test_interfaces_leave_the_orm_alone() -> None:
    interfaces = [
        f
        for f in _ours("*.py")
        if re.search(r"/(citizen|console|management|socket)/", str(f)) and f.name != "session.py"
    ]
    assert _lines_with(r"\.objects\.", interfaces) == []


def test_no_signals_as_glue() -> None:
    assert _lines_with(r"django\.db\.models\.signals|@receiver", _ours("*.py")) == []


@pytest.mark.parametrize("page", ["docs/promises.md", "docs/features.md"])
def test_what_the_documents_name_exists(page: str) -> None:
    """A promise or feature is claimed only with a test that is there."""
    named = set(re.findall(r"`(tests/[\w/.-]+)(?:::(\w+))?`", (ROOT / page).read_text()))
    assert named
    missing = [
        f"{path}::{test}"
        for path, test in sorted(named)
        if not (ROOT / path).exists() or (test and f"def {test}(" not in (ROOT / path).read_text())
    ]
    assert missing == []


def test_every_app_has_its_page() -> None:
    for app in ("krisechat", "volunteers", "routing"):
        page = (ROOT / app / "README.md").read_text()
        for part in ("stateDiagram", "Locking rule", "## Words"):
            assert part in page, f"{app}/README.md lacks: {part}"
