"""Taking people in: organisations, accounts, roles."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krisechat.operations import actors, audit
from volunteers.models import Account, Membership, Organisation, Volunteer
from volunteers.states.role import ANSWERING, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An NGO, or with a four-digit `municipality_code` (kommunekode) a municipality."""

    slug: str
    name: str
    municipality_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who will work with the helpline. `limit`: conversations at a time, at most."""

    login: str
    name: str
    organisation: str
    role: Role
    languages: tuple[str, ...] = ("da",)
    subjects: tuple[str, ...] = ()
    limit: int = 2


def found(new: NewOrganisation) -> Organisation:
    """The organisation, made when it is missing."""
    kind = Organisation.Kind.MUNICIPALITY if new.municipality_code else Organisation.Kind.NGO
    organisation, _ = Organisation.objects.get_or_create(
        slug=new.slug,
        defaults={"name": new.name, "kind": kind, "municipality_code": new.municipality_code},
    )
    return organisation


def take_in(new: NewPerson, *, password: str, at: datetime) -> Account:
    """The account with its role, made when it is missing; one that exists keeps its password."""
    known = Account.objects.filter(login=new.login).first()
    if known is not None:
        return known
    with transaction.atomic():
        account = Account.objects.create_user(new.login, password, name=new.name)
        organisation = Organisation.objects.get(slug=new.organisation)
        Membership.objects.create(account=account, organisation=organisation, role=new.role)
        if new.role in ANSWERING:
            Volunteer.objects.create(
                account=account,
                languages=list(new.languages),
                subjects=list(new.subjects),
                limit=new.limit,
            )
        audit.record(
            actor=actors.SYSTEM,
            action="take_in",
            object_kind="account",
            object_id=account.id,
            detail={"role": str(new.role)},
            at=at,
        )
    return account
