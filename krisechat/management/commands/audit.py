"""`manage.py audit verify|head`: is the audit log as it was written, and what is its head."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from krisechat.foundation import clock
from krisechat.foundation.hash_chain import Head
from krisechat.foundation.keyring import KeyringUnusable
from krisechat.queries import audit_chain

CHANGED, BAD_CALL = 1, 2


class Command(BaseCommand):
    """Exit status: 0 sound, 1 changed, 2 the check could not be made."""

    help = "Verifies the audit log's chain, or prints its signed head to be kept elsewhere."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="recompute the chain; names the first bad row")
        verify.add_argument("--head", type=Path, metavar="FILE", help="what `audit head` printed")
        verbs.add_parser("head", help="print the newest signed head, one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the verb."""
        try:
            if options["verb"] == "head":
                self._head()
            else:
                self._verify(options["head"])
        except KeyringUnusable as unusable:
            raise CommandError(str(unusable), returncode=BAD_CALL) from None
        except DatabaseError as error:
            kind = type(error).__name__
            raise CommandError(
                f"The database does not answer, or has no tables yet ({kind}).", returncode=BAD_CALL
            ) from None

    def _head(self) -> None:
        seal = audit_chain.newest_seal()
        if seal is None:
            raise CommandError("Nothing is sealed yet.", returncode=BAD_CALL)
        head = {
            "position": seal.position,
            "hash": bytes(seal.head_hash).hex(),
            "sealed_at": seal.sealed_at.isoformat(),
            "signature": bytes(seal.signature).hex(),
        }
        self.stdout.write(json.dumps(head))

    def _verify(self, file: Path | None) -> None:
        exported = None if file is None else _read(file)
        found = audit_chain.verify(at=clock.now(), head=exported)
        if not found.sound:
            row = f" It is the row with id {found.bad_entry}." if found.bad_entry else ""
            raise CommandError(
                f"The audit log does not hold. {found.problem}{row}", returncode=CHANGED
            )
        self.stdout.write(
            f"The audit log is as it was written: {found.chained} entries chained and signed, "
            f"{found.unchained} not yet."
        )
        if exported is None:
            self.stdout.write("Without --head a cut at its end would not show.")


def _read(file: Path) -> tuple[Head, bytes]:
    try:
        told = json.loads(file.read_text("utf-8"))
        head = Head(
            position=int(told["position"]),
            hash=bytes.fromhex(told["hash"]),
            sealed_at=datetime.fromisoformat(told["sealed_at"]),
        )
        return head, bytes.fromhex(told["signature"])
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.", returncode=BAD_CALL) from None
    except (ValueError, TypeError, KeyError):
        raise CommandError(f"{file} is not a head.", returncode=BAD_CALL) from None
