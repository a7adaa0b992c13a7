"""How is it right now: one tap while waiting, one afterwards, and a page that is no dead end."""

from playwright.sync_api import Page, expect

from tests.browser.pages import come_in, end_and_say_it_helped, write

THANKS = "Tak. Det er gemt."


def test_one_tap_before_and_one_after(phone: Page) -> None:
    come_in(phone)
    write(phone, "hej")
    before = phone.locator("form.feel").first
    before.get_by_role("button", name="Svært", exact=True).click()
    expect(before.get_by_text(THANKS)).to_be_visible()
    expect(before.get_by_text(THANKS)).to_be_focused()
    expect(before.get_by_role("button")).to_have_count(0)
    end_and_say_it_helped(phone)
    after = phone.locator("#felt")
    after.get_by_role("button", name="Okay").click()
    expect(after.get_by_text(THANKS)).to_be_visible()


def test_whoever_said_nothing_before_is_not_asked_afterwards(phone: Page) -> None:
    come_in(phone)
    end_and_say_it_helped(phone)
    expect(phone.locator("#felt")).to_be_hidden()
    # And never a dead end: write again, call somebody, read it again, come back from elsewhere.
    after = phone.locator("#after")
    for name in ("Skriv igen",):
        expect(after.get_by_role("button", name=name)).to_be_visible()
    for name in ("112", "Tag den med dig", "Slet den før"):
        expect(after.get_by_role("link", name=name).first).to_be_visible()
    after.get_by_text("Kom tilbage fra en anden telefon").click()
    after.get_by_role("button", name="Vis mig fire ord").click()
    expect(after.locator("#four")).not_to_be_empty()
