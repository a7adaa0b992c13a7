"""The demo's settings with a clock that a test moves; see moved_clock.py."""

from django.utils import timezone

from config.settings.demo import *  # noqa: F403
from krisechat.foundation import clock
from tests.support.moved_clock import moved_now

clock.now = moved_now
timezone.now = moved_now  # how long a login lasts is Django's to say
