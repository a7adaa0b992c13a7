"""The provider this process sends texts through, as settings name it."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from krisechat.outbound.provider import Texts


def texts() -> Texts:
    """A provider for one piece of work; it keeps nothing between two."""
    return cast(Texts, import_string(settings.KRISECHAT_TEXTS)())
