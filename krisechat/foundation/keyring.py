"""The key ring: what opens data keys, kept in a directory outside database and repository.

    root.key                            wraps the week keys and signs the audit log
    lookup.key                          makes keyed hashes: phone numbers, tokens, return codes
    weeks/2026-W47.conversation.key     wraps the data keys of one ISO week and retention class

A data key lies in the database, wrapped under its week's key, and so in every backup. A week's
key lies in no database: deleting its file makes all data keys of that week and class, and all
they ever sealed, unreadable everywhere, the backups included.
"""

import contextlib
import hmac
import os
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from krisechat.foundation import envelope, key_files
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.key_files import KEY_BYTES, KeyringUnusable
from krisechat.foundation.week_names import WeekKey, iso_week, wanted, week_keys, week_keys_of

__all__ = [
    "KeyDestroyed",
    "Keyring",
    "KeyringUnusable",
    "WeekKey",
    "check",
    "destroy",
    "iso_week",
    "make",
    "make_weeks",
    "wanted",
    "week_keys",
    "week_keys_of",
]


class KeyDestroyed(Exception):
    """The week's key is gone, and with it everything that hung on it. Names week and class."""


_Stamp = tuple[int, int, int]


class Keyring:
    """A checked directory of keys. Raises nothing with key material in it, and shows none.

    A week's key is looked at on disk at every use (one `stat`, about 2 microseconds), so a
    deleted file takes effect at once in every process.
    """

    __slots__ = ("_directory", "_lookup", "_root", "_signing", "_staff", "_week_files", "_weeks")

    def __init__(self, *, directory: Path, root: bytes, lookup: bytes) -> None:
        self._directory = directory
        self._lookup = lookup
        self._root = _week_key_wrapper(root)
        self._signing = _derived(root, purpose=b"krisechat audit seal v1")
        self._staff = _derived(root, purpose=b"krisechat staff v1")
        self._week_files = f"{directory}{os.sep}weeks{os.sep}"
        self._weeks: dict[str, tuple[_Stamp, AESGCM]] = {}

    def __repr__(self) -> str:
        return f"<Keyring in {self._directory}>"

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The ring in `directory`, after checking modes, lengths and every week's key.

        Raises KeyringUnusable with a sentence that says which file is missing or unsafe and why.
        """
        key_files.refuse_unsafe_directory(directory)
        key_files.refuse_unsafe_directory(directory / "weeks")
        root, lookup = _read_main(directory / "root.key"), _read_main(directory / "lookup.key")
        if hmac.compare_digest(root, lookup):
            raise KeyringUnusable(f"root.key and lookup.key in {directory} are the same key.")
        ring = cls(directory=directory, root=root, lookup=lookup)
        for name in week_keys(directory):
            with contextlib.suppress(KeyDestroyed):  # destroyed since the directory was listed
                ring._cipher(name)
        return ring

    def wrap(self, dek: bytes, *, week: str, retention_class: str, context: bytes) -> bytes:
        """The data key `dek`, sealed under the key of `week` for the place `context` names.

        Raises KeyDestroyed when there is no such week key.
        """
        cipher = self._cipher(WeekKey(week, retention_class))
        return envelope.seal(cipher=cipher, plaintext=dek, context=context)

    def unwrap(
        self, wrapped: bytes | memoryview, *, week: str, retention_class: str, context: bytes
    ) -> bytes:
        """The data key again. Raises KeyDestroyed when the week's key is gone, Tampered when
        `wrapped` was edited, moved, or made with another ring."""
        cipher = self._cipher(WeekKey(week, retention_class))
        return envelope.open_sealed(cipher=cipher, sealed=wrapped, context=context)

    def lookup_digest(self, purpose: str, value: bytes) -> bytes:
        """HMAC-SHA-256 of `value` under the look-up key: 32 bytes to find a row by.

        Different purposes give unrelated digests. Without the key nobody can try values out: an
        unkeyed hash of every Danish phone number takes less than a minute to compute.
        """
        name = purpose.encode()
        return hmac.digest(self._lookup, len(name).to_bytes(2, "big") + name + value, "sha256")

    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs the audit log's head; made from the root key, stored nowhere."""
        return Ed25519PrivateKey.from_private_bytes(self._signing)

    def staff_cipher(self) -> AESGCM:
        """What seals the phone numbers of people who work here: as long as they do, not by week."""
        return AESGCM(self._staff)

    def mark(self, name: WeekKey) -> bytes:
        """What this week's key is known by without being told: 32 bytes, the same wherever the
        same key lies. Raises KeyDestroyed when there is none."""
        try:
            key = self._week_key(Path(self._week_files + name.file_name))
        except FileNotFoundError:
            raise self._gone(name) from None
        return self.lookup_digest("week key", key)

    def _cipher(self, name: WeekKey) -> AESGCM:
        file_name = name.file_name
        path = self._week_files + file_name
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path costs as much as the rest of this
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            kept = self._weeks.get(file_name)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            cipher = AESGCM(self._week_key(Path(path)))
        except FileNotFoundError:
            self._weeks.pop(file_name, None)
            raise self._gone(name) from None
        self._weeks[file_name] = (stamp, cipher)
        return cipher

    def _week_key(self, path: Path) -> bytes:
        sealed = key_files.read_hex(path)
        try:
            return envelope.open_sealed(cipher=self._root, sealed=sealed, context=_named(path.name))
        except Tampered:
            raise KeyringUnusable(f"{path} does not open under root.key.") from None

    def _gone(self, name: WeekKey) -> Exception:
        # A directory that is not mounted must never be taken for erased conversations.
        if not (self._directory / "root.key").exists():
            return KeyringUnusable(f"{self._directory} is gone while the program runs.")
        return KeyDestroyed(
            f"There is no key for week {name.week}, class {name.retention_class}: "
            "it was destroyed, or never made."
        )


