import hashlib
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation import keyring
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed, Keyring, KeyringUnusable

TODAY = date(2026, 11, 22)
CLASSES = ["conversation", "acute", "citizen"]
DEK = bytes(range(32))
RANDOM = hashlib.sha512(b"the same in every run, for the names of the tests").digest()
PLACE = b"where the data key lies"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    keyring.make(path, weeks_ahead=4, now=TODAY, classes=CLASSES)
    return path


@pytest.fixture
def ring(directory: Path) -> Keyring:
    return Keyring.load(directory)


def wrapped(ring: Keyring, week: str = "2026-W47", retention_class: str = "conversation") -> bytes:
    return ring.wrap(DEK, week=week, retention_class=retention_class, context=PLACE)


def unwrapped(
    ring: Keyring, value: bytes, week: str = "2026-W47", retention_class: str = "conversation"
) -> bytes:
    return ring.unwrap(value, week=week, retention_class=retention_class, context=PLACE)


class TestLoading:
    def test_a_missing_directory_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(KeyringUnusable, match=r"nowhere cannot be read: No such file"):
            Keyring.load(tmp_path / "nowhere")

    @pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o770, 0o777])
    def test_a_directory_open_to_others_is_refused(self, directory: Path, mode: int) -> None:
        directory.chmod(mode)
        with pytest.raises(KeyringUnusable, match=f"keys has mode {mode:04o}"):
            Keyring.load(directory)

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o606])
    @pytest.mark.parametrize("name", ["root.key", "lookup.key", "weeks/2026-W47.acute.key"])
    def test_a_file_open_to_others_is_refused(self, directory: Path, name: str, mode: int) -> None:
        (directory / name).chmod(mode)
        with pytest.raises(KeyringUnusable, match=f"{name} has mode"):
            Keyring.load(directory)

    def test_read_only_files_are_as_good(self, directory: Path) -> None:
        for each in directory.rglob("*.key"):
            each.chmod(0o400)
        Keyring.load(directory)

    @pytest.mark.parametrize("name", ["root.key", "lookup.key"])
    def test_a_missing_main_key_is_named(self, directory: Path, name: str) -> None:
        (directory / name).unlink()
        with pytest.raises(KeyringUnusable, match=f"{name} is missing"):
            Keyring.load(directory)

    @pytest.mark.parametrize("name", ["root.key", "lookup.key"])
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            RANDOM[:31],
            RANDOM[:16].hex().encode(),  # 32 characters, but 16 bytes
            RANDOM[:31].hex().encode(),
            RANDOM[:33].hex().encode(),
            b"correct horse battery staple 123",
            bytes(32),
            b"\0" * 31 + b"\1",
            b"00" * 32,
            RANDOM,
            b"x" * 5000,
        ],
        ids=lambda content: f"{len(content)} bytes {content[:1].hex()}",
    )
    def test_a_short_or_made_up_key_is_refused(
        self, directory: Path, name: str, content: bytes
    ) -> None:
        (directory / name).write_bytes(content)
        with pytest.raises(KeyringUnusable, match=name) as refused:
            Keyring.load(directory)
        for told in (str(refused.value), repr(refused.value.__cause__)):
            assert len(content) < 16 or content.hex() not in told
            assert len(content) < 16 or repr(content)[2:-1] not in told

    def test_one_key_in_both_places_is_refused(self, directory: Path) -> None:
        (directory / "lookup.key").write_bytes((directory / "root.key").read_bytes())
        with pytest.raises(KeyringUnusable, match="the same key"):
            Keyring.load(directory)

    def test_raw_bytes_and_digits_are_the_same_key(self, directory: Path) -> None:
        value = wrapped(Keyring.load(directory))
        for name in ("root.key", "lookup.key"):
            digits = (directory / name).read_text()
            (directory / name).write_bytes(bytes.fromhex(digits))
        assert unwrapped(Keyring.load(directory), value) == DEK

    def test_another_root_key_is_refused(self, directory: Path) -> None:
        (directory / "root.key").write_text(os.urandom(32).hex())
        with pytest.raises(KeyringUnusable, match=r"does not open under root\.key"):
            Keyring.load(directory)

    def test_a_week_key_under_another_weeks_name_is_refused(self, directory: Path) -> None:
        weeks = directory / "weeks"
        (weeks / "2026-W47.acute.key").replace(weeks / "2026-W48.acute.key")
        with pytest.raises(KeyringUnusable, match=r"2026-W48\.acute\.key"):
            Keyring.load(directory)

    def test_a_damaged_week_key_is_named(self, directory: Path) -> None:
        (directory / "weeks/2026-W48.acute.key").write_text("no key")
        with pytest.raises(KeyringUnusable, match=r"2026-W48\.acute\.key"):
            Keyring.load(directory)

    def test_a_directory_in_place_of_a_key_is_refused(self, directory: Path) -> None:
        (directory / "root.key").unlink()
        (directory / "root.key").mkdir(mode=0o700)
        with pytest.raises(KeyringUnusable, match=r"root\.key is not a plain file"):
            Keyring.load(directory)

    def test_somebody_elses_keys_are_refused(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        another = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: another)
        with pytest.raises(KeyringUnusable, match="belongs to another user"):
            Keyring.load(directory)

    def test_it_shows_no_key(self, directory: Path, ring: Keyring) -> None:
        root = (directory / "root.key").read_text().strip()
        assert root not in repr(ring)
        assert not hasattr(ring, "__dict__")


