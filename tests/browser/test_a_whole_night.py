"""The whole night of the main job, in real browsers, with a moved clock: from the first word on a
Saturday at 21.40 to the contact made on Monday.

Amina comes by web, Jonas by text message. Nobody is there, so Sara is called in. Amina's page goes
dark; danger is flagged; what is to be passed on is written with her, and Mette takes it on Monday.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import pages
from tests.browser.conftest import DESKTOP, PHONE, Complaints, listen
from tests.support.moved_clock import MovedClock
from tests.support.servers import KrisechatServer

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FEARS = "Jeg tør ikke tage hjem i aften."
STILL_HERE = "Jeg er her stadig."
WANTS = "Jeg vil gerne have en at tale med, som bliver ved."
WINDOW = "hverdage mellem 12 og 14"


def at(*moment: int) -> datetime:
    """A moment on Copenhagen's wall clock."""
    return datetime(*moment, tzinfo=COPENHAGEN).astimezone(UTC)  # type: ignore[arg-type,misc]


SATURDAY = (2026, 11, 28)
MONDAY = (2026, 11, 30)


@dataclass(frozen=True, kw_only=True)
class Night:
    """One installation with its clock, and a browser for everybody in it."""

    clock: MovedClock
    opens: Callable[[dict[str, int]], Page]

    def minutes_later(self, minutes: float) -> None:
        now = self.clock.now()
        self.clock.move_to(datetime.fromtimestamp(now.timestamp() + minutes * 60, UTC))


@pytest.fixture
def night(tmp_path: Path, chromium: Browser, complaints: Complaints) -> Iterator[Night]:
    clock = MovedClock(tmp_path)
    world = KrisechatServer(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'night.sqlite3'}",
            "KRISECHAT_DEMO_PHONE": str(tmp_path / "phone.sqlite3"),
            "KRISECHAT_RATE_LIMITS": "off",
            **clock.environment,
        }
    )
    clock.move_to(at(*SATURDAY, 21, 40))
    world.manage("demo", "--prepare-only")
    contexts = []

    def opens(size: dict[str, int]) -> Page:
        context = chromium.new_context(viewport=size, locale="da-DK", base_url=world.url)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints, host=world.url)
        return page

    expect.set_options(timeout=15_000)
    with world:
        yield Night(clock=clock, opens=opens)
        for each in contexts:
            each.close()
    expect.set_options(timeout=5_000)


def phone_of(phones: Page, name: str) -> Locator:
    return phones.get_by_role("region", name=f"{name}s telefon")


def duty_phone(phones: Page, name: str) -> Locator:
    return phones.locator("#duty li").filter(has=phones.locator("b", has_text=name))


def says_yes(desk: Page) -> None:
    desk.get_by_role("button", name="Ja, jeg er her").first.click()


def panel_for(desk: Page, panel: str) -> None:
    desk.get_by_role("tab", name=panel, exact=True).click()


@dataclass(kw_only=True)
class Cast:
    """Who has a page open, and Amina's four words once she has them."""

    amina: Page
    sara: Page
    phones: Page
    words: str = ""


def test_from_the_first_word_to_the_contact_made(night: Night) -> None:
    cast = Cast(amina=night.opens(PHONE), sara=night.opens(DESKTOP), phones=night.opens(DESKTOP))
    two_come(cast)
    sara_is_called_in(night, cast)
    they_talk_and_the_page_goes_dark(night, cast)
    jonas_is_answered_on_his_phone(cast)
    danger_brings_the_shift_lead(night, cast)
    it_is_written_together_and_approved(cast)
    monday_morning_it_is_there_and_climbs(night)
    mette_takes_it_and_makes_contact(night, cast)


def two_come(cast: Cast) -> None:
    """1 and 2: one writes on the page, another has no data left and texts."""
    cast.phones.goto("/demo/phone")
    pages.come_in(cast.amina)
    pages.write(cast.amina, FEARS)
    cast.amina.get_by_text("Du må gerne lukke siden", exact=True).click()
    cast.amina.locator("input[name=phone]").fill("22 47 09 13")
    cast.amina.get_by_label("Ja", exact=True).check()
    cast.amina.get_by_role("button", name="Gem", exact=True).click()
    pages.text(phone_of(cast.phones, "Jonas"), "hej. kan man tale med nogen")
    expect(phone_of(cast.phones, "Jonas")).to_contain_text("Din besked er kommet frem")


def sara_is_called_in(night: Night, cast: Cast) -> None:
    """3: nobody is there; people on call are told, with no word of anybody's."""
    night.minutes_later(1)
    for name in ("Sara", "Ali"):
        expect(duty_phone(cast.phones, name)).to_contain_text("Vagt. En plads er klar.")
    pages.log_in(cast.sara, "sara")
    cast.sara.get_by_role("button", name="Gå på vagt").first.click()
    says_yes(cast.sara)
    expect(cast.sara.get_by_text(FEARS).first).to_be_visible()
    expect(cast.amina.locator("body")).to_have_attribute("data-state", "active")


