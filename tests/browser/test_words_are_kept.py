"""What is typed is lost by nothing the page does; what would lose it is asked about first."""

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import pages

HALF = "det er svært at sige"


def half_written(phone: Page) -> None:
    phone.locator("#text").click()
    phone.keyboard.type(HALF)


def still_there(phone: Page) -> None:
    expect(phone.locator("#text")).to_have_value(HALF)


def test_by_nothing_that_happens_around_it(phone: Page, desk: Page) -> None:
    dialled: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        dialled.append(socket)

    phone.route_web_socket("**/ws/citizen", pass_on)
    pages.come_in(phone)
    half_written(phone)
    pages.log_in(desk, "sara")
    pages.take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")
    still_there(phone)
    expect(phone.locator("#text")).to_be_focused()
    pages.answer(desk, "Tag den tid, du skal bruge.")
    expect(phone.locator("#list .them")).to_be_visible()
    still_there(phone)

    dialled[-1].close(code=4409, reason="another page")
    expect(phone.locator("#elsewhere")).to_be_visible()
    phone.get_by_role("button", name="Åbn den her").click()
    expect(phone.locator("#composer")).to_be_visible()
    still_there(phone)

    desk.get_by_role("button", name="Sara Holm").click()
    desk.get_by_role("button", name="Log ud").click()
    expect(phone.locator("body")).to_have_attribute("data-state", "back")
    still_there(phone)


def test_what_would_lose_it_asks_first_and_the_way_out_never(phone: Page) -> None:
    pages.come_in(phone)
    half_written(phone)
    for way in ("location.reload()", "document.querySelector('.foot a').click()"):
        with phone.expect_event("dialog") as asked:
            phone.evaluate(f"setTimeout(() => {{ {way} }})")
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()
        still_there(phone)
    assert phone.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY") == (
        "contain"  # a pull from above does not load the page again
    )
    phone.locator("a.exit").click()
    phone.wait_for_url("**/opskrift")


def test_what_was_half_written_when_it_ended_begins_the_next(phone: Page) -> None:
    pages.come_in(phone)
    half_written(phone)
    phone.get_by_text("Slut samtalen", exact=True).click()
    phone.locator("form[action^='/skriv/slut'] button").click()
    expect(phone.locator("#first")).to_have_value(HALF)
    with phone.expect_event("dialog") as asked:
        phone.evaluate("setTimeout(() => location.reload())")
    asked.value.dismiss()
    expect(phone.locator("#first")).to_have_value(HALF)
    phone.get_by_role("button", name="Skriv igen").click()  # taken along, so nothing is asked
    expect(phone.locator("body")).to_have_attribute("data-state", "waiting")
    expect(phone.locator("#list .me")).to_contain_text(HALF)
