"""The palette: night written twice alike, legible by the numbers, and no colour anywhere else."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "krisechat/static/krisechat"
TOKENS = ("tokens.css", "tokens-staff.css")
DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"(?:#|%23)[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|lab|lch)\(", re.I)


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


DAY, NIGHT = 0, 1
both = pytest.mark.parametrize("theme", [DAY, NIGHT])

# What a citizen reads, on every ground it may stand on.
GROUNDS = ("--bg", "--surface", "--surface-raised", "--surface-sunk")
READ = [("--text", ground) for ground in (*GROUNDS, "--lamp-soft", "--accent-soft", "--note-soft")]
READ += [("--text-soft", ground) for ground in (*GROUNDS, "--lamp-soft")]
READ += [("--accent-text", ground) for ground in ("--bg", "--surface", "--surface-raised")]
READ += [(f"--{kind}-text", ground) for kind in ("warn", "danger", "ok") for ground in GROUNDS[:3]]
READ += [(f"--{kind}-text", f"--{kind}-soft") for kind in ("note", "lamp")]
READ += [("--on-accent", f"--accent{state}") for state in ("", "-hover", "-press")]
READ += [("--on-danger", f"--danger{state}") for state in ("", "-hover")]
READ += [("--on-exit", "--exit"), ("--on-exit", "--exit-hover")]

# What only staff read: 7:1 for what counts, 4.5:1 for what is secondary.
STAFF_READ = [(f"--{kind}-text", f"--{kind}-soft", 7.0) for kind in ("warn", "danger")]
STAFF_READ += [
    (f"--risk-{risk}-fg", f"--risk-{risk}-bg", 7.0) for risk in ("concern", "high", "acute")
]
STAFF_READ += [("--risk-none-fg", ground, 7.0) for ground in ("--bg", "--surface")]
STAFF_READ += [("--text-faint", ground, 4.5) for ground in GROUNDS]

# What carries meaning without words: edges of fields and buttons, the lamp, the way out, the focus.
MARKS = [
    (mark, ground)
    for mark in ("--line-strong", "--exit", "--accent", "--focus-outer")
    for ground in ("--bg", "--surface", "--surface-sunk")
]
MARKS += [("--lamp", ground) for ground in ("--bg", "--surface", "--surface-raised")]
MARKS += [("--focus-outer", "--lamp-soft"), ("--focus-outer", "--accent-soft")]
MARKS += [("--focus-outer", "--focus-inner")]  # a ring of two: one of them shows on any ground
MARKS += [("--note", "--note-soft"), ("--accent", "--accent-soft"), ("--exit", "--note-soft")]


@both
@pytest.mark.parametrize(("text", "ground"), READ)
def test_a_tired_eye_can_read_it(theme: int, text: str, ground: str) -> None:
    colours = themes("tokens.css")[theme]
    assert contrast(colours[text], colours[ground]) >= 7


@both
@pytest.mark.parametrize(("text", "ground", "least"), STAFF_READ)
def test_staff_can_read_it_late_at_night(theme: int, text: str, ground: str, least: float) -> None:
    colours = themes("tokens.css")[theme] | themes("tokens-staff.css")[theme]
    assert contrast(colours[text], colours[ground]) >= least


@both
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_what_carries_meaning_without_words_is_seen(theme: int, mark: str, ground: str) -> None:
    colours = themes("tokens.css")[theme]
    assert contrast(colours[mark], colours[ground]) >= 3


@both
def test_on_the_lamp_s_own_light_words_are_still_read(theme: int) -> None:
    """The front page lies in the lamp's wash, which is a colour laid over the ground."""
    colours = themes("tokens.css")[theme]
    red, green, blue, share = (
        float(part) for part in re.findall(r"[\d.]+", colours["--lamp-wash"])
    )
    ground = [int(colours["--bg"][at : at + 2], 16) for at in (1, 3, 5)]
    mixed = [
        round(over * share + under * (1 - share))
        for over, under in zip((red, green, blue), ground, strict=True)
    ]
    washed = "#" + "".join(f"{part:02x}" for part in mixed)
    for text in ("--text", "--text-soft", "--accent-text"):
        assert contrast(colours[text], washed) >= 7


# Where a colour stands outside the tokens, and why.
LITERAL = {
    # Not the product's look, on purpose: nothing of ours may be recognised there.
    "krisechat/templates/krisechat/neutral.html",
    # An icon and a browser's own bar know no variables; see the test below.
    "krisechat/templates/krisechat/base.html",
    "krisechat/templates/krisechat/phone.html",
    "volunteers/templates/volunteers/base.html",
}


def _drawn() -> list[str]:
    kinds = ("*.css", "*.html", "*.js")
    found = subprocess.run(
        ["git", "ls-files", "--", *kinds], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = ("krisechat/", "volunteers/", "routing/", "config/")
    # Made out of krisechat/page, which is read here itself.
    styles = ("citizen.css", "passing-on.css")
    names = (*styles, *(f"whole/{name}" for name in styles), "talk.js", "page.js")
    made = {f"krisechat/static/krisechat/{name}" for name in names}
    return [
        name
        for name in found.stdout.split()
        if name.startswith(ours) and "/vendor/" not in name and name not in made
    ]


def test_no_colour_is_written_outside_the_tokens() -> None:
    tokens = {f"krisechat/static/krisechat/{name}" for name in TOKENS}
    coloured = {name for name in _drawn() if COLOUR.search(_without_anchors(ROOT / name))}
    assert coloured - tokens == LITERAL


def _without_anchors(file: Path) -> str:
    """The file without addresses inside a page (#new) and names of elements (#add), no colours."""
    text = file.read_text()
    if file.suffix != ".css":
        text = re.sub(
            r"""(?:href|action|anchor|xlink:href)=["'][^"']*|["'][\w./?=-]*#[\w-]+["' ]""", "", text
        )
    return re.sub(r"url\(#[\w-]+\)|&#\w+;", "", text)


def test_the_icon_has_the_tokens_colours() -> None:
    day, _, _ = themes("tokens.css")
    for name in sorted(LITERAL - {"krisechat/templates/krisechat/neutral.html"}):
        icon = set(re.findall(r"%23[0-9a-f]{6}", (ROOT / name).read_text()))
        wanted = (day["--line-strong"], day["--accent"], day["--lamp"])
        assert icon == {each.replace("#", "%23") for each in wanted}, name


def test_every_token_is_declared_and_used() -> None:
    """A name that nothing declares draws nothing, in silence."""
    declared = {
        name
        for tokens in TOKENS
        for name in re.findall(r"(--[\w-]+):", (STATIC / tokens).read_text())
    }
    text = "".join((ROOT / name).read_text() for name in _drawn())
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - declared == {"--shown"}  # on /design, where each token is given to it in turn
    assert declared - used == set()
