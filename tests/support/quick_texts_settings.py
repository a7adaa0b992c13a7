"""The demo's settings with an engine that gives texts up sooner; see quick_texts.py."""

from config.settings.demo import *  # noqa: F403

KRISECHAT_ENGINE = "tests.support.quick_texts.QuickEngine"
KRISECHAT_TEXTS_AT_ONCE = 4
