"""A citizen's phone whose line can be cut, and whose page writes down what it showed and said."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.console_line import Console
from tests.browser.lines import PHONE, SERVER, Line

# Writes down what the page shows and says, whenever that changes.
RECORDER = """
window.seen = [];
window.said = [];
addEventListener('DOMContentLoaded', () => {
  const find = (id) => document.getElementById(id);
  const words = (at, selector) => (at.querySelector(selector) || {}).textContent || '';
  let before = '';
  const look = (changes) => {
    if (!find('list')) return;
    const now = {
      lamp: find('lamp').textContent.trim(),
      lit: !find('lamp').classList.contains('off') || document.body.classList.contains('lit-page'),
      numbers: !find('offline').hidden,
      state: document.body.dataset.state,
      items: Array.from(document.querySelectorAll('#list .me, #list .them'), (item) => ({
        by: item.className.includes('me') ? 'citizen' : 'volunteer',
        body: words(item, '.body'), under: words(item, '.state').trim(),
        aloud: find('log').getAttribute('aria-live') === 'polite' })),
    };
    const text = JSON.stringify(now, (key, value) => (key === 'aloud' ? undefined : value));
    if (text !== before) window.seen.push(Object.assign({ at: Date.now() / 1000 }, now));
    before = text;
    const voice = find('voice');
    const spoke = changes.some((change) => voice.contains(change.target));
    if (spoke && voice.textContent) window.said.push([Date.now() / 1000, voice.textContent]);
  };
  look([]);
  new MutationObserver(look).observe(document.body,
    { subtree: true, childList: true, characterData: true, attributes: true });
});
"""


@dataclass
class Phone:
    """One citizen's phone on its own line, and the volunteer who answers there."""

    name: str
    page: Page
    line: Line
    console: Console
    conversation: str = ""
    written: list[str] = field(default_factory=list)  # while the line is bad
    back_at: float = 0.0
    dialled: list[str] = field(default_factory=list)  # the numbers in sight without a network
    seen: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)
    volunteer_sees: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def come_in(self) -> None:
        pages.come_in(self.page)
        pages.write(self.page, f"hej fra {self.name}")

    def be_taken(self) -> None:
        self.conversation = self.console.take_next()

    def talk(self) -> None:
        """In a conversation, with somebody there."""
        self.come_in()
        self.be_taken()
        expect(self.page.locator("#lamp")).to_contain_text("er her")

    def write(self, words: str) -> None:
        self.written.append(words)
        self.page.locator("#text").fill(words)
        self.page.locator("#composer button").click()

    def hear(self, words: str) -> None:
        """The volunteer writes."""
        self.console.say(self.conversation, words)

    def back(self, mode: str = "open") -> None:
        """The phone has a network again, and says so to the page."""
        self.line.mode = mode
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def read(self) -> None:
        self.volunteer_sees = self.console.transcript(self.conversation)

    def since_cut(self) -> list[dict[str, Any]]:
        """What was shown from the cut on, beginning with what was shown at the cut."""
        before = [each for each in self.seen if each["at"] < self.line.cut_at]
        return before[-1:] + self.seen[len(before) :]

    def heard(self) -> list[str]:
        return [words for at, words in self.said if at >= self.line.cut_at]

    def under(self, words: str) -> list[tuple[float, str]]:
        """When it said what under this message."""
        return [
            (each["at"], item["under"])
            for each in self.seen
            for item in each["items"]
            if item["body"] == words
        ]

    def told_at(self, words: str) -> float:
        """When this phone got the server's word that it has the message."""
        ours = [each.text for each in self.line.passed if each.by == PHONE]
        ids = {
            found[1]
            for text in ours
            if words.encode() in text
            and (found := re.search(rb'"client_id":"([0-9a-f-]{36})"', text))
        }
        return min(
            (p.at for p in self.line.passed if p.by == SERVER and any(i in p.text for i in ids)),
            default=float("inf"),
        )
