"""A coordinator proposes, another approves, and the citizen reads it; proposing needs no script."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import Looks
from tests.browser.conftest import DESKTOP, PHONE, Complaints, listen
from tests.browser.pages import log_in
from tests.support.servers import KrisechatServer


def _desk(
    chromium: Browser, server: KrisechatServer, heard: Complaints, login: str, *, script: bool
) -> Page:
    context = chromium.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        locale="da-DK",
        base_url=server.url,
        java_script_enabled=script,
    )
    page = context.new_page()
    listen(page, heard, host=server.url)
    log_in(page, login)
    page.goto("/overdragelser/numre")
    return page


def test_a_number_two_persons_agree_on_stands_before_citizens(
    chromium: Browser, server: KrisechatServer, complaints: Complaints
) -> None:
    looks = Looks()
    jens = _desk(chromium, server, complaints, "jens", script=False)
    jens.get_by_role("link", name="Foreslå et nyt").click()
    jens.get_by_label("Tekst på dansk").fill("Brug for mad i nat")
    jens.get_by_label("Hvem svarer").fill("Natcaféen")
    jens.get_by_label("Nummer, som det skal stå").fill("33 12 34 56")
    jens.get_by_label("Skriv det igen").fill("33 12 34 57")
    jens.get_by_label("Mest").select_option(label="Et sted at sove")
    jens.get_by_label("Altid").check()
    jens.get_by_label("Hvor har vi det fra?").fill("Natcaféen selv")
    jens.get_by_label("Plads på listen").fill("45")
    jens.get_by_label("Jeg har ringet").check()
    jens.get_by_role("button", name="Foreslå det").click()
    expect(jens.get_by_role("alert")).to_have_text(
        "De to numre er ikke ens. Skriv nummeret én gang til."
    )
    # A browser complains of every 400; this one was the point.
    assert [each for each in complaints if "400" not in each] == []
    complaints.clear()
    jens.get_by_label("Skriv det igen").fill("33 12 34 56")
    jens.get_by_role("button", name="Foreslå det").click()
    expect(jens.get_by_text("En anden koordinator skal svare.")).to_be_visible()
    expect(jens.get_by_role("button", name="Ja, det er rigtigt")).to_have_count(0)

    phone = chromium.new_page(viewport=PHONE, locale="da-DK", base_url=server.url)  # type: ignore[arg-type]
    phone.goto("/numre")
    new = phone.get_by_role("link", name="Brug for mad i nat")
    expect(new).to_have_count(0)

    karen = _desk(chromium, server, complaints, "karen", script=True)
    looks.at("the list", karen, enhanced=False)
    karen.get_by_role("link", name="Nyt nummer: Brug for mad i nat").click()
    expect(karen.get_by_role("button", name="Ja, det er rigtigt")).to_be_visible()
    looks.at("old beside new", karen, enhanced=False)
    karen.get_by_role("button", name="Ja, det er rigtigt").click()
    expect(karen.get_by_text("Godkendt af Karen")).to_be_visible()
    phone.reload()
    expect(new).to_have_attribute("href", "tel:+4533123456")
    expect(new).to_contain_text("33 12 34 56")
    expect(phone.locator(".calls a").first).to_have_attribute("href", "tel:112")

    looks.at("numbers by subject", phone)
    assert not looks.said(), looks.said()
    # In the page, not fetched: it stands there when the network is gone.
    phone.context.set_offline(True)
    expect(new).to_be_visible()
    for each in (jens, karen, phone):
        each.context.close()
