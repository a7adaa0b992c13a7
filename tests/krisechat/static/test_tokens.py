"""The palette: night written twice alike, and legible by the numbers."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "krisechat/static/krisechat"
DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")


def block(source: str, start: str) -> dict[str, str]:
    return dict(DECLARED.findall(source.split(start, 1)[1].split("}", 1)[0]))


def themes(name: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """(day, night by the device, night by attribute)"""
    source = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(), flags=re.S)
    return (
        block(source, ':root, [data-theme="light"] {'),
        block(source, ':root:not([data-theme="light"]) {'),
        block(source, '[data-theme="dark"] {'),
    )


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["tokens.css", "tokens-staff.css"])
def test_night_is_the_same_by_device_and_by_choice(name: str) -> None:
    _, by_device, by_choice = themes(name)
    assert by_device == by_choice


TEXTS = [("--text", ground) for ground in ("--bg", "--surface", "--lamp-soft", "--accent-soft")]
TEXTS += [("--text-soft", ground) for ground in ("--bg", "--surface", "--surface-sunk")]
TEXTS += [("--accent-text", "--bg"), ("--on-accent", "--accent"), ("--on-exit", "--exit")]
TEXTS += [(f"--{kind}-text", f"--{kind}-soft") for kind in ("note", "warn", "ok", "danger", "lamp")]
TEXTS += [("--warn-text", "--bg"), ("--danger-text", "--bg"), ("--ok-text", "--bg")]


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_a_tired_eye_can_read_it(theme: int, text: str, ground: str) -> None:
    colours = themes("tokens.css")[theme]
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("mark", ["--line-strong", "--lamp"])
def test_what_carries_meaning_without_words_is_seen(theme: int, mark: str) -> None:
    colours = themes("tokens.css")[theme]
    assert contrast(colours[mark], colours["--bg"]) >= 3
