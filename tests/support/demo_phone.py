"""The demo phone for tests: in this process or as one that can be killed.

A text that arrives and is not looked for fails the test: `phone.gets(number)` looks for one.
"""

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx
from twilio.rest import Client

from krisechat.twilio.phone import machine
from krisechat.twilio.phone.postman import Customer
from krisechat.twilio.phone.rounds import Rounds
from krisechat.twilio.phone.serving import PhoneServer
from krisechat.twilio.phone.store import Wanted
from krisechat.twilio.phone.texts import Text
from tests.support import processes
from tests.support.krisechat_server import ROOT

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "krisechat-demo"
HELPLINE = "+4500000000"
CUT_SHORT_S = 10.0


def client(url: str, *, auth_token: str = AUTH_TOKEN) -> Client:
    """Twilio's own library, led to `url`."""
    made = Client(ACCOUNT, auth_token)
    made.http_client.timeout = CUT_SHORT_S
    made.api.base_url = url
    return made


def until(holds: Callable[[], Any], *, seconds: float = 10) -> Any:
    """What `holds()` returns once it is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not (value := holds()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
    return value


@contextmanager
def serves(server: PhoneServer, rounds: Rounds) -> Iterator[str]:
    """The server and the rounds, running in this process; its address."""
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    rounds.start()
    yield server.url
    server.shutdown()
    server.server_close()
    rounds.stop()


class DemoPhone:
    """The whole machine in this process, over a file in `directory`."""

    def __init__(self, directory: Path, *, public_url: str = "http://127.0.0.1:9") -> None:
        customer = Customer(account=ACCOUNT, auth_token=AUTH_TOKEN, public_url=public_url)
        path = directory / "phone.sqlite3"
        self.machine = machine.build(path, customer=customer, helpline=HELPLINE)
        self._server = PhoneServer(self.machine.answer, port=0)
        self.url = self._server.url
        self._looked_for: set[str] = set()

    def __enter__(self) -> Self:
        self._running = serves(self._server, self.machine.rounds)
        self._running.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    def gets(self, number: str, *, seconds: float = 10) -> Text:
        """The next text on this phone that was not looked for before."""

        def next_one() -> Text | None:
            there = reversed(self.machine.store.texts(Wanted(receiver=number), limit=1000))
            return next((each for each in there if each.sid not in self._looked_for), None)

        found: Text = until(next_one, seconds=seconds)
        self._looked_for.add(found.sid)
        return found

    def unlooked_for(self) -> list[Text]:
        """Texts on any phone that nobody looked for."""
        sent = self.machine.store.texts(Wanted(sender=HELPLINE), limit=1000)
        return [each for each in sent if each.sid not in self._looked_for]

    def types(self, number: str, body: str, **more: str) -> str:
        """Somebody types a text on this phone; its id."""
        form = {"from": number, "body": body, **more}
        answer = httpx.post(f"{self.url}/demo/phone/texts", data=form, trust_env=False)
        sid: str = answer.raise_for_status().json()["sid"]
        return sid

    def ask_for(self, **faults: Any) -> None:
        """From now on these faults."""
        self.machine.store.ask_for(self.machine.store.faults().changed(faults))


class DemoPhoneProcess:
    """`manage.py phone` as a process, killed and restarted at will; port and file stay."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._directory = Path(tempfile.mkdtemp(prefix="krisechat-phone-"))
        self.file = self._directory / "phone.sqlite3"
        self._log = self._directory / "log"
        self._environment = {
            **processes.without_python_surroundings(),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "KRISECHAT_DEMO_PHONE": str(self.file),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, seconds: float = 30) -> Self:
        """Starts it and returns once it answers."""
        self.begin()
        assert self.process is not None
        processes.wait_until(self._answers, process=self.process, log=self._log, seconds=seconds)
        return self

    def begin(self) -> None:
        """Starts it without waiting for it."""
        command = [processes.python(), str(ROOT / "manage.py"), "phone", "--port", str(self.port)]
        self.process = processes.spawn(
            command, log=self._log, environment=self._environment, directory=ROOT
        )

    def kill(self) -> None:
        """`kill -9`."""
        if self.process is not None:
            processes.kill_family(self.process)
            self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _answers(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/demo/phone/faults", trust_env=False, timeout=2)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200
