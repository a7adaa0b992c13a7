"""A citizen on a phone and a volunteer at a desk, in two browsers, over the real server."""

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.support.servers import KrisechatServer


def test_they_talk(phone: Page, desk: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "hej er der nogen")
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    expect(desk.get_by_role("log")).to_contain_text("hej er der nogen")
    pages.answer(desk, "Hej. Jeg er her.")
    expect(phone.locator("#list")).to_contain_text("Hej. Jeg er her.")
    expect(phone.locator("#lamp")).to_contain_text("er her")
    assert "Bo" not in phone.locator("#lamp").inner_text()
    expect(phone.locator("#list li.me .state").last).to_contain_text("Set")


def test_a_reload_keeps_the_conversation(phone: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "det her skal blive stående")
    phone.reload()
    expect(phone.locator("#list")).to_contain_text("det her skal blive stående")
    assert phone.locator("#list li.me").count() == 1


def test_the_line_goes_and_comes_back(phone: Page, server: KrisechatServer) -> None:
    """Never a false "sent": offline it says so, and afterwards it is there once."""
    pages.come_in(phone)
    pages.write(phone, "før tunnelen")
    phone.context.set_offline(True)
    phone.locator("textarea:visible").fill("i tunnelen")
    phone.get_by_role("button", name="Send", exact=True).click()
    mine = phone.locator("#list li.me").filter(has_text="i tunnelen")
    expect(mine.locator(".state")).to_contain_text("Ikke sendt endnu", timeout=9_000)
    assert "Sendt" not in mine.locator(".state").inner_text()
    phone.context.set_offline(False)
    expect(mine.locator(".state")).to_contain_text("Sendt", timeout=45_000)
    phone.reload()
    assert phone.locator("#list li.me").filter(has_text="i tunnelen").count() == 1


def test_without_a_script_a_form_does_it(chromium, server: KrisechatServer) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(
        java_script_enabled=False,
        locale="da-DK",
        base_url=server.url,
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    pages.come_in(page)
    page.locator("textarea:visible").fill("uden script")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#list")).to_contain_text("uden script")
    assert page.get_by_role("link", name="112").first.get_attribute("href") == "tel:112"
    context.close()


def test_leaving_leaves_nothing(phone: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "kirsebærtræet")
    before = phone.evaluate("history.length")
    phone.locator("a.exit").first.click()
    expect(phone.get_by_role("heading", name="Tip")).to_be_visible()
    assert phone.evaluate("history.length") <= before
    assert phone.context.cookies() == []
    phone.go_back()
    phone.wait_for_timeout(500)
    assert "kirsebærtræet" not in phone.content()
    phone.goto("/skriv")
    assert "kirsebærtræet" not in phone.content()


def test_nothing_is_stored_on_the_phone_but_one_neutral_cookie(phone: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "hej")
    cookies = phone.context.cookies()
    assert [each["name"] for each in cookies] == ["s"]
    assert cookies[0]["httpOnly"]
    assert phone.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert phone.evaluate("indexedDB.databases().then(found => found.length)") == 0


def take_until_it_is_hers(phone: Page, desk: Page) -> None:
    """Others, of earlier tests, may have waited longer."""
    for _ in range(6):
        phone.wait_for_timeout(1_500)
        if phone.locator("body").get_attribute("data-state") == "active":
            return
        desk.get_by_role("button", name=pages.YES_OR_NEXT).first.click()


def test_logging_out_gives_back_and_the_citizen_is_told(phone: Page, desk: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "er du der")
    pages.log_in(desk, "sara")
    pages.take_next(desk)
    take_until_it_is_hers(phone, desk)
    desk.get_by_role("button", name="Sara Holm").click()
    desk.get_by_role("button", name="Log ud").click()
    desk.wait_for_url("**/login")
    expect(phone.locator("body")).to_have_attribute("data-state", "back")
    expect(phone.locator("#content")).to_contain_text("blandt de første")
