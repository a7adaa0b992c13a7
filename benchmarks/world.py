"""`python -m benchmarks.world COUNT FILE`: volunteers beyond the demo's four, already logged in.

Run with the server's environment, on a database that holds the demo's world. FILE gets their
Cookie headers as a JSON list, readable by its owner only: they are secrets.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from volunteers.models import Account

LIMIT = 6
MODEL_ACCOUNT = "bo"


def cookies(*, count: int) -> list[str]:
    """Make `count` volunteers in the organisation of the demo's `bo`; their Cookie headers."""
    from volunteers.models import Account, Membership, Volunteer  # noqa: PLC0415

    bo = Account.objects.get(login=MODEL_ACCOUNT)
    organisation = bo.memberships.get(role="volunteer").organisation
    made = []
    for number in range(count):
        account = Account.objects.create_user(f"bench-{number}", None, name=f"Frivillig {number}")
        Membership.objects.create(account=account, organisation=organisation, role="volunteer")
        Volunteer.objects.create(
            account=account,
            languages=bo.volunteer.languages,
            subjects=bo.volunteer.subjects,
            limit=LIMIT,
        )
        made.append(_logged_in(account))
    return made


def _logged_in(account: "Account") -> str:
    """A session of this account as the login page makes one, as a Cookie header."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib import auth  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[auth.SESSION_KEY] = str(account.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main() -> None:
    """Set Django up, make the volunteers, write the file."""
    count, file = int(sys.argv[1]), Path(sys.argv[2])
    django.setup()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        json.dump(cookies(count=count), output)


if __name__ == "__main__":
    main()
