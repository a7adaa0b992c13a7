"""Taking people in: organisations, accounts, roles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from krisechat.operations import actors, audit
from krisechat.privacy import staff
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
    """Somebody who will work with the helpline. `limit`: conversations at a time, at most.
    `phone` is E.164, empty when not given; only with one can somebody be called in."""

    login: str
    name: str
    organisation: str
    role: Role
    languages: tuple[str, ...] = ("da",)
    subjects: tuple[str, ...] = ()
    limit: int = 2
    phone: str = ""
    on_call: bool = False


def found(new: NewOrganisation) -> Organisation:
    """The organisation, made when it is missing."""
    kind = Organisation.Kind.MUNICIPALITY if new.municipality_code else Organisation.Kind.NGO
    organisation, _ = Organisation.objects.get_or_create(
        slug=new.slug,
        defaults={"name": new.name, "kind": kind, "municipality_code": new.municipality_code},
    )
    return organisation


def take_in(new: NewPerson, *, password: str, at: datetime) -> Account:
    """The account with its role, made when it is missing. One that exists keeps its password and
    what it has; what it lacks (a phone, the means to answer) is added."""
    with transaction.atomic():
        known = Account.objects.filter(login=new.login).first()
        account = known or _create(new, password=password)
        added = [*_add_places(account, new), *_add_phone(account, new)]
        if known is None:
            _record(account, action="take_in", detail={"role": str(new.role)}, at=at)
        elif added:
            _record(account, action="add_to_account", detail={"added": added}, at=at)
    return account


def _create(new: NewPerson, *, password: str) -> Account:
    account = Account.objects.create_user(new.login, password, name=new.name)
    organisation = Organisation.objects.get(slug=new.organisation)
    Membership.objects.create(account=account, organisation=organisation, role=new.role)
    return account


def _add_places(account: Account, new: NewPerson) -> list[str]:
    if new.role not in ANSWERING:
        return []
    _, made = Volunteer.objects.get_or_create(
        account=account,
        defaults={
            "languages": list(new.languages),
            "subjects": list(new.subjects),
            "limit": new.limit,
        },
    )
    return ["places"] if made else []


def _add_phone(account: Account, new: NewPerson) -> list[str]:
    """The number, sealed, and with it whether they are on call: without one nobody can be."""
    if not new.phone or account.phone_sealed is not None:
        return []
    account.phone_sealed = staff.seal_phone(
        table="account", row=account.id, account=account.id, phone=new.phone
    )
    account.save(update_fields=["phone_sealed"])
    Volunteer.objects.filter(account=account).update(on_call=new.on_call)
    return ["phone"]


def _record(account: Account, *, action: str, detail: dict[str, Any], at: datetime) -> None:
    audit.record(
        actor=actors.SYSTEM,
        action=action,
        object_kind="account",
        object_id=account.id,
        detail=detail,
        at=at,
    )
