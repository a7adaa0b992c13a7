"""`manage.py demo`: makes ready what the demo needs, says where to look, and serves."""

import fcntl
import shutil
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krisechat.foundation import clock
from krisechat.management import demo_world

GUIDE = """
  Krisechat, the demo. Everything in it is made up.

  The citizen        {url}/
  The volunteers     {url}/login
  The morning        {url}/overdragelser (jens sends), {url}/kommune (mette takes)
  Numbers to call    {url}/overdragelser/numre (jens proposes, karen approves), {url}/numre
  Phones that text   {url}/demo/phone

  Logins             bo, sara, ali, liv (volunteers), dorte (shift lead),
                     jens and karen (coordinators), mette and hanne (Aarhus), ole (Lolland)
  Password           {password}

  Open the citizen's page in one browser and log in as bo in another. Stop with Ctrl-C.
"""


class Command(BaseCommand):
    help = "Prepares and serves the demo."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="forget what was stored before")
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KRISECHAT_DEMO:
            raise CommandError("The demo runs with the demo's settings only.")
        if not options["prepare_only"]:
            _refuse_taken_port()  # before the database of a server that runs there is changed
        directory = settings.KRISECHAT_DEMO_DIRECTORY
        directory.mkdir(mode=0o700, exist_ok=True)
        # Two servers of one demo may start at the same moment; one prepares, the other waits.
        with (directory.parent / ".demo.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare(directory, fresh=options["fresh"])
        if options["prepare_only"]:
            return
        self.stdout.write(
            GUIDE.format(url=settings.KRISECHAT_PUBLIC_URL, password=demo_world.PASSWORD)
        )
        call_command("serve")

    def _prepare(self, directory: Path, *, fresh: bool) -> None:
        if fresh:
            if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
                raise CommandError("FRESH=1 is for the embedded database; empty yours yourself.")
            shutil.rmtree(directory)
            directory.mkdir(mode=0o700)
            phone = settings.KRISECHAT_DEMO_PHONE
            for file in phone.parent.glob(f"{phone.name}*"):
                file.unlink()
        call_command("keys", "make", stdout=self.stderr if settings.DEBUG else _Silent())
        call_command("migrate", verbosity=0)
        demo_world.load(at=clock.now())


def _refuse_taken_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.PORT))
        except OSError:
            raise CommandError(f"Port {settings.PORT} is taken. PORT= chooses another.") from None


class _Silent:
    """Takes what a step would print."""

    def write(self, text: str = "", ending: str = "") -> None:
        return None

    def flush(self) -> None:
        return None
