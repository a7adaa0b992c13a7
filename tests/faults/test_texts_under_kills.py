"""P11: whatever dies, and whenever, each text reaches its phone once, and none is lost."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from krisechat.twilio.phone.store import Store, Wanted
from tests.support import texts_to_send
from tests.support.demo_phone import DemoPhoneProcess
from tests.support.engines import EngineProcess
from tests.support.installation import Installation

pytestmark = pytest.mark.enable_socket

CITIZENS, EACH = 60, 5
KILLS, SECONDS = 10, 150
SETTINGS = "tests.support.quick_texts_settings"
OURS = "SELECT count(*) FROM krisechat_outbound WHERE once LIKE 'kills:%'"
UNDECIDED = f"{OURS} AND state IN ('queued', 'sending', 'unknown')"
CALLED_TWICE = f"{OURS} AND tries > 1"


class Night:
    """Two engines and the telephone company, each of which may die at any moment."""

    def __init__(self, installation: Installation, directory: Path) -> None:
        self._database = installation.database_url
        environment = dict(installation.servers[0].environment)
        environment["KRISECHAT_PUBLIC_URL"] = "http://127.0.0.1:9"
        environment.pop("KRISECHAT_DEMO_PHONE")
        self.phone = DemoPhoneProcess(environment)
        engine = {
            **environment,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "TWILIO_API_BASE_URL": self.phone.url,
        }
        self.engines = [EngineProcess(engine, log=directory / f"engine-{n}") for n in (1, 2)]

    def begin(self) -> None:
        self.phone.start()
        # Half a second until its answer: kills find texts that were taken and not answered.
        store = Store(self.phone.file)
        store.ask_for(store.faults().changed({"slow_s": 0.5}))
        for engine in self.engines:
            engine.begin()

    def end(self) -> None:
        for each in (self.phone, *self.engines):
            each.kill()

    def left(self) -> int:
        """How many texts are undecided."""
        return self._count(UNDECIDED)

    def called_twice(self) -> int:
        """How many the telephone company was called for more than once."""
        return self._count(CALLED_TWICE)

    def _count(self, query: str) -> int:
        with psycopg.connect(self._database) as connection:
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0


@pytest.fixture
def night(installation: Installation, tmp_path: Path) -> Iterator[Night]:
    for server in installation.servers[:2]:
        server.kill()  # their engines would help
    write = (
        f"from tests.support import texts_to_send as t; t.write(citizens={CITIZENS}, each={EACH})"
    )
    installation.servers[0].manage("shell", "-c", write)
    begun = Night(installation, tmp_path)
    yield begun
    begun.end()


def test_each_of_300_texts_reaches_its_phone_once(night: Night) -> None:
    dice = random.Random()
    night.begin()
    until = time.monotonic() + SECONDS
    kills = 0
    while night.left() and time.monotonic() < until:
        time.sleep(dice.uniform(0.5, 1.5))
        if kills < KILLS:
            victim = dice.choice([*night.engines, night.phone])
            victim.kill()
            victim.begin()
            kills += 1
    assert night.left() == 0
    store = Store(night.phone.file)
    for citizen in range(CITIZENS):
        there = store.texts(Wanted(receiver=texts_to_send.number_of(citizen)), limit=1000)
        words = [each.body for each in reversed(there)]
        assert words == [str(number) for number in range(EACH)], f"citizen {citizen}"
    assert kills >= 6, "it was over before anything was killed"
    assert night.called_twice() > 0, "no kill met a text on its way"
