"""The morning after, in real browsers: sent at once, taken by one person, contact made."""

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.support.approved_now import WORDS
from tests.support.servers import KrisechatServer

SEED = "from tests.support import approved_now; approved_now.make()"


def test_a_coordinator_sends_it_and_a_caseworker_takes_it_to_its_end(
    desk: Page, phone: Page, server: KrisechatServer
) -> None:
    server.manage("shell", "-c", SEED)
    pages.log_in(desk, "jens")
    desk.goto("/overdragelser")
    expect(desk.get_by_text("Leveres til Aarhus Kommune")).to_be_visible()
    desk.get_by_role("button", name="Send nu").click()
    expect(desk.get_by_text("Skal bekræftes")).to_be_visible()

    # The caseworker has it on a phone; forms do everything, in a real browser with its origins.
    phone.goto("/login")
    phone.get_by_label("Brugernavn").fill("mette")
    phone.get_by_label("Adgangskode").fill("krisechat-demo")
    phone.get_by_role("button", name="Log ind").click()
    expect(phone).to_have_url(f"{server.url}/kommune")
    phone.get_by_role("link", name="Amina").click()
    box = phone.locator(".safe").first
    expect(box).to_contain_text("mellem 12 og 14")
    words = phone.get_by_text(WORDS)
    assert box.bounding_box()["y"] < words.bounding_box()["y"]  # type: ignore[index]
    assert "sans-serif" not in words.evaluate("e => getComputedStyle(e).fontFamily")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    expect(phone.get_by_role("button", name="Kontakt opnået")).to_be_disabled()
    phone.get_by_role("button", name="Vi har modtaget den").click()
    phone.get_by_role("button", name="Jeg tager den").click()
    expect(phone.get_by_text("Kontaktperson: dig")).to_be_visible()
    phone.get_by_label("Kontakt opnået, hvordan?").select_option("call")
    phone.get_by_role("button", name="Noter kontakten").click()
    phone.get_by_label("Et ord tilbage").fill("Vi har talt sammen.")
    phone.get_by_role("button", name="Send til den frivillige").click()
    expect(phone.locator(".wordlist")).to_contain_text("Vi har talt sammen.")
    phone.get_by_label("Hvordan endte det?").select_option("helped")
    phone.get_by_role("button", name="Afslut").click()
    expect(phone.get_by_text("Den er afsluttet.")).to_be_visible()

    phone.emulate_media(media="print")
    expect(phone.get_by_text("Makuleres efter brug.")).to_be_visible()
    expect(phone.locator("header.top")).to_be_hidden()
    expect(phone.locator(".safe").first).to_be_visible()


def test_closed_at_once_the_door_says_when_it_opens(desk: Page, phone: Page) -> None:
    pages.log_in(desk, "dorte")
    desk.goto("/overdragelser")
    desk.get_by_text("Luk for nye nu").click()
    desk.get_by_label("Hvor længe?").select_option("168")
    desk.get_by_role("button", name="Luk nu").click()
    try:
        expect(desk.get_by_text("Lukket for nye")).to_be_visible()
        phone.goto("/")
        expect(phone.get_by_role("heading", level=1)).to_contain_text("Vi er her igen")
        assert phone.get_by_role("link", name="112").first.get_attribute("href") == "tel:112"
    finally:
        desk.get_by_role("button", name="Åbn igen nu").click()
    expect(desk.get_by_text("Åbent for nye")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Godt, at du kom")
