"""P36 in a real browser: what somebody else got into a page does not run there."""

from playwright.sync_api import Browser, Route

from tests.support.servers import KrisechatServer

FOREIGN = (
    "<script>window.ran = 'inline'</script>"
    "<img src=x onerror=\"window.ran = 'handler'\">"
    '<a id=tempting href="javascript:window.ran = 1">x</a>'
    '<style>h1 { color: rgb(1, 2, 3) }</style><base href="https://example.org/">'
    "</body>"
)


def test_what_was_injected_does_not_run(chromium: Browser, server: KrisechatServer) -> None:
    context = chromium.new_context(base_url=server.url, locale="da-DK")
    page = context.new_page()

    def inject(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</body>", FOREIGN))

    page.route("**/tryg", inject)
    page.goto("/tryg")
    page.locator("#tempting").evaluate("link => link.click()")
    assert page.locator("img").count() == 1  # the injection is there, as the control
    assert page.evaluate("window.ran") is None
    assert page.locator("h1").evaluate("h => getComputedStyle(h).color") != "rgb(1, 2, 3)"
    assert page.evaluate("document.baseURI").startswith(server.url)
    context.close()