class TestWrapping:
    def test_what_is_wrapped_opens_for_its_week_class_and_place(self, ring: Keyring) -> None:
        value = wrapped(ring)
        assert DEK not in value
        assert unwrapped(ring, value) == DEK
        for week, retention_class in [("2026-W48", "conversation"), ("2026-W47", "acute")]:
            with pytest.raises(Tampered):
                unwrapped(ring, value, week, retention_class)
        with pytest.raises(Tampered):
            ring.unwrap(
                value, week="2026-W47", retention_class="conversation", context=b"elsewhere"
            )

    def test_a_destroyed_week_opens_nothing_and_its_neighbours_do(
        self, directory: Path, ring: Keyring
    ) -> None:
        of_week = wrapped(ring)
        of_next, of_class = wrapped(ring, "2026-W48"), wrapped(ring, "2026-W47", "acute")
        assert keyring.destroy(directory, week="2026-W47", retention_class="conversation")
        for each in (ring, Keyring.load(directory)):
            with pytest.raises(KeyDestroyed, match="2026-W47, class conversation"):
                unwrapped(each, of_week)
            with pytest.raises(KeyDestroyed):
                wrapped(each)
            assert unwrapped(each, of_next, "2026-W48") == DEK
            assert unwrapped(each, of_class, "2026-W47", "acute") == DEK

    def test_destruction_is_felt_at_once_by_a_ring_in_use(
        self, directory: Path, ring: Keyring
    ) -> None:
        value = wrapped(ring)
        assert unwrapped(ring, value) == DEK
        (directory / "weeks/2026-W47.conversation.key").unlink()
        began = time.monotonic()
        with pytest.raises(KeyDestroyed):
            unwrapped(ring, value)
        assert time.monotonic() - began < 1

    def test_a_new_key_under_a_destroyed_ones_name_opens_nothing_old(
        self, directory: Path, ring: Keyring
    ) -> None:
        value = wrapped(ring)
        keyring.destroy(directory, week="2026-W47", retention_class="conversation")
        keyring.make(directory, weeks_ahead=0, now=TODAY, classes=CLASSES)
        with pytest.raises(Tampered):
            unwrapped(ring, value)

    def test_a_week_made_later_is_found_without_loading_again(
        self, directory: Path, ring: Keyring
    ) -> None:
        keyring.make(directory, weeks_ahead=0, now=date(2027, 3, 1), classes=CLASSES)
        assert unwrapped(ring, wrapped(ring, "2027-W09"), "2027-W09") == DEK

    def test_a_directory_that_vanished_is_not_taken_for_destroyed_keys(
        self, directory: Path, ring: Keyring
    ) -> None:
        value = wrapped(ring)
        directory.rename(directory.with_name("unmounted"))
        with pytest.raises(KeyringUnusable, match="is gone while the program runs"):
            unwrapped(ring, value)

    @pytest.mark.parametrize(
        ("week", "retention_class"),
        [("../root", ""), ("2026-W47", "../../x"), ("", ""), ("2026-W47\n", "acute")],
    )
    def test_a_database_row_cannot_choose_a_path(
        self, ring: Keyring, week: str, retention_class: str
    ) -> None:
        with pytest.raises(Tampered):
            unwrapped(ring, wrapped(ring), week, retention_class)

    def test_another_installations_ring_opens_nothing(self, tmp_path: Path, ring: Keyring) -> None:
        keyring.make(tmp_path / "other", weeks_ahead=0, now=TODAY, classes=CLASSES)
        with pytest.raises(Tampered):
            unwrapped(Keyring.load(tmp_path / "other"), wrapped(ring))


class TestLookUpDigests:
    def test_one_value_has_one_digest_per_purpose(self, directory: Path, ring: Keyring) -> None:
        digest = ring.lookup_digest("phone", b"+4520123456")
        assert len(digest) == 32
        assert Keyring.load(directory).lookup_digest("phone", b"+4520123456") == digest
        assert ring.lookup_digest("token", b"+4520123456") != digest

    def test_another_installation_has_others(self, tmp_path: Path, ring: Keyring) -> None:
        keyring.make(tmp_path / "other", weeks_ahead=0, now=TODAY, classes=CLASSES)
        other = Keyring.load(tmp_path / "other")
        assert other.lookup_digest("phone", b"1") != ring.lookup_digest("phone", b"1")

    @given(purpose=st.text(max_size=8), value=st.binary(max_size=8))
    def test_letters_do_not_wander_from_the_purpose_to_the_value(
        self, purpose: str, value: bytes
    ) -> None:
        ring = Keyring(directory=Path(), root=os.urandom(32), lookup=os.urandom(32))
        joined = purpose.encode() + value
        for cut in range(len(joined) + 1):
            try:
                other = joined[:cut].decode()
            except UnicodeDecodeError:
                continue
            same = (other, joined[cut:]) == (purpose, value)
            digests = ring.lookup_digest(other, joined[cut:]), ring.lookup_digest(purpose, value)
            assert (digests[0] == digests[1]) == same


class TestSigning:
    def test_the_key_is_the_rings_and_stays(self, directory: Path, ring: Keyring) -> None:
        signature = ring.signing_key().sign(b"head")
        Keyring.load(directory).signing_key().public_key().verify(signature, b"head")

    def test_no_key_is_used_for_two_things(self, directory: Path, ring: Keyring) -> None:
        root = bytes.fromhex((directory / "root.key").read_text())
        assert ring.signing_key().private_bytes_raw() != root
