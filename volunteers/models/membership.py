from django.db import models

from volunteers.models.account import Account
from volunteers.models.organisation import Organisation
from volunteers.states.role import Role


class Membership(models.Model):
    """An account's role in an organisation."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    role = models.CharField(max_length=12, choices=[(str(r), str(r)) for r in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation", "role"], name="membership_once"
            )
        ]
