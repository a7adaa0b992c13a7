"""What people do on the pages, by what they see on them."""

from playwright.sync_api import Page, expect

PASSWORD = "krisechat-demo"


def come_in(phone: Page) -> None:
    """The citizen opens the page, reads about safety, and begins."""
    phone.goto("/")
    phone.get_by_role("link", name="Begynd at skrive").click()
    phone.get_by_role("button", name="jeg vil skrive").click()
    expect(phone.locator("body")).to_have_attribute("data-state", "waiting")


def write(phone: Page, words: str) -> None:
    """The citizen writes and sees that it was sent."""
    phone.locator("textarea:visible").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()
    mine = phone.locator("#list li.me").filter(has_text=words)
    expect(mine.locator(".state")).to_contain_text("kl.")


def log_in(desk: Page, login: str) -> None:
    """Somebody who answers comes to the console."""
    desk.goto("/login")
    desk.locator("#login").fill(login)
    desk.locator("#password").fill(PASSWORD)
    desk.get_by_role("button", name="Log ind").click()
    desk.wait_for_url("**/vagt")


def take_next(desk: Page) -> None:
    """On duty, and whoever waits longest."""
    on_duty = desk.get_by_role("button", name="Gå på vagt")
    if on_duty.count():
        on_duty.first.click()
    desk.get_by_role("button", name="Tag den næste").first.click()
    expect(desk.locator("textarea").first).to_be_visible()


def answer(desk: Page, words: str) -> None:
    """The volunteer answers with Enter."""
    desk.get_by_placeholder("Skriv her").fill(words)
    desk.keyboard.press("Enter")
