"""What people do on the pages, by what they see on them."""

import re
import time

from playwright.sync_api import Locator, Page, expect

PASSWORD = "krisechat-demo"
ON_DUTY = re.compile("Gå på vagt|Jeg er klar igen")
YES_OR_NEXT = re.compile("Ja, jeg er her|Tag den næste")


def come_in(phone: Page) -> None:
    """The citizen opens the page, reads about safety, and begins."""
    phone.goto("/")
    phone.get_by_role("link", name="Begynd at skrive").click()
    phone.get_by_role("button", name="jeg vil skrive").click()
    expect(phone.locator("body")).to_have_attribute("data-state", "waiting")


def write(phone: Page, words: str) -> None:
    """The citizen writes and sees that it was sent."""
    phone.wait_for_load_state()  # else the form may be posted before the script has taken it over
    phone.locator("textarea:visible").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()
    mine = phone.locator("#list li.me").filter(has_text=words)
    expect(mine.locator(".state")).to_contain_text("kl.")


def log_in(desk: Page, login: str, *, to: str = "**/vagt") -> None:
    """Somebody comes to their place: the console, or `to`."""
    desk.goto("/login")
    desk.locator("#login").fill(login)
    desk.locator("#password").fill(PASSWORD)
    desk.get_by_role("button", name="Log ind").click()
    desk.wait_for_url(to)


def go_on_duty(desk: Page) -> None:
    """Free to be asked; whoever is so already stays so."""
    state = desk.get_by_role("button", name=re.compile(", (ledig|pause|ikke på vagt)$"))
    expect(state).to_be_visible()
    if state.get_by_text("ledig").count() == 0:
        desk.get_by_role("button", name=ON_DUTY).first.click()
        expect(state).to_contain_text("ledig")


def take_next(desk: Page) -> None:
    """On duty, and whoever waits longest: offered, or asked for."""
    go_on_duty(desk)
    desk.get_by_role("button", name=YES_OR_NEXT).first.click()
    expect(desk.locator("textarea").first).to_be_visible()


def answer(desk: Page, words: str) -> None:
    """The volunteer answers with Enter."""
    desk.get_by_placeholder("Skriv her").fill(words)
    desk.keyboard.press("Enter")


def text(phone: Locator, words: str) -> None:
    """Somebody texts from a demo phone."""
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone).to_contain_text(words)


def _more(phone: Page) -> None:
    """While somebody answers, the choices lie behind one word."""
    phone.get_by_text("Mere", exact=True).click()


def come_back(phone: Page, words: str) -> None:
    """On another phone, by the four words."""
    phone.goto("/tryg")
    field = phone.locator("input[name=return_code]")
    if not field.is_visible():
        phone.locator("summary").filter(has_text="ord").first.click()
    field.fill(words)
    field.press("Enter")
    phone.wait_for_url("**/skriv*")


def end_and_say_it_helped(phone: Page) -> None:
    """The citizen ends it, and answers with one tap."""
    ending = phone.get_by_text("Slut samtalen", exact=True).first
    if not ending.is_visible():
        _more(phone)
    ending.click()
    phone.locator("form[action^='/skriv/slut'] button").click()
    phone.get_by_role("button", name="Ja", exact=True).click()
    expect(phone.get_by_role("heading", name="Tak, fordi du skrev.")).to_be_visible()


def until(page: Page, selector: str, *, seconds: float = 30) -> None:
    """Loads the page again until this is on it: what the clock does needs a moment."""
    give_up = time.monotonic() + seconds
    while not page.locator(selector).count():
        assert time.monotonic() < give_up, f"{selector} never came"
        time.sleep(0.5)
        page.reload()
