"""`manage.py run_engine`: the clock, on its own, on any number of machines."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from krisechat.management import start_up
from krisechat.twilio.phone import beside


class Command(BaseCommand):
    help = "Runs what is due by the clock until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        start_up.refuse_unsafe()
        if settings.KRISECHAT_DEMO_PHONE_BESIDE:
            settings.TWILIO_API_BASE_URL = beside.serve()
        engine = start_up.engine()
        signal.signal(signal.SIGTERM, lambda *_: engine.stop())
        signal.signal(signal.SIGINT, lambda *_: engine.stop())
        self.stdout.write("engine running")
        engine.run()
