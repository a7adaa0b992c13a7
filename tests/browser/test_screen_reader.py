"""What somebody hears who does not see the page: each thing once, in this order.

The words are the page's own: where a test here fails because a sentence was made better, hear the
whole again before the text is changed.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser import pages
from tests.browser.conftest import Complaints, leave_the_queue
from tests.browser.reader import Reader
from tests.support.servers import KrisechatServer

AGAIN = "polite: Samtalen er her stadig. Det nyeste står nederst."
LOST = "polite: Ingen forbindelse lige nu. Bliv på siden. Vi prøver igen. Haster det, så ring 112."
MANY = "from tests.support import many_messages; many_messages.make(200)"


class Line:
    """The phone's line to the server, cut and mended at will."""

    def __init__(self, phone: Page) -> None:
        self._phone = phone
        self._cut = False
        self._open: list[WebSocketRoute] = []
        phone.route_web_socket("**/ws/citizen", self._dialled)

    def _dialled(self, socket: WebSocketRoute) -> None:
        if self._cut:
            socket.close()
            return
        socket.connect_to_server()
        self._open.append(socket)

    def cut(self) -> None:
        self._cut = True
        self._phone.context.set_offline(True)
        for each in self._open:
            each.close()
        self._open.clear()

    def mend(self) -> None:
        self._cut = False
        self._phone.context.set_offline(False)


@pytest.fixture
def line(phone: Page, complaints: Complaints) -> Iterator[Line]:
    """That line; what the browser notes while it is cut is no complaint."""
    yield Line(phone)
    complaints[:] = [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each]


@pytest.fixture
def reader(phone: Page) -> Iterator[Reader]:
    """Somebody who hears the citizen's phone instead of seeing it."""
    yield Reader(phone)


def takes(desk: Page, phone: Page, login: str = "bo") -> str:
    """Somebody comes; the name they have in this conversation."""
    pages.log_in(desk, login)
    pages.take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")
    alias = phone.locator("#content").get_attribute("data-alias") or ""
    return alias or phone.locator("#lamp").inner_text().removesuffix(" er her")


def test_from_coming_in_to_the_thanks(phone: Page, desk: Page, reader: Reader) -> None:
    pages.come_in(phone)
    phone.wait_for_timeout(600)
    assert reader.news() == []  # the page itself is read; nothing talks over it

    pages.write(phone, "hej er der nogen")
    assert reader.until("Sendt") == ["polite: Sendt"]

    alias = takes(desk, phone)
    came = f"polite: Du skriver med {alias} nu. {alias} er frivillig og har tid til dig."
    assert reader.until("Du skriver med") == [came]

    desk.get_by_placeholder("Skriv her").press_sequentially("Jeg er", delay=5)
    assert reader.until("skriver") == [f"polite: {alias} skriver …"]

    pages.answer(desk, "Hej. Jeg er her.")
    [first] = reader.until("Hej. Jeg er her.")
    clock = phone.locator("#list .them time").first.inner_text()
    assert first == f"polite: {alias} {clock} Hej. Jeg er her."
    pages.answer(desk, "Vil du fortælle?")
    assert len(reader.until("Vil du fortælle?")) == 1

    phone.get_by_text("Mere", exact=True).click()
    phone.get_by_text("Slut samtalen", exact=True).click()
    phone.locator("form[action^='/skriv/slut'] button").click()
    assert reader.until("slut") == ["polite: Samtalen er slut"]
    assert reader.focus() == "focus: Hjalp det at skrive?"
    phone.get_by_role("button", name="Lidt", exact=True).click()
    assert reader.until("Tak") == ["polite: Tak. Det er gemt."]
    assert reader.focus() == "focus: Hvad ville hjælpe nu?"


def test_a_resumed_chat_is_one_line_and_then_each_message_one(
    phone: Page, desk: Page, reader: Reader, line: Line, server: KrisechatServer
) -> None:
    pages.come_in(phone)
    pages.write(phone, "hej")
    alias = takes(desk, phone)
    reader.until("Du skriver med")

    line.cut()
    server.manage("shell", "-c", MANY)
    line.mend()
    assert reader.until("beskeder", seconds=40) == ["polite: Der er 200 nye beskeder."]
    expect(phone.locator("#list .them")).to_have_count(200)
    pages.answer(desk, "Den næste.")
    [told] = reader.until("Den næste.", seconds=20)
    assert told.startswith(f"polite: {alias} ") and told.endswith(" Den næste.")

    phone.reload()
    assert reader.until("her stadig") == [AGAIN]
    pages.answer(desk, "Og den sidste.")
    assert len(reader.until("Og den sidste.", seconds=20)) == 1


def test_a_place_that_moves_and_a_line_that_goes(
    phone: Page, chromium: Browser, server: KrisechatServer, reader: Reader, line: Line
) -> None:
    """Told once when the place moves, once when the line is lost, once when it is back."""
    context = chromium.new_context(base_url=server.url, locale="da-DK")
    first = context.new_page()
    pages.come_in(first)
    pages.come_in(phone)
    expect(phone.get_by_role("heading", level=1)).not_to_have_text("Du er den næste.")
    leave_the_queue(context)
    context.close()
    assert reader.until("næste") == ["polite: Du er den næste."]

    line.cut()
    assert reader.until("112", seconds=30) == [LOST]
    line.mend()
    assert reader.until("igen", seconds=40) == ["polite: Forbindelsen er her igen"]


def test_what_was_not_sent_is_said_and_then_that_it_was(
    phone: Page, reader: Reader, line: Line
) -> None:
    pages.come_in(phone)
    line.cut()
    phone.locator("#text").fill("i tunnelen")
    phone.locator("#composer button").click()
    assert reader.until("Ikke sendt") == ["polite: Ikke sendt endnu. Vi prøver igen."]
    line.mend()
    told = reader.until("polite: Sendt", seconds=40)
    assert told[-1] == "polite: Sendt" and len(told) <= 2  # a line lost for long is said too
