"""The page of the design language: in the demo only, complete, from the product's own parts."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.design import citizen, staff
from config.design.tokens import GROUPS

ROOT = Path(__file__).resolve().parents[2]
PARTS = (*citizen.PARTS, *staff.PARTS)


@pytest.fixture
def page(settings: Any, client: Client) -> str:
    settings.KRISECHAT_DEMO = True
    return client.get("/design").content.decode()


@pytest.mark.django_db
def test_it_is_not_there_in_production(settings: Any, client: Client) -> None:
    settings.KRISECHAT_DEMO = settings.DEBUG = False
    assert client.get("/design").status_code == 404


def test_every_token_is_told_with_its_use() -> None:
    told = {token.name for group in GROUPS for token in group.tokens}
    static = ROOT / "krisechat/static/krisechat"
    declared = {
        name
        for tokens in ("tokens.css", "tokens-staff.css")
        for name in re.findall(r"--([\w-]+):", (static / tokens).read_text())
    }
    assert told == declared


def test_every_part_stands_there_by_day_and_by_night(page: str) -> None:
    for part in PARTS:
        section = page.split(f'id="{part.anchor}"', 1)[1].split("</section>\n", 1)[0]
        assert part.use in section.replace("&#x27;", "'"), part.name
    assert page.count('shadowrootmode="open"') == 2 * len(PARTS)
    assert page.count('data-theme="light"') == page.count('data-theme="dark"')


def test_a_part_is_drawn_by_the_server_or_by_the_console_s_own_component() -> None:
    script = (ROOT / "volunteers/static/volunteers/console/design.js").read_text()
    for part in PARTS:
        assert f"  {part.live}: {{" in script if part.live else part.draw().strip(), part.name


def test_a_part_changes_with_the_product_s_template(page: str) -> None:
    """What the citizen's page says stands here too, word for word, since it is the same file."""
    for words in ("Godt, at du kom.", "Ingen forbindelse lige nu", "Når tankerne kører i ring"):
        assert page.count(words) >= 2


def test_nobody_s_number_but_those_that_always_answer(page: str) -> None:
    numbers = set(re.findall(r'href="tel:([^"]+)"', page))
    assert numbers == {"112", "114"}
