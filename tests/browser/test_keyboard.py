"""By keyboard alone: from the address bar to the erasure, the focus always seen and never lost."""

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import pages
from tests.browser.conftest import show
from tests.browser.keyboard import Stop, here, round_trip, tab_into, tab_to
from tests.support.drawn import PAGES

OWN = 44  # CSS pixels a citizen's own targets measure at least
LEAST = 24  # what WCAG 2.5.8 asks for


def wrong(stops: list[Stop], *, least: int = OWN) -> list[str]:
    """What is not as it should be with these stops; `least` pixels across."""
    found = []
    for before, stop in zip([None, *stops], stops, strict=False):
        if not stop.in_order:
            found.append(f"{stop.name}: before what is read before it")
        if not stop.in_sight:
            found.append(f"{stop.name}: covered or out of sight")
        if not stop.ringed:
            found.append(f"{stop.name}: without the focus style")
        if not stop.inline and min(stop.width, stop.height) < least:
            found.append(f"{stop.name}: {stop.width:.0f} by {stop.height:.0f}")
        if before and before.inside and stop.inside and stop.top < before.top - 1:
            found.append(f"{stop.name}: above {before.name}")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_stop_of_a_page(canvas: Page, name: str) -> None:
    show(canvas, PAGES[name]())
    canvas.evaluate(
        "document.querySelectorAll('details:not(.more)').forEach((one) => { one.open = true; })"
    )
    stops = round_trip(canvas)
    assert stops[1].name.startswith("Forlad siden")  # the way out is two keys away on each
    assert not wrong(stops), "\n".join(wrong(stops))


def test_from_the_address_bar_to_the_erasure(phone: Page) -> None:
    phone.goto("/")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")  # past the header
    assert phone.evaluate("document.activeElement.id") == "content"
    tab_to(phone, "English")
    phone.keyboard.press("Enter")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    tab_to(phone, "Dansk")
    phone.keyboard.press("Enter")
    expect(phone.locator("html")).to_have_attribute("lang", "da")
    tab_to(phone, "Begynd at skrive")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/tryg*")
    tab_to(phone, "Okay, jeg vil skrive")
    phone.keyboard.press("Enter")
    expect(phone.locator("body")).to_have_attribute("data-state", "waiting")
    phone.wait_for_load_state()

    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")  # straight to the field
    expect(phone.locator("#text")).to_be_focused()
    phone.keyboard.type("hej")
    phone.keyboard.press("Enter")
    expect(phone.locator("#list li.me .state")).to_contain_text("kl.")
    expect(phone.locator("#text")).to_be_focused()
    phone.keyboard.type("er der nogen")
    tab_to(phone, "Send")
    phone.keyboard.press("Space")
    expect(phone.locator("#list li.me .state").nth(1)).to_contain_text("kl.")
    expect(phone.locator("#text")).to_be_focused()

    for summary in phone.locator("summary:visible").all():
        was = summary.evaluate("one => one.parentElement.open")
        tab_to(phone, summary.inner_text())
        phone.keyboard.press("Enter")
        assert summary.evaluate("one => one.parentElement.open") is not was
        phone.keyboard.press("Enter")
        assert summary.evaluate("one => one.parentElement.open") is was

    phone.locator("#text").focus()
    end_it(phone)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")  # a little
    expect(phone.locator("#what")).to_be_focused()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    assert phone.locator(".what [type=checkbox]").first.is_checked()
    tab_to(phone, "Send")
    phone.keyboard.press("Enter")
    expect(phone.locator("#done")).to_be_focused()

    phone.goto("/gemmer")
    tab_to(phone, "Slet min samtale")
    phone.keyboard.press("Enter")
    tab_to(phone, "Ja, slet den")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("slettet")


def end_it(phone: Page) -> None:
    tab_to(phone, "Slut samtalen")
    phone.keyboard.press("Enter")
    tab_to(phone, "Ja, slut nu")
    phone.keyboard.press("Enter")
    expect(phone.locator("#helped")).to_be_focused()


def test_in_the_talk(phone: Page, desk: Page) -> None:
    """Nothing of the page takes the focus along when it goes."""
    pages.come_in(phone)
    pages.log_in(desk, "bo")
    tab_into(phone, "details:has(#phone) > summary")
    phone.keyboard.press("Enter")
    tab_into(phone, "#phone")
    phone.keyboard.type("12")
    pages.take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")
    expect(phone.locator("#phone")).to_be_focused()  # also when somebody comes in mid-word
    expect(phone.locator("#phone")).to_have_value("12")
    phone.get_by_text("Mere", exact=True).click()

    for number in range(14):
        pages.answer(desk, f"Jeg er her stadig, og du må gerne skrive mere. {number}")
    expect(phone.locator("#list .them")).to_have_count(14)
    phone.locator("#text").focus()
    phone.keyboard.press("Shift+Tab")
    expect(phone.locator("#log")).to_be_focused()
    end = phone.evaluate("scrollY")
    phone.keyboard.press("PageUp")
    phone.wait_for_function("(end) => scrollY < end - 200", arg=end)
    pages.answer(desk, "En til.")
    expect(phone.locator("#newer")).to_be_visible()
    tab_to(phone, "Ny besked")
    phone.keyboard.press("Enter")
    expect(phone.locator("#newer")).to_be_hidden()
    expect(phone.locator("#log")).to_be_focused()

    tab_to(phone, "Mere", back=True)
    phone.keyboard.press("Enter")
    tab_to(phone, "Kom tilbage fra en anden telefon")
    phone.keyboard.press("Enter")
    tab_to(phone, "Vis mig fire ord")
    phone.keyboard.press("Enter")
    expect(phone.locator("#four")).not_to_be_empty()
    expect(phone.locator("#four")).to_be_focused()
    tab_to(phone, "Beskeder")
    assert not wrong([stop for stop in [here(phone)] if stop])  # the menu went when it was left
    tab_to(phone, "Mere", back=True)
    phone.keyboard.press("Enter")
    end_it(phone)


def test_a_page_that_is_taken_over_keeps_its_place(phone: Page) -> None:
    dialled: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        dialled.append(socket)

    phone.route_web_socket("**/ws/citizen", pass_on)
    pages.come_in(phone)
    pages.write(phone, "hej")
    dialled[-1].close(code=4409, reason="another page")
    button = phone.get_by_role("button", name="Åbn den her")
    expect(button).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("#text")).to_be_focused()
    stop = here(phone)
    assert stop is not None and stop.ringed


def test_the_staff_s_screens(desk: Page, phone: Page) -> None:
    found = []
    desk.goto("/login")
    found += wrong(round_trip(desk), least=LEAST)
    pages.log_in(desk, "jens")
    pages.come_in(phone)
    pages.write(phone, "hej")
    pages.take_next(desk)
    found += wrong(round_trip(desk), least=LEAST)
    desk.goto("/overdragelser")
    found += wrong(round_trip(desk), least=LEAST)
    assert not found, "\n".join(found)
