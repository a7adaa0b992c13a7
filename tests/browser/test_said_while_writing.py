"""What the page says, offers and sounds besides the messages: calm, true, and only when asked."""

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import Complaints
from tests.browser.console_line import Console
from tests.support.krisechat_server import KrisechatServer

# Counts the tones instead of making them.
EARS = """
window.tones = 0;
const node = () => ({ connect: (next) => next, start() { window.tones += 1; }, stop() {},
  frequency: {}, gain: { setValueAtTime() {}, linearRampToValueAtTime() {} } });
window.AudioContext = class {
  constructor() { this.currentTime = 0; this.destination = node(); }
  createGain() { return node(); }
  createOscillator() { return node(); }
  close() {}
};
"""


def test_a_cpr_number_is_noticed_while_it_is_typed_and_nothing_is_stopped(phone: Page) -> None:
    pages.come_in(phone)
    hint = phone.locator("#cpr")
    phone.locator("#text").press_sequentially("ring 20 10 11 12, jeg er 010190-123")
    expect(hint).to_be_hidden()
    phone.locator("#text").press_sequentially("4")
    expect(hint).to_be_visible()
    expect(phone.locator("#voice")).to_contain_text("Det ligner et CPR-nummer.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(hint).to_be_hidden()
    expect(phone.locator("#list .masked")).to_be_visible()
    assert "010190" not in phone.locator("#list").inner_text()


def test_without_any_line_for_a_while_a_text_is_offered(
    phone: Page, complaints: Complaints
) -> None:
    phone.clock.install()
    pages.come_in(phone)
    offer = phone.locator("#by-text")
    pages.write(phone, "hej")
    phone.context.set_offline(True)
    phone.clock.run_for(20_000)
    expect(phone.locator("#offline")).to_be_visible()
    expect(offer).to_be_hidden()
    phone.clock.run_for(25_000)
    expect(offer).to_contain_text("hvis det er sikkert for dig")
    assert str(offer.locator("a").get_attribute("href")).startswith("sms:+45")
    expect(phone.locator("#voice")).to_contain_text("Du kan også skrive på sms")
    phone.context.set_offline(False)
    complaints[:] = [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_no_sound_but_for_whoever_asked_for_it(phone: Page, server: KrisechatServer) -> None:
    phone.add_init_script(EARS)
    pages.come_in(phone)
    pages.write(phone, "hej")
    with Console(server.url, "bo") as bo:
        conversation = bo.take_next()
        expect(phone.locator("body")).to_have_attribute("data-state", "active")
        bo.say(conversation, "uden lyd")
        expect(phone.locator("#list")).to_contain_text("uden lyd")
        assert phone.evaluate("tones") == 0
        phone.get_by_text("Mere", exact=True).click()
        phone.get_by_label("Lyd, når der kommer svar").check()
        phone.wait_for_function("tones === 1")  # so that one knows how loud it is
        phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        bo.say(conversation, "set med det samme")
        expect(phone.locator("#list")).to_contain_text("set med det samme")
        assert phone.evaluate("tones") == 1
        hidden = "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })"
        phone.evaluate(hidden)
        bo.say(conversation, "mens siden er gemt")
        expect(phone.locator("#list")).to_contain_text("mens siden er gemt")
        assert phone.evaluate("tones") == 2
        phone.reload()
        expect(phone.locator("#list")).to_contain_text("mens siden er gemt")
        phone.get_by_text("Mere", exact=True).click()
        expect(phone.get_by_label("Lyd, når der kommer svar")).not_to_be_checked()
        bo.close(conversation)
