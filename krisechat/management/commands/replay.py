"""`manage.py replay FILE`: plays recorded conversations through running servers."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krisechat.management.replay.conductor import Progress, conduct
from krisechat.management.replay.dialogue import Dialogue, UnreadableDialogues, read
from krisechat.management.replay.doors import Door, door
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.text_line import Account

TELL_EVERY_S = 5.0
BAD_VERDICT, BAD_CALL, INTERRUPTED = 1, 2, 130


class Command(BaseCommand):
    """Exit status: 0 all well, 1 something lost, doubled, disordered or different, 2 bad call."""

    help = (
        "Plays recorded conversations through running servers, citizens and volunteers both, "
        "and compares what each side received with what is stored."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The contract's arguments."""
        parser.add_argument("file", type=Path, metavar="FILE", help="one conversation a line, JSON")
        parser.add_argument(
            "--server",
            action="append",
            metavar="URL",
            help="a server, e.g. http://127.0.0.1:8000; may be given several times",
        )
        parser.add_argument(
            "--via", choices=("web", "sms"), help="play all this way, whatever the file says"
        )
        parser.add_argument(
            "--speed",
            type=float,
            default=0.0,
            metavar="N",
            help="N times as fast as people type; 0: as fast as acknowledgements allow",
        )
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plays, prints, and ends with the contract's exit status."""
        doors = _doors(options["server"] or [settings.KRISECHAT_PUBLIC_URL])
        if not 0 <= options["speed"] < float("inf"):
            raise CommandError("--speed is not a number from 0 up.", returncode=BAD_CALL)
        dialogues = _dialogues(options["file"], via=options["via"])
        pace = Pace(speed=options["speed"])
        try:
            report = asyncio.run(
                conduct(
                    dialogues, doors=doors, pace=pace, progress=self._told(), account=_account()
                )
            )
        except KeyboardInterrupt:
            raise CommandError("Broken off.", returncode=INTERRUPTED) from None
        self.stdout.write(report.table())
        if options["json"]:
            self.stdout.write(report.line())
        if not report.good:
            raise SystemExit(BAD_VERDICT)

    def _told(self) -> Any:
        last = time.monotonic()

        def tell(progress: Progress) -> None:
            nonlocal last
            if time.monotonic() - last < TELL_EVERY_S:
                return
            last = time.monotonic()
            self.stderr.write(
                f"{progress.conversations} of {progress.of_conversations} conversations, "
                f"{progress.messages} of {progress.of_messages} messages"
            )

        return tell


def _doors(urls: list[str]) -> tuple[Door, ...]:
    try:
        return tuple(door(url) for url in urls)
    except ValueError as error:
        raise CommandError(str(error), returncode=BAD_CALL) from None


def _dialogues(path: Path, *, via: str | None) -> tuple[Dialogue, ...]:
    try:
        dialogues = read(path)
    except UnreadableDialogues as error:
        raise CommandError(str(error), returncode=BAD_CALL) from None
    if via is not None:
        dialogues = tuple(replace(each, via=via) for each in dialogues)
    if any(each.via == "sms" and each.turns[0].by != "citizen" for each in dialogues):
        raise CommandError(
            "A conversation by SMS begins with the citizen; one of these does not.",
            returncode=BAD_CALL,
        )
    return dialogues


def _account() -> Account:
    return Account(
        sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        api_url=settings.TWILIO_API_BASE_URL.rstrip("/"),
        number=settings.KRISECHAT_SMS_NUMBER,
        public_url=settings.KRISECHAT_PUBLIC_URL,
    )
