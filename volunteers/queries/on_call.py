"""Who can be called in from home, and by which telephone.

Only people whose account is active. A number is opened when a text message to it is written down,
and nowhere else.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from krisechat.foundation.envelope import Tampered
from krisechat.privacy import staff
from volunteers.models import Account, Organisation
from volunteers.queries.available import AT_THE_SCREEN
from volunteers.states.presence import Status
from volunteers.states.role import ANSWERING, LEADING, Role

logger = logging.getLogger(__name__)


def on_call() -> list[UUID]:
    """Those who may be texted when somebody waits and nobody is there, oldest account first."""
    rows = _in_ngos(ANSWERING).filter(volunteer__on_call=True, phone_sealed__isnull=False)
    return _ids(rows)


def languages() -> frozenset[str]:
    """Every language that somebody who may be texted speaks."""
    rows = _in_ngos(ANSWERING).filter(volunteer__on_call=True, phone_sealed__isnull=False)
    spoken = rows.values_list("volunteer__languages", flat=True)
    return frozenset(code for codes in spoken for code in codes or ())


def leads(role: Role, *, at: datetime) -> list[UUID]:
    """The shift leads, or the coordinators, who can be reached: those at their console first,
    then those with a telephone, oldest account first."""
    everybody = _ids(_in_ngos({role}))
    here = at_the_console(everybody, at=at)
    with_phone = set(_ids(_in_ngos({role}).filter(phone_sealed__isnull=False)))
    away = [each for each in everybody if each in with_phone and each not in here]
    return [each for each in everybody if each in here] + away


def at_the_console(accounts: Collection[UUID], *, at: datetime) -> set[UUID]:
    """Which of them are on duty, or on a break, with a console whose socket is alive."""
    rows = Account.objects.filter(
        id__in=accounts,
        is_active=True,
        presence__status__in=[Status.AVAILABLE, Status.BREAK],
        presence__seen_at__gte=at - AT_THE_SCREEN,
    )
    return set(rows.values_list("id", flat=True))


def is_lead(account: UUID) -> bool:
    """Whether they may be called into somebody else's conversation."""
    return _in_ngos(LEADING).filter(id=account).exists()


def phones_of(accounts: Collection[UUID]) -> dict[UUID, str]:
    """Their numbers (E.164). Who has none, or does not work here any more, is left out; so is one
    whose number does not open, since the others must be called all the same."""
    rows = Account.objects.filter(id__in=accounts, is_active=True, phone_sealed__isnull=False)
    found = {}
    for id, sealed in rows.values_list("id", "phone_sealed"):
        try:
            found[id] = staff.open_phone(table="account", row=id, account=id, sealed=sealed or b"")
        except Tampered:
            logger.error("a telephone number of somebody on our staff does not open")
    return found


def _in_ngos(roles: Collection[Role]) -> QuerySet[Account]:
    return Account.objects.filter(
        is_active=True,
        memberships__organisation__kind=Organisation.Kind.NGO,
        memberships__role__in=[str(role) for role in roles],
    )


def _ids(rows: QuerySet[Account]) -> list[UUID]:
    return list(rows.order_by("id").values_list("id", flat=True).distinct())
