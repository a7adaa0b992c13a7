"""The page of the design language, in a real browser: every part is drawn, day beside night."""

from playwright.sync_api import Page, expect

from tests.browser.pages import log_in

DRAWN = """() => [...document.querySelectorAll('.shown')].map(({ shadowRoot }) => {
  const parts = [...shadowRoot.children].filter((each) => each.localName !== 'link');
  return Math.max(...parts.map((each) => each.getBoundingClientRect().height));
})"""
THEMES = ("light", "dark")
GROUND = "(each) => getComputedStyle(each).backgroundColor"


def test_every_part_is_drawn_by_day_and_by_night_on_a_narrow_screen(phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto("/design")
    expect(phone.locator("html[data-drawn]")).to_be_attached()
    heights = phone.evaluate(DRAWN)
    assert len(heights) >= 50
    assert min(heights) > 12  # pixels: nothing is empty, the components of the console neither
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_a_citizen_s_part_has_the_colours_of_its_theme(phone: Page) -> None:
    """Its style stands in a tree of its own and takes the tokens from the theme around it."""
    phone.goto("/design")
    mine = [
        phone.locator(f"#bubbles .shown[data-theme={each}] .me .bubble").first for each in THEMES
    ]
    assert [each.evaluate(GROUND) for each in mine] == ["rgb(221, 232, 225)", "rgb(33, 53, 47)"]


def test_day_and_night_do_not_follow_the_device(phone: Page) -> None:
    phone.emulate_media(color_scheme="dark")
    phone.goto("/design")
    day, night = (phone.locator(f".shown[data-theme={theme}]").first for theme in THEMES)
    assert day.evaluate(GROUND) == "rgb(243, 242, 237)"
    assert night.evaluate(GROUND) == "rgb(19, 25, 24)"


def test_the_console_s_rooms_stand_beside_each_other(desk: Page) -> None:
    log_in(desk, "bo")
    expect(desk.locator(".console > .chat")).to_be_visible()
    boxes = {
        each: desk.locator(f".console > .{each}").bounding_box() for each in ("top", "left", "chat")
    }
    top, left, chat = (boxes[each] or {} for each in ("top", "left", "chat"))
    assert top["width"] == 1440
    assert top["height"] < 80
    assert left["y"] == chat["y"] == top["height"]
    assert left["x"] + left["width"] == chat["x"]
    assert min(left["height"], chat["height"]) > 700
