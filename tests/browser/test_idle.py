"""Nobody at the page for a while, or gone from it in a hurry: what it shows, and what those who
answer are told (P45, P40). The page's own clock is moved, the server's is not."""

from playwright.sync_api import Page, expect

from tests.browser import pages

MINE = "kirsebærtræet"


def talking(phone: Page, desk: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, MINE)
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")


def on_top(page: Page) -> bool:
    box = page.locator("a.exit").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    found: bool = page.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('a.exit'))", middle
    )
    return found


def test_silence_veils_then_warns_then_closes(phone: Page, desk: Page) -> None:
    phone.clock.install()
    talking(phone, desk)
    phone.locator("#text").fill("et udkast")
    veil = phone.locator("#veil")

    phone.clock.fast_forward("09:50")
    expect(veil).to_be_hidden()
    phone.clock.fast_forward("00:20")
    expect(veil).to_be_visible()
    assert MINE not in phone.locator("body").inner_text()
    assert on_top(phone)
    expect(phone.get_by_role("button", name="Vis samtalen")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(veil).to_be_hidden()
    expect(phone.locator("#list")).to_contain_text(MINE)
    expect(phone.locator("#text")).to_be_focused()
    expect(phone.locator("#text")).to_have_value("et udkast")

    phone.clock.fast_forward("28:10")
    expect(veil).to_contain_text("Om to minutter")
    phone.get_by_role("button", name="Vis mig fire ord").click()
    expect(veil.locator("#four")).not_to_be_empty()
    phone.clock.fast_forward("01:00")
    phone.get_by_role("button", name="Bliv her").click()
    expect(veil).to_be_hidden()
    expect(phone.locator("#menu #four")).to_have_count(1)

    phone.clock.fast_forward("30:10")
    expect(veil).to_contain_text("Siden har lukket sig selv")
    assert MINE not in phone.content()
    assert on_top(phone)
    phone.get_by_role("link", name="Find tilbage").click()
    phone.wait_for_url("**/tryg")


def test_whoever_waits_is_left_in_peace(phone: Page) -> None:
    phone.clock.install()
    pages.come_in(phone)
    for _ in range(3):
        phone.clock.fast_forward("29:00")
    expect(phone.locator("#veil")).to_be_hidden()
    expect(phone.locator("#text")).to_be_visible()


def test_a_new_message_is_no_silence_while_somebody_can_see_it(phone: Page, desk: Page) -> None:
    phone.clock.install()
    talking(phone, desk)
    phone.clock.fast_forward("09:00")
    pages.answer(desk, "Jeg er her stadig.")
    expect(phone.locator("#list")).to_contain_text("Jeg er her stadig.")
    phone.clock.fast_forward("09:00")
    expect(phone.locator("#veil")).to_be_hidden()


def test_those_who_answer_are_told_of_a_hurried_exit_and_of_coming_back(
    phone: Page, desk: Page
) -> None:
    talking(phone, desk)
    phone.get_by_text("Mere", exact=True).click()
    phone.locator("summary", has_text="Kom tilbage fra en anden telefon").click()
    phone.get_by_role("button", name="Vis mig fire ord").click()
    expect(phone.locator("#four")).not_to_be_empty()
    words = phone.locator("#four").inner_text()
    phone.locator("a.exit").click()
    expect(desk.get_by_text("Borgeren gik fra siden i en fart.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Tip")).to_be_visible()
    pages.come_back(phone, words.strip())
    expect(phone.locator("#list")).to_contain_text(MINE)
    expect(desk.get_by_text("Borgeren gik fra siden i en fart.")).to_be_hidden()
