"""The tests: the demo's shape, with keys of their own; DATABASE_URL chooses PostgreSQL."""

import os
import tempfile
from pathlib import Path

from config import environment
from config.settings.base import *  # noqa: F403
from krisechat.foundation import languages

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"
KRISECHAT_DEMO = True
KRISECHAT_SHOW_UNVERIFIED_NUMBERS = True
LANGUAGES = languages.offered(drafts=True)
KRISECHAT_PUBLIC_URL = "http://testserver"
KRISECHAT_ORIGINS = [KRISECHAT_PUBLIC_URL]
_scratch = Path(tempfile.gettempdir()) / f"krisechat-tests-{os.getuid()}"
_scratch.mkdir(mode=0o700, exist_ok=True)
KRISECHAT_KEYS = str(_scratch / "keys")
TWILIO_ACCOUNT_SID = "AC" + "0" * 32
TWILIO_AUTH_TOKEN = "krisechat-demo"
TWILIO_API_BASE_URL = "http://127.0.0.1:9"  # nobody is there
KRISECHAT_SMS_NUMBER = "+4500000000"
KRISECHAT_TEXTS = "krisechat.outbound.recorder.Recorder"
KRISECHAT_TEXTS_AT_ONCE = 1  # in the test's own thread
KRISECHAT_DEMO_PHONE = _scratch / f"phone-{os.getpid()}.sqlite3"
KRISECHAT_ENGINE_IN_SERVER = False
STATIC_ROOT = None
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": environment.database(default_sqlite=_scratch / "test.sqlite3")}
DATABASES["default"]["TEST"] = (
    {"NAME": str(_scratch / f"pytest-{os.getpid()}.sqlite3")}
    if "sqlite" in DATABASES["default"]["ENGINE"]
    else {}
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = []
