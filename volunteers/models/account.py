from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from krisechat.foundation.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, login: str, password: str | None, *, name: str) -> "Account":
        """A new account with its password hashed; `name` is shown to colleagues only."""
        account = self.model(login=login, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the helpline. A citizen never has an account, and never sees one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    phone_sealed = models.BinaryField(null=True)  # E.164, under the key for staff
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]
