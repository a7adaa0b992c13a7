"""P1 to P5, P9: conversations go on over kills, restarts and lost hints; nothing is lost, doubled
or put out of order, and every transcript is what was said."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer
from tests.support.replaying import Ended, Replay, made_up

pytestmark = pytest.mark.enable_socket

TIMES, SPEED, SECONDS = 3, 25.0, 120
Pair = tuple[KrisechatServer, KrisechatServer]


def played(
    installation: Installation,
    pair: Pair,
    directory: Path,
    *,
    midway: Callable[[], None] = lambda: None,
) -> Ended:
    """A replay in the middle of which `midway` happens, after its verdict was looked at."""
    file = directory / "dialogues.jsonl"
    messages = made_up(file, times=TIMES)
    replay = Replay(installation, pair, file=file, directory=directory, speed=SPEED)
    replay.until_stored(messages * 2 // 5)
    midway()
    ended = replay.ended(seconds=SECONDS)
    assert ended.status == 0, ended.printed
    assert ended.numbers == {
        "conversations": 8 * TIMES,
        "messages": messages,
        "acknowledged": messages,
        "delivered": messages,
        "lost": 0,
        "duplicated": 0,
        "reordered": 0,
        "transcripts_equal": True,
    }
    return ended


def test_a_server_killed_and_restarted(
    installation: Installation, servers: Pair, tmp_path: Path
) -> None:
    one, _ = servers

    def kill() -> None:
        one.kill()
        one.start()

    ended = played(installation, servers, tmp_path, midway=kill)
    assert ended.closes.get(1006), "nobody was on the server that was killed"


def test_redis_killed_and_restarted(
    installation: Installation, servers: Pair, tmp_path: Path
) -> None:
    def kill() -> None:
        installation.redis.kill()
        installation.redis.start()

    ended = played(installation, servers, tmp_path, midway=kill)
    assert ended.closes == {}, "Redis closed somebody's socket"


def test_postgres_killed_and_restarted(
    installation: Installation, servers: Pair, tmp_path: Path
) -> None:
    def kill() -> None:
        installation.postgres.kill()
        installation.postgres.start()

    played(installation, servers, tmp_path, midway=kill)


def test_a_server_told_to_end_sends_everybody_to_the_other(
    installation: Installation, servers: Pair, tmp_path: Path
) -> None:
    one, _ = servers
    statuses: list[int] = []

    def restart() -> None:
        statuses.append(one.terminate())
        one.start()

    ended = played(installation, servers, tmp_path, midway=restart)
    assert statuses == [0]
    assert ended.closes.get(1012), "nobody was on the server that ended"
    assert set(ended.closes) <= {1012, 0}, "somebody was dropped instead of told to come back"


@pytest.fixture
def lossy(installation: Installation) -> Iterator[Pair]:
    """Two servers on a channel layer that drops and reorders hints."""
    settings = "tests.support.lossy_settings"
    one, other = installation.server(settings=settings), installation.server(settings=settings)
    for each in installation.servers[:2]:
        each.kill()  # their sound hints would help
    yield one.start(), other.start()
    for each in (one, other):
        installation.servers.remove(each)
        each.remove()


def test_a_layer_that_drops_three_hints_of_ten_and_reorders(
    installation: Installation, lossy: Pair, tmp_path: Path
) -> None:
    ended = played(installation, lossy, tmp_path)
    assert ended.closes == {}
    logs = "".join(each.log.read_text() for each in lossy)
    assert logs.count("hint dropped") > 10
    assert logs.count("hint delayed") > 10
