"""What must be right before anything runs; otherwise the start is refused with a sentence."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError
from django.utils.module_loading import import_string

from krisechat.foundation import clock, keyring
from krisechat.foundation.key_files import KeyringUnusable
from krisechat.operations import week_keys
from krisechat.privacy import current, data_keys
from krisechat.privacy.retention import RetentionClass, week_of
from krisechat.queries import helplines

logger = logging.getLogger("krisechat.start")


def refuse_unsafe() -> None:
    """Raises CommandError when keys, database or helpline are missing or do not fit."""
    try:
        current.keyring()
        data_keys.refuse_foreign_ring()
        week_keys.refuse_different(at=clock.now())
        helplines.only()
    except KeyringUnusable as unusable:
        raise CommandError(str(unusable)) from None
    except (DatabaseError, InterfaceError) as error:
        raise CommandError(
            f"The database does not answer, or has no tables yet ({type(error).__name__}). "
            "Is DATABASE_URL right, and has `manage.py migrate` run?"
        ) from None
    except ObjectDoesNotExist:
        raise CommandError("There is no helpline yet. The demo's comes with `make demo`.") from None
    _refuse_missing_week()
    _warn_of_few_weeks()


def _refuse_missing_week() -> None:
    """Without this week's keys nothing new could be stored."""
    week = week_of(clock.now())
    there = {each.retention_class for each in keyring.week_keys_of(settings.KRISECHAT_KEYS, week)}
    missing = sorted(str(each) for each in RetentionClass if str(each) not in there)
    if missing:
        raise CommandError(
            f"The key ring has no key of {week} for: {', '.join(missing)}. "
            "Run `manage.py keys make`."
        )


def _warn_of_few_weeks() -> None:
    """The engine makes them half a year ahead; few of them mean that it could not."""
    left = week_keys.weeks_left(at=clock.now())
    if left < week_keys.FEW_AHEAD:
        logger.warning("there are week keys for %d more weeks; run `manage.py keys make`", left)


def engine() -> Any:
    """The engine that settings name."""
    return import_string(settings.KRISECHAT_ENGINE)()


def server(*, port: int) -> Any:
    """The server that settings name, with the application that settings name."""
    application = import_string(settings.ASGI_APPLICATION)
    return import_string(settings.KRISECHAT_SERVER)(application, port=port)