def they_talk_and_the_page_goes_dark(night: Night, cast: Cast) -> None:
    """4: a neutral sentence follows by text, never the words; the page comes back with them."""
    pages.answer(cast.sara, "Hej. Godt, at du skrev. Er du et trygt sted lige nu?")
    expect(cast.amina.get_by_text("Er du et trygt sted lige nu?").first).to_be_visible()
    cast.amina.context.set_offline(True)
    pages.answer(cast.sara, STILL_HERE)
    night.minutes_later(1)
    expect(phone_of(cast.phones, "Amina")).to_contain_text("Se det, når det passer dig.")
    expect(phone_of(cast.phones, "Amina")).not_to_contain_text(STILL_HERE)
    cast.amina.context.set_offline(False)
    expect(cast.amina.get_by_text(STILL_HERE).first).to_be_visible(timeout=40_000)


def jonas_is_answered_on_his_phone(cast: Cast) -> None:
    """2 again: the same console, and how far his text has come stands at the message."""
    says_yes(cast.sara)
    cast.sara.get_by_text("hej. kan man tale med nogen").first.click()
    pages.answer(cast.sara, "Hej Jonas. Det kan man godt.")
    expect(phone_of(cast.phones, "Jonas")).to_contain_text("Det kan man godt.")
    expect(cast.sara.get_by_text(re.compile("leveret", re.I)).first).to_be_visible()


def danger_brings_the_shift_lead(night: Night, cast: Cast) -> None:
    """5: the lead is called in at once, and the card says whom to ring."""
    cast.sara.keyboard.press("Alt+1")
    expect(cast.sara.get_by_text(STILL_HERE).first).to_be_visible()
    panel_for(cast.sara, "Nødkort")
    cast.sara.get_by_role("button", name="Sæt risiko til akut").click()
    expect(duty_phone(cast.phones, "Dorte")).to_contain_text("Der er brug for dig nu")
    expect(cast.sara.get_by_role("link", name="Ring 112")).to_be_visible()
    dorte = night.opens(DESKTOP)
    pages.log_in(dorte, "dorte")
    dorte.get_by_role("button", name="Jeg er her").first.click()
    expect(dorte.get_by_text(STILL_HERE).first).to_be_visible()
    expect(cast.sara.get_by_text(re.compile("Dorte er her. Du bliver hos")).first).to_be_visible()


def it_is_written_together_and_approved(cast: Cast) -> None:
    """6: in the citizen's own words, read and approved by them; then it ends, and it helped."""
    panel_for(cast.sara, "Overdragelse")
    cast.sara.get_by_role("button", name="Begynd at skrive").click()
    for field, words in (
        ("own_words", WANTS),
        ("safe_contact-how", "Ring. Læg ingen besked."),
        ("safe_contact-when", WINDOW),
        ("name", "Amina"),
        ("phone", "22 47 09 13"),
        ("postnummer", "8000"),
    ):
        cast.sara.locator(f"#ho-{field}").fill(words)
    cast.sara.get_by_role("button", name=re.compile("^Vis det til")).click()
    cast.amina.locator("#text").focus()  # out of the menu, which closes
    cast.amina.locator("#passing a").click()
    expect(cast.amina.get_by_text(WANTS)).to_be_visible()
    expect(cast.amina.get_by_text("mandag 30. november kl. 8.00")).to_be_visible()
    cast.amina.get_by_role("button", name="Ja, send det videre").click()
    expect(cast.amina.get_by_role("heading", level=1)).to_contain_text("mandag 30. november")
    cast.amina.get_by_role("button", name="Vis mig fire ord").click()
    cast.words = cast.amina.locator("#four").inner_text()
    cast.amina.goto("/skriv")
    pages.end_and_say_it_helped(cast.amina)


def monday_morning_it_is_there_and_climbs(night: Night) -> None:
    """7: at 8 the inbox holds it; at 10 nobody has opened it, and the team lead is told."""
    night.clock.move_to(at(*MONDAY, 8, 1))
    hanne = night.opens(DESKTOP)
    pages.log_in(hanne, "hanne", to="**/kommune")
    pages.until(hanne, "article.ho")
    expect(hanne.get_by_text(WANTS)).to_be_visible()
    night.clock.move_to(at(*MONDAY, 10, 1))
    pages.until(hanne, "article.ho.late")


def mette_takes_it_and_makes_contact(night: Night, cast: Cast) -> None:
    """One named person; the citizen sees it from another phone; the loop closes."""
    night.clock.move_to(at(*MONDAY, 11, 0))
    mette = night.opens(DESKTOP)
    pages.log_in(mette, "mette", to="**/kommune")
    mette.locator("article.ho h3 a").first.click()
    expect(mette.get_by_text(WINDOW).first).to_be_visible()
    mette.get_by_role("button", name="Vi har modtaget den").click()
    mette.get_by_role("button", name="Jeg tager den").click()
    elsewhere = night.opens(PHONE)
    pages.come_back(elsewhere, cast.words)
    elsewhere.locator("#passing a").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Mette har taget imod det.")
    expect(elsewhere.get_by_text(WINDOW)).to_be_visible()
    mette.get_by_role("button", name="Noter kontakten").click()
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("Du og Mette har talt sammen")
    jens = night.opens(DESKTOP)
    pages.log_in(jens, "jens")
    jens.goto("/overdragelser")
    expect(jens.get_by_text(re.compile("kontakt", re.I)).first).to_be_visible()
