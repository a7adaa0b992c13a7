"""Every citizen page, drawn without a database: neutral outside, the way out on each, light."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.support.drawn import PAGES, conversation, draw, talk

ROOT = Path(__file__).resolve().parents[3] / "krisechat"
LOADED = ("citizen.css", "page.js", "talk.js", "forms.js")
CHAT_PAGE_MOST = 25_000  # bytes, compressed
GIVES_AWAY = re.compile(
    r"vold|krise|selvmord|misbrug|overgreb|incest|hjælp|crisis|violence|abuse|suicide|help", re.I
)


class Read(HTMLParser):
    """Elements as (tag, attributes), and the visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.elements if each == tag]


every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_the_title_is_the_name_and_says_nothing(name: str) -> None:
    titles = re.findall(r"<title>(.*?)</title>", PAGES[name]())
    assert titles == ["Lygten"]


@every_page
def test_no_address_says_what_the_page_is_about(name: str) -> None:
    page = Read(PAGES[name]())
    for _, attributes in page.elements:
        for key in ("href", "action", "src", "data-replace"):
            value = attributes.get(key) or ""
            if not value.startswith(("data:", "/static/")):
                assert not GIVES_AWAY.search(value), value


@every_page
def test_the_way_out_is_a_plain_link_on_each(name: str) -> None:
    links = Read(PAGES[name]()).all("a")
    assert next(each for each in links if each.get("class") == "exit")["href"] == "/opskrift"
    assert [each.get("href") for each in links if each.get("class") == "skip"][1] == "/opskrift"


@every_page
def test_112_can_be_called_from_each(name: str) -> None:
    assert "tel:112" in [each.get("href") for each in Read(PAGES[name]()).all("a")]


@every_page
def test_nothing_needs_a_looser_policy(name: str) -> None:
    """No inline style or handler; every script carries the nonce; nothing from elsewhere."""
    page = Read(PAGES[name]())
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]
    for script in page.all("script"):
        assert script["nonce"] == "n0nce"
        assert (script["src"] or "").startswith("/static/")


@every_page
def test_a_page_with_a_form_may_say_where_the_form_came_from(name: str) -> None:
    page = Read(PAGES[name]())
    posts = [each for each in page.all("form") if each.get("method") == "post"]
    referrer = next(each["content"] for each in page.all("meta") if each.get("name") == "referrer")
    in_parts = ("erased", "safety", "delivered", "late", "taken", "contacted", "returned")
    assert referrer == ("same-origin" if posts or name in in_parts else "no-referrer")


@every_page
def test_no_field_is_remembered_by_the_browser(name: str) -> None:
    page = Read(PAGES[name]())
    for field in page.all("textarea") + [e for e in page.all("input") if e.get("type") == "text"]:
        assert field.get("autocomplete") == "off"


@every_page
def test_one_heading_of_the_first_rank_is_shown(name: str) -> None:
    page = PAGES[name]()
    shown = len(Read(page).all("h1"))
    in_talk = 'class="talk' in page
    over = 'data-state="ended"' in page  # the talk has one a state; the style sheet shows one
    assert shown == (4 if over else 2 if in_talk else 1)


@every_page
def test_the_demo_says_so(name: str) -> None:
    assert "prøveudgave" in Read(PAGES[name]()).text


def test_the_error_page_draws_without_anything() -> None:
    page = Read(render_to_string("krisechat/error.html", {}))
    numbers = [each["href"] for each in page.all("a") if (each["href"] or "").startswith("tel:")]
    assert numbers[0] == "tel:112"
    assert len(numbers) >= 3


def test_the_neutral_page_has_no_way_back_and_nothing_of_ours() -> None:
    page = draw("neutral.html")
    read = Read(page)
    assert read.all("a") == read.all("script") == read.all("form") == []
    assert all(each["href"] == "data:," for each in read.all("link"))
    assert "Lygten" not in page
    assert not GIVES_AWAY.search(read.text)


def test_what_people_write_is_text() -> None:
    page = talk("active")
    assert "&lt;b&gt;ja&lt;/b&gt; han sover" in page
    assert "<b>ja</b>" not in page


def test_only_the_server_s_copy_is_called_sent_or_seen() -> None:
    text = " ".join(Read(talk("active")).text.split("Sender …")[0].split())
    assert "hej er der nogen Set" in text.replace("nogenSet", "nogen Set")
    assert "Sendt kl. 21.44" in text


def test_a_run_of_one_speaker_is_named_once() -> None:
    log = talk("active").split('id="list"')[1].split("</ol>")[0]
    assert re.findall(r'<li class="(them[^"]*)"', log) == ["them", "them on"]


def test_nobody_is_a_number_in_the_queue() -> None:
    assert "Der er to foran dig." in talk("waiting")
    assert "Der er flere foran dig." in talk("waiting", ahead=19)
    assert "Du er den næste." in talk("waiting", ahead=0)


def test_nobody_is_said_to_be_there_when_nobody_is() -> None:
    assert "lit-page" not in draw("landing.html", wait=None)
    assert "lit-page" not in talk("waiting", given_back=True)
    assert "Kim måtte gå." in talk("waiting", given_back=True)


def test_what_was_refused_is_still_in_its_field() -> None:
    page = draw(
        "chat.html",
        conversation=conversation("active"),
        refused="rate_limited",
        kept_text="jeg er <bange>",
        kept_client_id="the-same",
    )
    assert ">jeg er &lt;bange&gt;</textarea>" in page
    assert 'name="client_id" value="the-same"' in page
    assert "Vent lidt" in page


def test_every_inner_link_and_form_carries_the_chosen_language() -> None:
    page = Read(
        draw(
            "chat.html",
            language="en",
            conversation=conversation("ended"),
            language_query="?sprog=en",
        )
    )
    inner = [each["href"] for each in page.all("a")] + [each["action"] for each in page.all("form")]
    for address in inner:
        if address and address.startswith("/") and address != "/opskrift":
            assert "?sprog=en" in address, address


@pytest.mark.parametrize("state", ["waiting", "active", "ended"])
def test_the_whole_chat_page_is_light(state: str) -> None:
    parts = [talk(state).encode()]
    parts += [(ROOT / "static/krisechat" / each).read_bytes() for each in LOADED]
    assert sum(len(gzip.compress(each, 9)) for each in parts) < CHAT_PAGE_MOST


def test_what_is_over_can_still_be_erased() -> None:
    over = draw("kept.html", has_conversation=False)
    assert 'action="/skriv/slet"' in over and 'id="erase"' in over
    assert "/gemmer#erase" in talk("ended")
    assert 'action="/skriv/slet"' not in draw("kept.html", form_token="")
    assert 'action="/skriv/slet"' not in draw("kept.html", erased=True)
