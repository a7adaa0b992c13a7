"""The demo's settings with engines that are processes of their own and give texts up sooner."""

from tests.support.quick_texts_settings import *  # noqa: F403

KRISECHAT_ENGINE_IN_SERVER = False
