"""axe-core over the staff's screens: login, console, coordination, the municipality's portal."""

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.axe import Looks
from tests.browser.conftest import Complaints
from tests.support.servers import KrisechatServer

SEED = "from tests.support import approved_now; approved_now.make()"


def test_the_console(phone: Page, desk: Page, complaints: Complaints) -> None:
    looks = Looks()
    desk.goto("/login")
    looks.at("login", desk, enhanced=False)
    desk.get_by_label("Brugernavn").fill("sara")
    desk.get_by_label("Adgangskode").fill("not her password")
    desk.get_by_role("button", name="Log ind").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    looks.at("login, refused", desk, enhanced=False)
    complaints.clear()  # the browser notes the refusal that was asked for
    pages.log_in(desk, "sara")
    looks.at("console, empty", desk, enhanced=False)
    pages.go_on_duty(desk)
    pages.come_in(phone)
    pages.write(phone, "han står ude på gangen nu")
    expect(desk.get_by_role("heading", name="Vil du være der?")).to_be_visible()
    looks.at("console, an offer", desk, enhanced=False)
    pages.take_next(desk)
    pages.answer(desk, "Hej. Jeg er her.")
    expect(desk.get_by_role("log")).to_contain_text("ude på gangen")
    looks.at("console, a talk", desk, enhanced=False)
    for key in ("Alt+o", "Alt+r", "Alt+a"):
        desk.keyboard.press(key)
        looks.at(f"console, {key}", desk, enhanced=False)
    desk.get_by_role("button", name="Sæt risiko til akut").click()
    expect(desk.locator("#panel")).to_contain_text("Du bliver hos")
    looks.at("console, acute", desk, enhanced=False)
    assert not looks.said(), looks.said()


def test_coordination_and_portal(desk: Page, phone: Page, server: KrisechatServer) -> None:
    looks = Looks()
    server.manage("shell", "-c", SEED)
    pages.log_in(desk, "jens")
    desk.goto("/overdragelser")
    looks.at("coordination", desk, enhanced=False)
    desk.get_by_role("button", name="Send nu").first.click()
    pages.log_in(phone, "mette", to="**/kommune")
    looks.at("portal, inbox", phone, enhanced=False)
    phone.get_by_role("link", name="Amina").first.click()
    looks.at("portal, one handover", phone, enhanced=False)
    phone.get_by_role("button", name="Vi har modtaget den").click()
    phone.get_by_role("button", name="Jeg tager den").click()
    expect(phone.get_by_text("Kontaktperson: dig")).to_be_visible()
    looks.at("portal, taken", phone, enhanced=False)
    assert not looks.said(), looks.said()
