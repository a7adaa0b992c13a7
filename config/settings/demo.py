"""The demo: one process, an embedded database, made-up people. Never for real citizens."""

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import KRISECHAT_DEMO_DIRECTORY
from krisechat.foundation import languages

SECRET_KEY = "krisechat-demo-krisechat-demo-krisechat-demo-krisechat-demo"
KRISECHAT_DEMO = True
KRISECHAT_SHOW_UNVERIFIED_NUMBERS = True
LANGUAGES = languages.offered(drafts=True)
KRISECHAT_PUBLIC_URL = environment.origin(
    environment.text("KRISECHAT_PUBLIC_URL", f"http://127.0.0.1:{environment.port()}"),
    name="KRISECHAT_PUBLIC_URL",
)
KRISECHAT_ORIGINS = [KRISECHAT_PUBLIC_URL, f"http://localhost:{environment.port()}"]
KRISECHAT_KEYS = environment.text("KRISECHAT_KEYS", str(KRISECHAT_DEMO_DIRECTORY / "keys"))
# The demo phone speaks Twilio's API here, unless the environment leads to another that does.
TWILIO_ACCOUNT_SID = environment.text("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
TWILIO_AUTH_TOKEN = environment.text("TWILIO_AUTH_TOKEN", "krisechat-demo")
TWILIO_API_BASE_URL = environment.text(
    "TWILIO_API_BASE_URL", f"http://127.0.0.1:{environment.port()}"
)
KRISECHAT_SMS_NUMBER = environment.text("KRISECHAT_SMS_NUMBER", "+4593700012")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(KRISECHAT_DEMO_DIRECTORY / "mail")
# An engine that runs alone has the phone's API at hand, rather than at a port it would guess.
KRISECHAT_DEMO_PHONE_BESIDE = not environment.text("TWILIO_API_BASE_URL")
KRISECHAT_DEMO_PHONE = environment.demo_phone(KRISECHAT_DEMO_DIRECTORY)
# Several servers need a clock each time one of them may be gone: rows are claimed, so all may run.
KRISECHAT_ENGINE_IN_SERVER = True
STATIC_ROOT = None  # served from where they lie; nothing is collected
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = KRISECHAT_ORIGINS
DATABASES = {
    "default": environment.database(default_sqlite=KRISECHAT_DEMO_DIRECTORY / "krisechat.sqlite3")
}
# The demo's logins share one short password, which the real settings would refuse.
AUTH_PASSWORD_VALIDATORS = []
