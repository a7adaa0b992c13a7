"""P1 to P5, P11: a quarter goes by text; a server and an engine are killed in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import EngineProcess
from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer
from tests.support.replaying import Replay, made_up

pytestmark = pytest.mark.enable_socket

TIMES, SPEED, SECONDS = 2, 25.0, 180
SETTINGS = "tests.support.engines_apart_settings"


@pytest.fixture
def servers(installation: Installation) -> Iterator[list[KrisechatServer]]:
    """Two servers without a clock of their own."""
    pair = [installation.server(settings=SETTINGS) for _ in range(2)]
    for each in installation.servers[:2]:
        each.kill()  # their engines would help
    yield [each.start() for each in pair]
    for each in pair:
        installation.servers.remove(each)
        each.remove()


@pytest.fixture
def engines(servers: list[KrisechatServer], tmp_path: Path) -> Iterator[list[EngineProcess]]:
    """Two engines: one sends its texts by a server, the other was told of none."""
    one, other = dict(servers[0].environment), dict(servers[1].environment)
    one |= {"TWILIO_API_BASE_URL": servers[0].url, "KRISECHAT_PUBLIC_URL": servers[0].url}
    del other["PORT"]
    pair = [
        EngineProcess(environment, log=tmp_path / f"engine-{number}")
        for number, environment in enumerate((one, other))
    ]
    for each in pair:
        each.begin()
    yield pair
    for each in pair:
        each.kill()


def test_one_server_and_one_engine_killed(
    installation: Installation,
    servers: list[KrisechatServer],
    engines: list[EngineProcess],
    tmp_path: Path,
) -> None:
    file = tmp_path / "dialogues.jsonl"
    messages = made_up(file, times=TIMES)
    replay = Replay(installation, servers, file=file, directory=tmp_path, speed=SPEED, via=None)
    replay.until_stored(messages * 2 // 5)
    engines[0].kill()
    servers[0].kill()
    servers[0].start()
    engines[0].begin()
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
    assert "offer" in ended.printed
