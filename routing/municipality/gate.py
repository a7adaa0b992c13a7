"""Who comes in: people of a municipality, with their login. For anybody else there is no page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from krisechat.foundation.refusals import NotFound
from routing import access
from routing.access import Side
from routing.queries import municipalities, team_leads
from volunteers.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseworker:
    """Somebody at their municipality's inbox; `leads` when overdue ones climb to them."""

    id: UUID
    name: str
    codes: tuple[str, ...]
    leads: bool

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @property
    def municipality(self) -> str:
        return ", ".join(municipalities.name_of(code) for code in self.codes)


Page = Callable[..., HttpResponse]


def for_caseworkers(page: Page) -> Page:
    """The page is given the caseworker first. Raises NotFound for whoever is none."""

    @login_required
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        return page(request, caseworker(request), **parts)

    return guarded


def caseworker(request: HttpRequest) -> Caseworker:
    """Who asks. Raises NotFound when they work for no municipality (any more)."""
    account = request.user
    codes = access.codes_of(account.id) if isinstance(account, Account) else set()
    if not isinstance(account, Account) or not codes:
        raise NotFound("Not found.")
    return Caseworker(
        id=account.id,
        name=account.name,
        codes=tuple(sorted(codes)),
        leads=team_leads.leads(account.id),
    )


def require(who: Caseworker, handover: UUID) -> None:
    """Raises NotFound unless it was delivered to this person's municipality."""
    if access.handover_for(who.id, handover).side != Side.MUNICIPALITY:
        raise NotFound("Not found.")
