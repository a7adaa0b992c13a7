"""What goes over the wire to a citizen's phone, as the browser counts it, headers included."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass
class Part:
    """One answer: how heavy, what kind, and what made the browser ask for it."""

    url: str
    kind: str
    page: str
    asked_by: str
    asked_from: str
    bytes: int = 0
    from_cache: bool = False


@dataclass
class Wire:
    """Listens from now on; `parts` are the answers in the order they were asked for."""

    page: Page
    parts: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cdp = self.page.context.new_cdp_session(self.page)
        self._open: dict[str, Part] = {}
        for name in (
            "requestWillBeSent",
            "requestServedFromCache",
            "responseReceived",
            "loadingFinished",
            "webSocketHandshakeResponseReceived",
        ):
            self.cdp.on(f"Network.{name}", getattr(self, f"_{name}"))
        self.cdp.send("Network.enable")

    def _requestWillBeSent(self, event: dict[str, Any]) -> None:
        if "redirectResponse" in event:
            self._open[event["requestId"]].bytes = event["redirectResponse"]["encodedDataLength"]
        initiator = event["initiator"]
        part = Part(
            event["request"]["url"],
            event.get("type", "Other"),
            event["documentURL"],
            initiator["type"],
            initiator.get("url", ""),
        )
        self._open[event["requestId"]] = part
        if not part.url.startswith("data:"):
            self.parts.append(part)

    def _requestServedFromCache(self, event: dict[str, Any]) -> None:
        self._open[event["requestId"]].from_cache = True

    def _responseReceived(self, event: dict[str, Any]) -> None:
        response = event["response"]
        part = self._open.get(event["requestId"])
        if part and not part.from_cache and not response.get("fromDiskCache"):
            part.bytes = int(response["encodedDataLength"])

    def _loadingFinished(self, event: dict[str, Any]) -> None:
        part = self._open.get(event["requestId"])
        if part and not part.from_cache:
            part.bytes = int(event["encodedDataLength"])

    def _webSocketHandshakeResponseReceived(self, event: dict[str, Any]) -> None:
        text = event["response"].get("headersText", "")
        self.parts.append(Part("/ws", "WebSocket", "", "script", "", len(text.encode())))

    def total(self, kind: str = "") -> int:
        """Bytes of all answers, or of one kind (Document, Script, Stylesheet …)."""
        return sum(each.bytes for each in self.parts if kind in ("", each.kind))

    def told(self) -> str:
        """A line for each part, for whoever asks what weighs."""
        lines = [f"{each.bytes:7} {each.kind:10} {each.url}" for each in self.parts]
        return "\n".join([*lines, f"{self.total():7} in all"])
