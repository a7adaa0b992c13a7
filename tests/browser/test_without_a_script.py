"""The whole visit in a browser that runs no script: in, talk, four words, back, feedback, out."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import pages
from tests.browser.conftest import Complaints, leave_the_queue, listen
from tests.support.servers import KrisechatServer


@contextmanager
def plain_phone(chromium: Browser, server: KrisechatServer, heard: Complaints) -> Iterator[Page]:
    """A small phone without JavaScript."""
    context = chromium.new_context(
        java_script_enabled=False,
        locale="da-DK",
        base_url=server.url,
        viewport={"width": 320, "height": 640},
    )
    context.set_default_timeout(8_000)
    page = context.new_page()
    listen(page, heard, host=server.url)
    yield page
    leave_the_queue(context)
    context.close()


@pytest.fixture
def plain(chromium: Browser, server: KrisechatServer, complaints: Complaints) -> Iterator[Page]:
    with plain_phone(chromium, server, complaints) as page:
        yield page


def send(plain: Page, words: str) -> None:
    plain.locator("#text").fill(words)
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.locator("#list")).to_contain_text(words)


def entries(plain: Page) -> list[str]:
    """The browser's history, as it would be shown to somebody who looks."""
    told = plain.context.new_cdp_session(plain).send("Page.getNavigationHistory")
    return [each["url"] for each in told["entries"]]


def test_answers_come_by_themselves_and_leave_what_is_typed(plain: Page, desk: Page) -> None:
    pages.come_in(plain)
    send(plain, "uden script")
    news = plain.frame_locator("iframe")
    expect(news.get_by_text("Nyt kommer her af sig selv.")).to_be_visible()
    plain.locator("#text").fill("en halv sætning")
    before = entries(plain)
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    expect(news.locator(".small").first).to_contain_text("er her")
    pages.answer(desk, "Hej. Jeg er her.")
    expect(news.get_by_text("Hej. Jeg er her.")).to_be_visible()
    assert plain.locator("#text").input_value() == "en halv sætning"
    assert entries(plain) == before
    plain.get_by_role("button", name="Se, om der er kommet svar").click()
    expect(plain.locator("#list")).to_contain_text("Hej. Jeg er her.")
    expect(plain.locator("#lamp")).to_contain_text("er her")
    assert plain.locator("#text").input_value() == "en halv sætning"
    expect(news.get_by_text("Hej. Jeg er her.")).to_have_count(0)  # nothing stands there twice


def _unfold(plain: Page, name: str) -> None:
    """A fold-out: in the page while waiting."""
    plain.locator("summary").filter(has_text=name).first.click()


def test_four_words_bring_it_back_on_another_phone_and_it_is_erased(
    plain: Page, chromium: Browser, server: KrisechatServer, complaints: Complaints
) -> None:
    pages.come_in(plain)
    send(plain, "det her vil jeg finde igen")
    _unfold(plain, "Kom tilbage fra en anden telefon")
    plain.get_by_role("button", name="Vis mig fire ord").click()
    words = plain.locator("#four").inner_text()
    assert len(words.split()) == 4
    with plain_phone(chromium, server, complaints) as other:
        pages.come_back(other, words)
        expect(other.locator("#list")).to_contain_text("det her vil jeg finde igen")
        other.get_by_role("link", name="Det gemmer vi").click()
        other.locator("[aria-labelledby=erase] summary").click()
        other.locator("form[action^='/skriv/slet'] button").click()
        expect(other.locator("form[action^='/skriv/slet']")).to_have_count(0)
        assert other.context.cookies() == []
    plain.goto("/skriv")
    assert "det her vil jeg finde igen" not in plain.content()


def test_it_is_ended_and_two_questions_are_answered(plain: Page) -> None:
    pages.come_in(plain)
    send(plain, "tak for i aften")
    _unfold(plain, "Slut samtalen")
    plain.get_by_role("button", name="Ja, slut nu").click()
    plain.get_by_role("button", name="Lidt", exact=True).click()
    expect(plain.get_by_role("heading", name="Hvad ville hjælpe nu?")).to_be_visible()
    plain.locator("#other").fill("en seng")
    plain.locator(".what").get_by_role("button", name="Send").click()
    expect(plain.get_by_role("heading", name="Tak, fordi du skrev.")).to_be_visible()


def test_the_way_out_is_a_link_and_nothing_stands_behind_it(plain: Page) -> None:
    pages.come_in(plain)
    send(plain, "kirsebærtræet")
    plain.locator("a.exit").click()
    plain.wait_for_url("**/opskrift")
    assert plain.context.cookies() == []
    for _ in range(5):
        plain.go_back()
        assert "kirsebærtræet" not in plain.content()


def test_a_frame_whose_conversation_is_over_says_so(plain: Page, chromium: Browser) -> None:
    pages.come_in(plain)
    cookies: BrowserContext = chromium.new_context(base_url=plain.url)
    cookies.add_cookies(plain.context.cookies())  # type: ignore[arg-type]
    news = plain.frame_locator("iframe")
    expect(news.get_by_text("Nyt kommer her af sig selv.")).to_be_visible()
    leave_the_queue(cookies)
    expect(news.locator("a")).to_be_visible()
    cookies.close()
