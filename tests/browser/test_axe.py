"""axe-core over every state a citizen's page can be in: nothing found, by day and by night.

The drawn states are each template with what the server gives it; those that only a script makes are
lived through on the real server. The staff's are in test_axe_staff.py.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.axe import Looks, violations
from tests.browser.conftest import show
from tests.support import drawn
from tests.support.drawn import PAGES

MORE = {
    "landing in English": lambda: drawn.draw("landing.html", language="en"),
    "landing in Arabic": lambda: drawn.draw("landing.html", language="ar"),
    "waiting in Arabic": lambda: drawn.draw(
        "chat.html", language="ar", conversation=drawn.conversation("waiting")
    ),
    "landing, closing soon": lambda: drawn.draw(
        "landing.html", closes_soon=True, closes_at=drawn.MESSAGES[0]["sent_at"]
    ),
    "landing, back again": lambda: drawn.draw("landing.html", has_conversation=True),
    "landing, by text too": lambda: drawn.draw(
        "landing.html", sms_number="+4512345678", sms_display="12 34 56 78"
    ),
    "safety, closed": lambda: drawn.draw("safety.html", open=False),
    "safety, refused": lambda: drawn.draw(
        "safety.html", refused="rate_limited", kept_text="jeg er bange"
    ),
    "safety, unknown words": lambda: drawn.draw(
        "safety.html", can_return=True, words_refused="unknown"
    ),
    "not found": lambda: drawn.draw("error.html", status=404),
    "waiting, nobody knows how long": lambda: drawn.talk("waiting", wait=None),
    "waiting, called in": lambda: drawn.talk("waiting", called_in=True),
    "waiting in English": lambda: drawn.draw(
        "chat.html", language="en", conversation=drawn.conversation("waiting")
    ),
    "active in English": lambda: drawn.draw(
        "chat.html", language="en", conversation=drawn.conversation("active")
    ),
    "active, refused": lambda: drawn.draw(
        "chat.html", conversation=drawn.conversation("active"), refused="too_long", kept_text="ja"
    ),
    "active, ready to read": lambda: drawn.talk("active", passing="to_read"),
    "ended, what would help": lambda: drawn.draw(
        "chat.html", conversation=drawn.conversation("ended"), feedback_given="helped"
    ),
    "ended, thanked": lambda: drawn.draw(
        "chat.html", conversation=drawn.conversation("ended"), feedback_given="done"
    ),
}
DRAWN = {**PAGES, **MORE}


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawn_page(canvas: Page, name: str) -> None:
    show(canvas, DRAWN[name]())
    looks = Looks()
    looks.at(name, canvas)
    assert not looks.said(), looks.said()


def test_the_tool_itself_finds_what_is_wrong(canvas: Page) -> None:
    """The control: grey on white, a nameless button, and light that drowns a text."""
    page = drawn.draw("landing.html").replace('class="lead vows"', 'class="lead vows" id="hello"')
    show(canvas, page.replace("<h1", '<button></button><h1 class="faint"'))
    canvas.add_style_tag(content=".faint{color:#888}")
    found = "\n".join(violations(canvas, enhanced=True))
    assert "button-name" in found
    assert "color-contrast" in found


def test_while_waiting(phone: Page) -> None:
    looks = Looks()
    pages.come_in(phone)
    looks.at("waiting, nothing written", phone)
    phone.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    looks.at("waiting, all open", phone)
    pages.write(phone, "hej, er der nogen")
    phone.locator("#text").fill("mit nummer er 010190-1234")
    phone.locator("#composer button").click()
    expect(phone.locator(".masked")).to_be_visible()
    looks.at("waiting, sent and hidden", phone)
    phone.context.set_offline(True)
    phone.locator("#text").fill("i tunnelen")
    phone.locator("#composer button").click()
    expect(phone.locator(".not")).to_be_visible()
    phone.evaluate("document.getElementById('offline').hidden = false")
    looks.at("waiting, no line", phone)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Vis mig fire ord").click()
    expect(phone.locator("#four")).not_to_be_empty()
    looks.at("four words", phone)
    phone.goto("/gemmer")
    phone.get_by_text("Slet min samtale").click()
    looks.at("kept, about to erase", phone)
    phone.get_by_role("button", name="Ja, slet den").click()
    looks.at("erased", phone)
    assert not looks.said(), looks.said()


def test_in_the_talk_and_after(phone: Page, desk: Page) -> None:
    looks = Looks()
    pages.come_in(phone)
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")
    looks.at("active, nothing written", phone)
    phone.get_by_text("Mere", exact=True).click()
    looks.at("active, more", phone)
    phone.get_by_text("Mere", exact=True).click()
    desk.get_by_placeholder("Skriv her").press_sequentially("Jeg er", delay=5)
    expect(phone.locator("#typing")).to_be_visible()
    looks.at("active, somebody writes", phone)
    for number in range(12):
        pages.answer(desk, f"Jeg er her stadig, og du må gerne skrive mere. {number}")
    pages.write(phone, "ja")
    phone.evaluate("scrollTo(0, 0)")
    pages.answer(desk, "Tag den tid, du skal bruge.")
    expect(phone.locator("#newer")).to_be_visible()
    looks.at("active, a new message below", phone)
    for name in ("elsewhere", "shut"):
        phone.evaluate(
            """(name) => { document.body.dataset.line = name;
            document.getElementById(name).hidden = false; }""",
            name,
        )
        looks.at(name, phone)
        phone.reload()
    phone.evaluate(
        """document.querySelectorAll('main, .foot').forEach((one) => { one.hidden = true; });
        ['veil', 'soon'].forEach((id) => { document.getElementById(id).hidden = false; });"""
    )
    looks.at("veiled, about to close", phone)
    phone.reload()
    pages.end_and_say_it_helped(phone)
    looks.at("ended, thanked", phone)
    phone.get_by_text("Læs samtalen igen").click()
    looks.at("ended, read again", phone)
    assert not looks.said(), looks.said()
