"""P20, P24, P25, P26, P27: whoever gets the database's dump or disk, what Redis saw, or the logs of
a night, gets nobody's words, names, numbers or addresses."""

import asyncio
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.faults import planted
from tests.support.canaries import leaked
from tests.support.clients import Conversation
from tests.support.installation import Installation

pytestmark = pytest.mark.enable_socket

CONTROL = "kontrolordet er gærdesmuttens æg"
Stores = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Night:
    """What a night left behind everywhere, and then again with a control planted in clear."""

    opened: Conversation
    stores: Stores
    with_control: Stores


@pytest.fixture(scope="module")
def night(lasting: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    lasting.postgres.start()
    lasting.redis.start()
    one, other = lasting.servers[:2]
    one.start(), other.start()
    record, began = tmp_path_factory.mktemp("monitor") / "monitor", time.time() - 1
    with lasting.redis.monitor(record):
        opened = asyncio.run(planted.night(lasting, one, other))
        left = collected(lasting, record, since=began)
        plant(lasting)
        with_control = collected(lasting, record, since=began)
    yield Night(opened=opened, stores=left, with_control=with_control)


def collected(installation: Installation, record: Path, *, since: float) -> Stores:
    """Every place a word could lie in, as an intruder would find it."""
    files = installation.postgres.written_since(since)
    wal = {name for name in files if name.startswith("pg_wal/")}
    stores = {
        "dump": installation.postgres.dump("krisechat"),
        "data files": b"".join(files[name] for name in files.keys() - wal),
        "WAL": b"".join(files[name] for name in wal),
        "PostgreSQL's log": installation.postgres.log.read_bytes(),
        "what Redis holds": installation.redis.saved(),
        "what Redis was told": unescaped(record.read_bytes()),
        "Redis's log": installation.redis.log.read_bytes(),
    }
    for number, server in enumerate(installation.servers[:2]):
        stores[f"server {number}'s log"] = server.log.read_bytes()
    return {name: re.sub(rb"\0{64,}", b"\0" * 64, store) for name, store in stores.items()}


def unescaped(record: bytes) -> bytes:
    """MONITOR's record with its \\xNN as the bytes they stand for, beside the record itself."""
    return record + re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), record)


def plant(installation: Installation) -> None:
    """The control word, in clear, in each place."""
    with psycopg.connect(installation.database_url) as connection:
        connection.execute("CREATE TABLE control (plain text, sealed bytea)")
        connection.execute(
            "INSERT INTO control VALUES (%s, %s)", (CONTROL, CONTROL.encode("utf-16-le"))
        )
    assert installation.redis.command("SET", "control", CONTROL.replace(" ", "_")) == b"+OK"
    logs = [installation.postgres.log, installation.redis.log]
    for log in [*logs, *(each.log for each in installation.servers[:2])]:
        with log.open("a") as line:
            line.write(f"{CONTROL}\n")


def test_the_search_finds_a_control_planted_in_clear_in_every_place(night: Night) -> None:
    for name, store in night.with_control.items():
        control = CONTROL.replace(" ", "_") if "Redis h" in name or "was told" in name else CONTROL
        assert leaked([control], store), name
        assert not leaked([control], night.stores[name]), name


def test_no_word_name_or_number_is_in_clear_anywhere(night: Night) -> None:
    for name, store in night.stores.items():
        assert leaked(planted.words(), store) == {}, name


def test_no_secret_of_a_citizen_is_in_clear_anywhere(night: Night) -> None:
    secrets = [night.opened.token, night.opened.return_code]
    for name, store in night.stores.items():
        assert leaked(secrets, store) == {}, name


def test_no_citizens_address_is_anywhere(night: Night) -> None:
    for name, store in night.stores.items():
        assert leaked([planted.AT_HOME, planted.ELSEWHERE], store) == {}, name


def test_no_hash_that_anybody_could_compute_is_anywhere(night: Night) -> None:
    values = [planted.PHONE, planted.PHONE[1:], planted.PHONE[3:], planted.AT_HOME]
    kinds = ("md5", "sha1", "sha256", "blake2b")
    hashes = [hashlib.new(kind, each.encode()) for kind in kinds for each in values]
    for name, store in night.stores.items():
        for each in hashes:
            assert each.digest() not in store, name
            assert each.hexdigest().encode() not in store, name


def test_the_postal_code_is_no_value_of_any_row(night: Night) -> None:
    code = planted.POSTAL_CODE.encode()
    values = set(re.split(rb"[\t\n]", night.stores["dump"]))
    assert not {code, rb"\\x" + code.hex().encode()} & values


def test_redis_was_told_that_something_is_new(night: Night) -> None:
    told = night.stores["what Redis was told"]
    assert told.count(b'"PUBLISH"') > 5
    assert night.opened.id.replace("-", "").encode() in told
