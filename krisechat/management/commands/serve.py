"""`manage.py serve`: the server itself, with the writer, the clock in the embedded shape, and an
orderly end."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from krisechat.management import start_up


class Command(BaseCommand):
    help = "Serves Krisechat on 127.0.0.1 at PORT until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        start_up.refuse_unsafe()
        server = start_up.server(port=settings.PORT)
        self.stdout.write(f"serving {settings.KRISECHAT_PUBLIC_URL} on 127.0.0.1:{settings.PORT}")
        self.stdout.flush()
        server.run()
        if server.failure:
            raise CommandError(server.failure)
