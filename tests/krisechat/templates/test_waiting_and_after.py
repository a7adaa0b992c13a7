"""What there is to read while waiting, and afterwards: true, in the order it may be needed."""

from tests.krisechat.templates.test_pages import PAGES, Read
from tests.support.drawn import draw, talk

FIRST_WHAT_CANNOT_WAIT = (
    "Når du er bange for en derhjemme",
    "Når du tænker på at dø",
    "Når du er bange for at slå",
    "Træk vejret roligt",
    "Når tankerne kører i ring",
    "Hvad kan jeg skrive om?",
    "Hvad sker der, når jeg får svar?",
)


def section(page: str, id: str) -> str:
    return page.split(f'id="{id}"', 1)[1].split("</section>", 1)[0]


def test_what_cannot_wait_stands_first() -> None:
    page = PAGES["waiting"]()
    places = [page.index(each) for each in FIRST_WHAT_CANNOT_WAIT]
    assert places == sorted(places)
    for fold in FIRST_WHAT_CANNOT_WAIT[:3]:
        assert 'href="tel:112"' in page.split(fold, 1)[1].split("</details>", 1)[0]


def test_nothing_has_to_be_answered_before_one_may_write() -> None:
    page = PAGES["waiting"]()
    assert page.index('id="composer"') < page.index("Hvordan har du det lige nu?")
    required = [each for each in Read(page).all("input") if "required" in each]
    assert required == []


def test_who_is_told_how_it_feels_is_said_before_the_tap() -> None:
    page = PAGES["waiting"]()
    assert page.index("Den, der svarer, ser det ikke.") < page.index('value="very_hard"')


def test_what_is_ticked_is_no_order_and_says_so() -> None:
    page = PAGES["what would help"]()
    asked = page.split('id="what"', 1)[1]
    assert asked.index("Vi læser det senere") < asked.index('name="what_would_help"')


def test_afterwards_there_is_always_more_than_goodbye() -> None:
    for name in ("ended", "what would help", "thanked"):
        links = Read(PAGES[name]().split('id="after"', 1)[1]).all("a")
        addresses = {each["href"] for each in links}
        assert {"tel:112", "/skriv/kopi", "/gemmer#erase"} <= addresses, name


def test_when_it_is_closed_afterwards_it_says_when_somebody_is_here_again() -> None:
    shut = talk("ended")
    assert 'action="/skriv/start"' in shut
    closed = draw("chat.html", conversation={"state": "ended", "messages": []}, open=False)
    assert 'action="/skriv/start"' not in closed
    assert "Vi er her ikke lige nu." in section(closed, "again")


def test_the_copy_says_what_a_copy_means_before_it_shows_one() -> None:
    page = PAGES["own copy"]()
    assert page.index("til du selv sletter den") < page.index("hej er der nogen")
    assert "&lt;b&gt;Et sted&lt;/b&gt; at bo" in section(page, "passed")


def test_112_is_on_each_page_where_it_is_no_demo_too() -> None:
    for name in ("kept.html", "access.html", "numbers.html", "own_copy.html", "closed.html"):
        assert "tel:112" in draw(name, demo=False, messages=[]), name
