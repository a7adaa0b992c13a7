"""The demo phone's page: what is typed on it arrives, what is sent to it appears."""

import re

from playwright.sync_api import Page, expect

from tests.support.demo_phone import client
from tests.support.servers import KrisechatServer

HELPLINE = "+4593700012"


def test_a_text_typed_and_a_text_that_comes(phone: Page, server: KrisechatServer) -> None:
    phone.goto("/demo/phone")
    amina = phone.get_by_role("region", name="Aminas telefon")
    # A word that opens no conversation: whoever waited would be the next test's first in line.
    amina.get_by_label("Sms fra Amina").fill("stop")
    amina.get_by_role("button", name="Send").click()
    typed = amina.locator(".texts li").filter(has_text="stop")
    expect(typed.locator(".state")).to_have_text(re.compile("Kommet frem kl."))
    client(server.url).messages.create(to="+4520000003", from_=HELPLINE, body="Vagt. Kom.")
    expect(phone.get_by_role("tab", name="Vagt")).to_have_class("new")
    phone.get_by_role("tab", name="Vagt").click()
    called = phone.get_by_role("region", name="Vagttelefoner").locator(".texts li")
    expect(called.filter(has_text="Vagt. Kom.").locator(".state")).to_contain_text("Leveret kl.")
