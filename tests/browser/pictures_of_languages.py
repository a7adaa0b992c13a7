"""`python -m tests.browser.pictures_of_languages`: the citizen's pages in all six languages, as
contact sheets to look at (docs/pictures/languages). One sheet a page; wide ones for some.
"""

import base64
import os
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, Route, sync_playwright

from krisechat.foundation import languages
from tests.support.servers import KrisechatServer

FOLDER = Path(__file__).resolve().parents[2] / "docs/pictures/languages"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}
PAGES = {
    "front": "landing", "safety": "safety", "closed": "closed", "waiting": "waiting",
    "talk": "active", "after": "ended", "kept": "kept", "numbers": "numbers",
    "passing-on": "to read", "accessibility": "access",
}  # fmt: skip
WIDE_TOO = ("front", "talk")


def shot(page: Page, name: str, code: str) -> bytes:
    """The drawn page in this language."""
    from tests.browser.test_axe import DRAWN
    from tests.support import drawn

    with drawn.read_in(code):
        html = DRAWN[name]()

    def draw(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.unroute("**/drawn")
    page.route("**/drawn", draw)
    page.goto("/drawn", wait_until="load")
    return page.screenshot(type="jpeg", quality=80)


def sheet(browser: Browser, shots: list[bytes], *, file: Path, columns: int, width: int) -> None:
    """All of them on one picture."""
    images = "".join(
        f'<img src="data:image/jpeg;base64,{base64.b64encode(each).decode()}">' for each in shots
    )
    page = browser.new_page(viewport={"width": columns * (width + 12) + 12, "height": 400})
    page.set_content(
        f"<style>body{{margin:12px;display:grid;gap:12px;background:#888;"
        f"grid-template-columns:repeat({columns},{width}px)}}img{{width:100%}}</style>{images}"
    )
    page.wait_for_function("Array.from(document.images).every((one) => one.complete)")
    page.screenshot(path=file, type="jpeg", quality=55, full_page=True)
    page.close()


def main() -> None:
    """Makes every sheet anew."""
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    FOLDER.mkdir(parents=True, exist_ok=True)
    codes = [each.code for each in languages.ALL]
    database = Path(tempfile.mkdtemp()) / "krisechat.sqlite3"
    server = KrisechatServer({"DATABASE_URL": f"sqlite:///{database}"})
    server.manage("demo", "--prepare-only")
    with server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for view, columns, width, names in ((PHONE, 6, 300, PAGES), (WIDE, 3, 560, WIDE_TOO)):
            context = browser.new_context(viewport=view, base_url=server.url)  # type: ignore[arg-type]
            page = context.new_page()
            page.route("**/talk.js", lambda route: route.fulfill(body=""))
            for name in names:
                shots = [shot(page, PAGES[name], code) for code in codes]
                wide = "-wide" if view is WIDE else ""
                file = FOLDER / f"{name}{wide}.jpg"
                sheet(browser, shots, file=file, columns=columns, width=width)
                print(f"{file.name} {file.stat().st_size // 1024} KB")
            context.close()
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    main()
