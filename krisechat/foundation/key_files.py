"""Key files: read only when nobody else can read them, created whole or not at all, destroyed.

A refusal names the path and the reason, never what is in the file.
"""

import contextlib
import os
import secrets
import stat
import time
from pathlib import Path

KEY_BYTES = 32
LARGEST_FILE = 4096
_PARTIAL = ".part"


class KeyringUnusable(Exception):
    """The keys cannot be used. Its text is a sentence that says which and why, without a key."""


def refuse_unsafe_directory(directory: Path) -> None:
    """Raises KeyringUnusable unless `directory` is a directory of ours that is closed to others."""
    try:
        status = directory.stat()
    except OSError as error:
        raise KeyringUnusable(_unreadable(directory, error)) from None
    if not stat.S_ISDIR(status.st_mode):
        raise KeyringUnusable(f"{directory} is not a directory.")
    _refuse_others(directory, status, wanted="0700")


def read_key(path: Path) -> bytes:
    """The 32 bytes in a key file, written raw or as 64 hexadecimal digits.

    Raises KeyringUnusable when it is missing, open to others, short, or plainly not random.
    """
    content = read(path)
    # 32 readable characters are 16 bytes in hexadecimal, or a password: not 32 random bytes.
    raw = len(content) == KEY_BYTES and not (content.isascii() and content.decode().isprintable())
    key = content if raw else _from_hex(path, content)
    if len(key) != KEY_BYTES:
        raise KeyringUnusable(f"{path} does not hold a key of {KEY_BYTES} bytes.")
    if len(set(key)) < 8:  # 32 random bytes have fewer than 8 different ones once in 10**46
        raise KeyringUnusable(f"{path} holds a made-up key, not a random one.")
    return key


def read_hex(path: Path) -> bytes:
    """The bytes in a file of hexadecimal digits. Raises as read_key does."""
    return _from_hex(path, read(path))


def read(path: Path) -> bytes:
    """The file as it is, judged by the very file that was opened, so that it cannot be swapped.

    Raises FileNotFoundError when it is missing; KeyringUnusable when it is unsafe.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise KeyringUnusable(_unreadable(path, error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise KeyringUnusable(f"{path} is not a plain file.")
        _refuse_others(path, status, wanted="0600 or 0400")
        return os.read(descriptor, LARGEST_FILE)
    finally:
        os.close(descriptor)


def create(path: Path, content: bytes) -> bool:
    """Write a new file, mode 0600, that is on disk whole when this returns.

    False when a file of this name exists; that one is left as it is. A crash leaves at most a
    partial file under another name, which `make` and `destroy` sweep up.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}{_PARTIAL}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link fails where a rename would silently replace the other's key.
            os.link(partial, path)
        except FileExistsError:
            return False
    finally:
        partial.unlink(missing_ok=True)
    flush_directory(path.parent)
    return True


def destroy(path: Path) -> bool:
    """Overwrite and remove the file, and what a crashed `create` of it left. False: none there.

    Overwriting is a courtesy that copying file systems do not honour; what counts is that the
    content is itself wrapped under the root key, and gone from the directory.
    """
    leftovers = [*path.parent.glob(f".{path.name}.*{_PARTIAL}")]
    existed = path.exists()
    for each in (path, *leftovers):
        with contextlib.suppress(FileNotFoundError):
            _overwrite(each)
            each.unlink()
    flush_directory(path.parent)
    return existed


def sweep(directory: Path) -> None:
    """Remove what `create` calls that crashed over a minute ago left in the directory."""
    for each in directory.glob(f".*{_PARTIAL}"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - each.stat().st_mtime > 60:
                each.unlink()


def flush_directory(directory: Path) -> None:
    """Make the names in the directory survive a loss of power."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(path: Path) -> None:
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())


def _from_hex(path: Path, content: bytes) -> bytes:
    try:
        return bytes.fromhex(content.decode("ascii"))
    except ValueError:
        # `from None`: the cause would quote the file's content.
        raise KeyringUnusable(f"{path} does not hold a key.") from None


def _refuse_others(path: Path, status: os.stat_result, *, wanted: str) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        raise KeyringUnusable(f"{path} has mode {mode:04o}; others must be shut out: {wanted}.")
    if status.st_uid != os.geteuid():
        raise KeyringUnusable(f"{path} belongs to another user than the one who runs this.")


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read: {os.strerror(error.errno or 0)}."
