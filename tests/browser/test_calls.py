"""What calls for a volunteer: an offer, and a life in danger."""

from playwright.sync_api import Browser, Page, expect

from tests.browser import pages
from tests.browser.conftest import DESKTOP, Complaints, go_home, listen
from tests.support.servers import KrisechatServer


def test_an_offer_is_the_whole_page_and_one_key_says_yes(phone: Page, desk: Page) -> None:
    pages.log_in(desk, "bo")
    pages.go_on_duty(desk)
    pages.come_in(phone)
    pages.write(phone, "kirsebærtræet")
    expect(desk.get_by_role("heading", name="Vil du være der?")).to_be_visible()
    expect(desk.get_by_role("button", name="Ja, jeg er her").first).to_be_focused()
    expect(desk).to_have_title("(1) Samtaler – Krisechat")
    assert "kirsebærtræet" not in desk.content()
    desk.keyboard.press("Alt+j")
    expect(desk.get_by_role("log")).to_contain_text("kirsebærtræet")
    expect(phone.locator("body")).to_have_attribute("data-state", "active")


def test_danger_brings_the_lead_and_nobody_rings_twice(
    phone: Page, desk: Page, chromium: Browser, server: KrisechatServer, complaints: Complaints
) -> None:
    pages.come_in(phone)
    pages.write(phone, "han står ude på gangen nu")
    pages.log_in(desk, "sara")
    pages.take_next(desk)
    context = chromium.new_context(viewport=DESKTOP, locale="da-DK", base_url=server.url)  # type: ignore[arg-type]
    lead = context.new_page()
    listen(lead, complaints, host=server.url)
    pages.log_in(lead, "dorte")
    desk.keyboard.press("Alt+a")
    desk.get_by_role("button", name="Sæt risiko til akut").click()
    expect(desk.locator("#panel")).to_contain_text("er kaldt. Du bliver hos")
    lead.get_by_role("button", name="Jeg er her").first.click()
    expect(lead.locator("#panel")).to_contain_text("Du er her som vagtleder.")
    expect(desk.locator("#panel")).to_contain_text("er her. Du bliver hos")
    desk.get_by_role("button", name="Jeg har ringet 112").click()
    expect(desk.locator("#panel")).to_contain_text("Du har ringet 112.")
    expect(lead.locator("#panel")).to_contain_text("ringede 112")
    expect(lead.get_by_role("link", name="Ring 112", exact=True)).to_have_count(0)
    go_home(lead)
    context.close()
