"""The line is cut at twelve points of a conversation, and once falls mute: what the citizen sees
and hears is true at each, and afterwards both sides hold the same messages once.

All phones are cut side by side and come back together, so that the quarter of a minute in which a
lost line must be owned up to is waited for once. What each page showed is written down by the page
itself as it changes, with the time; the tests read that.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.console_line import Console
from tests.browser.cut_phone import RECORDER, Phone
from tests.browser.cut_points import POINTS, POLLING
from tests.browser.lines import Lines
from tests.support.krisechat_server import KrisechatServer
from tests.support.processes import free_port

NOT_YET = "Ikke sendt endnu. Vi prøver igen."
NO_LINE = "Ingen forbindelse lige nu. Bliv på siden. Vi prøver igen. Haster det, så ring 112."
BACK = "Forbindelsen er her igen"
ENDED = "Samtalen er slut"
NUMBERS_WITHIN = 15.0  # seconds without a line
OWNED_UP_WITHIN = 5.0  # seconds after writing


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lines]:
    """A server, and the network in front of it."""
    database: Path = tmp_path_factory.mktemp("cut") / "krisechat.sqlite3"
    port = free_port()
    with Lines(port) as lines:
        surroundings = {
            "DATABASE_URL": f"sqlite:///{database}",
            "KRISECHAT_PUBLIC_URL": lines.url,
            "KRISECHAT_RATE_LIMITS": "off",
        }
        server = KrisechatServer(surroundings, port=port)
        server.manage("demo", "--prepare-only")
        with server:
            yield lines


@pytest.fixture(scope="module")
def night(lines: Lines, chromium: Browser) -> Iterator[dict[str, Phone]]:
    """All of it once: they come in, are cut, wait, and are back."""
    with Console(lines.url, "bo") as bo:
        phones = [_phone(chromium, lines, point.__name__, bo) for point in POINTS]
        steps = [point(phone) for point, phone in zip(POINTS, phones, strict=True)]
        for each in steps[:6]:
            next(each)
        with Console(lines.url, "sara") as sara:
            for phone in phones[6:]:
                phone.console = sara
            for each in steps[6:]:
                next(each)
            for each in steps:
                next(each, None)
            _wait_for_numbers(phones)
            _come_back(phones)
            _settle(phones, sara)
            yield {phone.name: phone for phone in phones}
            for phone in phones:
                phone.page.context.close()


def _phone(chromium: Browser, lines: Lines, name: str, console: Console) -> Phone:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        locale="da-DK",
        base_url=lines.url,
        user_agent=f"phone-{name.replace('_', '-')}",
        extra_http_headers={"Accept-Encoding": "identity"},
    )
    context.add_init_script(RECORDER)
    page = context.new_page()
    phone = Phone(name, page, lines.of(name.replace("_", "-")), console)
    page.on("pageerror", lambda error: phone.errors.append(str(error)))
    return phone


def _wait_for_numbers(phones: list[Phone]) -> None:
    for phone in phones:
        expect(phone.page.locator("#offline")).to_be_visible(timeout=20_000)
        links = phone.page.locator("#offline a").all()
        phone.dialled = [str(link.get_attribute("href")) for link in links if link.is_visible()]


def _come_back(phones: list[Phone]) -> None:
    for phone in phones:
        phone.line.mode = "cut"
    for phone in phones:
        phone.back("no sockets" if phone.name in POLLING else "open")


def _settle(phones: list[Phone], console: Console) -> None:
    """The last one is taken only now; and all have what was written to them."""
    phones[-1].be_taken()
    for phone in phones:
        page = phone.page
        if phone.name == "while_it_ends":
            expect(page.locator("#after")).to_be_visible(timeout=30_000)
            page.locator("#reread summary").click()
        for words in phone.written:
            item = page.locator("#list .me").filter(has_text=words)
            expect(item.locator(".state")).to_contain_text(
                "Samtalen er slut" if words == "aldrig gemt" else "kl.", timeout=30_000
            )
        expect(page.locator("#offline")).to_be_hidden()
        if phone.name != "while_it_ends":
            phone.read()
        expect(page.locator("#list .them")).to_have_count(
            sum(by == "volunteer" for by, _ in phone.volunteer_sees)
        )
    phones[0].page.wait_for_timeout(1_500)  # what is said is said a moment later
    for phone in phones:
        phone.seen, phone.said = phone.page.evaluate("[window.seen, window.said]")


@pytest.fixture(params=[point.__name__ for point in POINTS])
def phone(request: pytest.FixtureRequest, night: dict[str, Phone]) -> Phone:
    return night[request.param]


NOTED_LATE = (
    0.1  # s; the relay's thread notes what it has passed on, perhaps after the page drew it
)


def test_what_is_seen_is_true(phone: Phone) -> None:
    """Never sent before the server has it, owned up to in time, nobody said to be here."""
    assert not phone.errors
    for words in phone.written:
        shown = phone.under(words)
        for at, under in shown:
            told = phone.told_at(words) - NOTED_LATE
            assert at >= told or not under.startswith(("Sendt", "Set")), words
        owned_up = [at for at, under in shown if under == NOT_YET]
        assert owned_up, words
        assert owned_up[0] - shown[0][0] <= OWNED_UP_WITHIN
    numbers = [each["at"] for each in phone.since_cut() if each["numbers"]]
    assert numbers[0] - phone.line.cut_at <= NUMBERS_WITHIN
    assert phone.dialled[0] == "tel:112"
    assert len(phone.dialled) >= 3
    up = [each for each in phone.seen if each["numbers"]]
    assert not any(each["lit"] or "er her" in each["lamp"] for each in up)


def test_what_is_said_is_true_and_said_once(phone: Phone) -> None:
    heard = phone.heard()
    assert heard.count(NO_LINE) == 1
    ended = phone.name == "while_it_ends"  # then that there is a line again may go unsaid
    assert sum(BACK in words for words in heard) in ({0, 1} if ended else {1})
    assert sum(NOT_YET in words for words in heard) == 1  # of two at the same time, too
    stored = [words for words in phone.written if words != "aldrig gemt"]
    sent = [at for at, words in phone.said if at > phone.line.cut_at and "Sendt" in words]
    assert len(sent) == len(stored) == 1
    assert sent[0] >= phone.told_at(stored[0])
    assert sum(ENDED in words for words in heard) == (1 if ended else 0)


def test_what_came_meanwhile_is_announced_once(phone: Phone) -> None:
    theirs = [item for item in phone.seen[-1]["items"] if item["by"] == "volunteer"]
    aloud = 0
    for item in theirs:
        first = next(e for e in phone.seen for i in e["items"] if i["body"] == item["body"])
        aloud += any(i["body"] == item["body"] and i["aloud"] for i in first["items"])
    told = [re.search(r"Der er (en|\d+) nye? besked", words) for words in phone.heard()]
    counted = sum(1 if found[1] == "en" else int(found[1]) for found in told if found)
    assert aloud + counted == len(theirs)


def test_afterwards_both_sides_hold_the_same_once(phone: Phone) -> None:
    mine = [
        (item["by"], item["body"])
        for item in phone.seen[-1]["items"]
        if item["body"] != "aldrig gemt"
    ]
    assert mine == phone.volunteer_sees
    assert len(set(mine)) == len(mine)
    assert {words for by, words in mine if by == "citizen"} >= set(phone.written) - {"aldrig gemt"}
