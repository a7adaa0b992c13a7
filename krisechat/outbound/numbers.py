"""To which numbers a text may go at all (P38): no foreign ones, none that cost the receiver or us
more than a text does."""

import re

from django.conf import settings


def may_text(number: str) -> bool:
    """Whether a text may go to this number (E.164), by the setting KRISECHAT_TEXTS_GO_TO."""
    return re.fullmatch(settings.KRISECHAT_TEXTS_GO_TO, number) is not None
