"""`manage.py phone`: the demo phone alone, as a process of its own."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krisechat.twilio.phone import machine
from krisechat.twilio.phone.serving import PhoneServer


class Command(BaseCommand):
    help = "Serves the demo phone, which speaks Twilio's API, until it is told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8100, help="on 127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KRISECHAT_DEMO:
            raise CommandError("The demo phone runs with the demo's settings only.")
        phone = machine.current()
        try:
            server = PhoneServer(phone.answer, port=options["port"])
        except OSError as error:
            raise CommandError(f"Port {options['port']}: {error.strerror}.") from None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        phone.rounds.start()
        self.stdout.write(f"the demo phone at {server.url}")
        self.stdout.flush()
        server.serve_forever(poll_interval=0.2)
        phone.rounds.stop()