def make(
    directory: Path, *, weeks_ahead: int, now: date, classes: Collection[str]
) -> list[WeekKey]:
    """Make what is missing, from the week of `now` to `weeks_ahead` weeks later, for each class.

    Never changes or replaces a key; may run again and at once with another. Returns the week keys
    it made. Raises KeyringUnusable when the directory is unsafe, or when root.key or lookup.key
    is missing although it was made once: a new one would silently open and find nothing.
    """
    for each in (directory, directory / "weeks"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_files.refuse_unsafe_directory(each)
        key_files.sweep(each)
    _make_main(directory)
    made = make_weeks(directory, wanted(now=now, weeks_ahead=weeks_ahead, classes=classes))
    Keyring.load(directory)
    return made


def make_weeks(directory: Path, names: Iterable[WeekKey]) -> list[WeekKey]:
    """Make those of these week keys that are missing, in a ring that is there. Raises
    KeyringUnusable when it is not."""
    wrapper = _week_key_wrapper(_read_main(directory / "root.key"))
    return [name for name in names if _make_week(directory, name, wrapper=wrapper)]


def destroy(directory: Path, *, week: str, retention_class: str) -> bool:
    """Destroy one week's key for ever; False when there was none. Nothing brings it back.

    Whether it is due is the caller's to judge. Never for this week or a coming one: `make` would
    put another key under the same name.
    """
    return key_files.destroy(directory / "weeks" / WeekKey(week, retention_class).file_name)


def check(
    directory: Path, *, now: date, classes: Collection[str] = (), weeks_ahead: int = 4
) -> list[str]:
    """What is wrong with the keys, a sentence each; empty when all is well.

    Asks for a key for every class (without `classes`, those that have one) in the week of `now`
    and `weeks_ahead` further ones.
    """
    try:
        Keyring.load(directory)
    except KeyringUnusable as problem:
        return [str(problem)]
    there = set(week_keys(directory))
    names = wanted(now=now, weeks_ahead=weeks_ahead, classes=classes or _classes(there))
    missing = [f"There is no key for week {w}, class {c}." for w, c in names if (w, c) not in there]
    return missing or ([] if there else ["There is no week key at all."])


def _classes(names: Collection[WeekKey]) -> list[str]:
    return sorted({each.retention_class for each in names})


def _make_main(directory: Path) -> None:
    root, lookup = directory / "root.key", directory / "lookup.key"
    weeks = week_keys(directory)  # listed first: another `make` writes root.key before them
    if root.exists() and not lookup.exists():
        raise KeyringUnusable(f"{lookup} is missing; bring it back from its backup.")
    if weeks and not root.exists():
        raise KeyringUnusable(f"{root} is missing; bring it back from its backup.")
    # The look-up key first: a crash in between is then told from a lost look-up key.
    for path in (lookup, root):
        if not path.exists():
            key_files.create(path, _printed(os.urandom(KEY_BYTES)))


def _make_week(directory: Path, name: WeekKey, *, wrapper: AESGCM) -> bool:
    path = directory / "weeks" / name.file_name
    if path.exists():
        return False
    sealed = envelope.seal(
        cipher=wrapper, plaintext=os.urandom(KEY_BYTES), context=_named(path.name)
    )
    return key_files.create(path, _printed(sealed))


def _read_main(path: Path) -> bytes:
    try:
        return key_files.read_key(path)
    except FileNotFoundError:
        raise KeyringUnusable(f"{path} is missing.") from None


def _week_key_wrapper(root: bytes) -> AESGCM:
    return AESGCM(_derived(root, purpose=b"krisechat week keys v1"))


def _derived(root: bytes, *, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(root)


def _named(file_name: str) -> bytes:
    return b"krisechat week key " + file_name.encode()


def _printed(content: bytes) -> bytes:
    return content.hex().encode() + b"\n"
