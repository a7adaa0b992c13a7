from datetime import date
from pathlib import Path
from typing import Any

import pytest

from krisechat.foundation import keyring
from krisechat.foundation.keyring import KeyringUnusable
from krisechat.privacy import current


def test_it_is_read_once(own_keys: Path) -> None:
    ring = current.keyring()
    assert current.keyring() is ring
    current.forget()
    assert current.keyring() is not ring


def test_the_setting_may_be_text_or_a_path(own_keys: Path, settings: Any) -> None:
    ring = current.keyring()
    settings.KRISECHAT_KEYS = str(own_keys)
    assert current.keyring() is ring


def test_a_changed_setting_is_followed(own_keys: Path, tmp_path: Path, settings: Any) -> None:
    ring = current.keyring()
    keyring.make(tmp_path / "other", weeks_ahead=0, now=date(2026, 11, 22), classes=["acute"])
    settings.KRISECHAT_KEYS = tmp_path / "other"
    assert current.keyring() is not ring


def test_an_unusable_ring_is_refused_every_time(own_keys: Path) -> None:
    current.forget()
    own_keys.chmod(0o755)
    for _ in range(2):
        with pytest.raises(KeyringUnusable, match="has mode 0755"):
            current.keyring()


def test_keys_beside_the_code_are_for_the_demo_only(
    own_keys: Path, tmp_path: Path, settings: Any
) -> None:
    settings.BASE_DIR = tmp_path
    settings.KRISECHAT_DEMO = True
    current.keyring()
    settings.KRISECHAT_DEMO = False
    current.forget()
    with pytest.raises(KeyringUnusable, match="inside the program's own directory"):
        current.keyring()
