"""What makes the tests quick without changing what they show."""

import pytest

from krisechat.privacy import pseudonyms


@pytest.fixture(autouse=True)
def quick_return_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A return code is costly to guess on purpose (40 ms each); here it is not."""
    monkeypatch.setattr(pseudonyms, "_ARGON2_MEMORY_KIB", 8)
    monkeypatch.setattr(pseudonyms, "_ARGON2_PASSES", 1)
