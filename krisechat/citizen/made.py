"""What a citizen's phone loads besides the page itself: one style and few small scripts.

Each is asked for under an address that carries the hash of its content, so that a phone may keep
it and never holds an old one. It is kept for twelve hours, as long as the cookie, and not for the
year that such addresses usually get: docs/weight.md says why. A page from another version of the
server, asking for a hash that is not ours, gets what we have, and keeps nothing.
"""

import functools
import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
KEPT_SECONDS = 12 * 3600
FOLDER = Path(__file__).resolve().parents[1] / "static" / "krisechat"
SMALL = Path(__file__).resolve().parents[1] / "page" / "small"  # {hash}.br, see tests/js/build.js
FILES = {each.name: each for each in FOLDER.iterdir()}
_ASKED = re.compile(r"([0-9a-f]{8})/([a-z-]+\.(?:css|js))")


@dataclass(frozen=True)
class Made:
    """A file as it is served: by encoding, the smallest first; "" is the file as it is."""

    hash: str
    kind: str
    encoded: dict[str, bytes]


@functools.cache
def _read(name: str) -> Made:
    """Read once: a new file comes with a new start of the server, like the pages that name it."""
    whole = FILES[name].read_bytes()
    hash = hashlib.sha256(whole).hexdigest()[:8]
    encoded = {"gzip": gzip.compress(whole, 9, mtime=0), "": whole}
    smallest = SMALL / f"{hash}.br"
    if smallest.exists():
        encoded = {"br": smallest.read_bytes()} | encoded
    return Made(hash, KINDS[name.split(".")[-1]], encoded)


def address(name: str) -> str:
    """Where the phone finds it, a path without our name. Raises KeyError for what is not ours."""
    return f"{settings.STATIC_URL}{_read(name).hash}/{name}"


def served(request: HttpRequest) -> HttpResponse | None:
    """The answer to such an address; None where the address is another's."""
    asked = _ASKED.fullmatch(request.path_info.removeprefix(settings.STATIC_URL))
    if not asked or asked[2] not in FILES or request.method not in ("GET", "HEAD"):
        return None
    made = _read(asked[2])
    understood = re.findall(r"[a-z]+", request.headers.get("Accept-Encoding", ""))
    encoding = next(each for each in made.encoded if each in ("", *understood))
    response = HttpResponse(made.encoded[encoding], content_type=made.kind)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
    response["Vary"] = "Accept-Encoding"
    fresh = f"max-age={KEPT_SECONDS}, immutable"
    response["Cache-Control"] = fresh if asked[1] == made.hash else "no-store"
    return response
