"""What is written down together reaches the citizen's page by itself, and goes on after a yes."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.pages import come_in, log_in, take_next, write

CALL = """async ([call, body]) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  const answer = await fetch('/vagt/overdragelse' + call, body
    ? { method: 'POST', headers, body: JSON.stringify(body) } : {});
  return await answer.json();
}"""


def conversations_of(desk: Page) -> list[str]:
    """Fills up with the ids of the conversations this console is shown messages of."""
    seen: list[str] = []

    def heard(frame: str | bytes) -> None:
        found = json.loads(frame)
        if found["type"] == "message":
            seen.append(found["conversation"])

    def opened(socket: WebSocket) -> None:
        socket.on("framereceived", heard)

    desk.on("websocket", opened)
    return seen


def call(desk: Page, address: str, **body: Any) -> Any:
    """What the console's panel does, by its own login and token."""
    return desk.evaluate(CALL, [address, body or None])


def test_read_corrected_approved_and_followed_on_one_page_of_history(
    phone: Page, desk: Page
) -> None:
    come_in(phone)
    write(phone, "vi har ikke noget sted at bo")
    seen = conversations_of(desk)
    log_in(desk, "bo")
    take_next(desk)
    expect(phone.locator("body")).to_have_attribute("data-state", "active")
    visited = phone.evaluate("history.length")

    expect(desk.get_by_role("log")).to_contain_text("sted at bo")
    conversation = seen[-1]
    held = call(desk, "/ny", conversation=conversation, kind="consent")
    content = {"own_words": "Et sted at bo.", "postal_code": "8210", "name": "Amina"}
    call(desk, "/skriv", handover=held["id"], version=1, content=content)
    call(desk, "/vis", handover=held["id"])

    strip = phone.locator("#passing")
    expect(strip).to_contain_text("Læs det, før det bliver sendt.")
    strip.get_by_role("link", name="Se det").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Er det sådan, du vil sige det?")
    expect(phone.get_by_text("en rådgiver i Aarhus Kommune")).to_be_visible()
    phone.get_by_role("link", name="Jeg vil rette noget").click()
    phone.locator("#own_words").fill("Et sted at bo, hvor børnene kan sove.")
    phone.get_by_role("button", name="Ja, send det videre").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Det bliver sendt videre")
    phone.get_by_role("link", name="Tilbage til samtalen").click()
    expect(strip).to_contain_text("Du har sagt ja.")
    assert phone.evaluate("history.length") == visited

    after = call(desk, f"?conversation={conversation}")["with_citizen"]
    assert (after["state"], after["approved_version"]) == ("approved", 3)
    assert after["content"]["own_words"] == "Et sted at bo, hvor børnene kan sove."
