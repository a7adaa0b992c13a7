"""The key ring this process uses, read once from the directory that settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from krisechat.foundation.keyring import Keyring, KeyringUnusable

_ring: tuple[str, Keyring] | None = None


def keyring() -> Keyring:
    """The ring in `KRISECHAT_KEYS`, loaded at the first call and when the setting changes.

    Raises KeyringUnusable with a sentence when it is missing or unsafe, or lies inside the
    program's own directory although this is not the demo.
    """
    global _ring
    named = str(settings.KRISECHAT_KEYS)
    if _ring is None or _ring[0] != named:
        _refuse_beside_the_code(Path(named))
        _ring = (named, Keyring.load(Path(named)))
    return _ring[1]


@contextmanager
def in_place_of_it(ring: Keyring) -> Iterator[None]:
    """While this lasts, `ring` is the one in use: a drill shows that wrong keys open nothing."""
    global _ring
    before, _ring = _ring, (str(settings.KRISECHAT_KEYS), ring)
    try:
        yield
    finally:
        _ring = before


def forget() -> None:
    """Load the ring anew at the next call: for tests that change the files under it."""
    global _ring
    _ring = None


def _refuse_beside_the_code(directory: Path) -> None:
    if not settings.KRISECHAT_DEMO and directory.resolve().is_relative_to(settings.BASE_DIR):
        raise KeyringUnusable(
            "KRISECHAT_KEYS lies inside the program's own directory; keys live apart from it."
        )
