"""Production: everything from the environment, and a refusal to start when any of it is unsafe."""

from importlib.metadata import version

from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.environment import ROOT
from config.settings.base import *  # noqa: F403
from config.settings.base import KRISECHAT_RATE_LIMITS

SECRET_KEY = environment.required("DJANGO_SECRET_KEY")
if len(SECRET_KEY) < 50 or "krisechat-demo" in SECRET_KEY or "only-for-tests" in SECRET_KEY:
    raise ImproperlyConfigured("DJANGO_SECRET_KEY is shorter than 50 characters or a known one.")

KRISECHAT_PUBLIC_URL = environment.origin(
    environment.required("KRISECHAT_PUBLIC_URL"), name="KRISECHAT_PUBLIC_URL"
)
if not KRISECHAT_PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("KRISECHAT_PUBLIC_URL does not begin with https://.")
KRISECHAT_ORIGINS = [KRISECHAT_PUBLIC_URL]
CSRF_TRUSTED_ORIGINS = KRISECHAT_ORIGINS
ALLOWED_HOSTS = [KRISECHAT_PUBLIC_URL.removeprefix("https://").partition(":")[0]]

KRISECHAT_KEYS = environment.required("KRISECHAT_KEYS")
environment.required("REDIS_URL")
if not environment.required("DATABASE_URL").startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL is not PostgreSQL; production needs it.")
DATABASES = {"default": environment.database(default_sqlite=ROOT / "unused")}
if not KRISECHAT_RATE_LIMITS:
    raise ImproperlyConfigured("KRISECHAT_RATE_LIMITS=off is for load tests, never for production.")
# Before it, a message of any size and a smuggled header were let in (CVE-2026-44545, -44546).
if tuple(int(each) for each in version("daphne").split(".")[:3]) < (4, 2, 3):
    raise ImproperlyConfigured("daphne is older than 4.2.3, which is not safe to serve with.")

TWILIO_ACCOUNT_SID = environment.twilio_account()
TWILIO_AUTH_TOKEN = environment.required("TWILIO_AUTH_TOKEN")
if TWILIO_AUTH_TOKEN == "krisechat-demo":
    raise ImproperlyConfigured("TWILIO_AUTH_TOKEN is the demo's, which everybody knows.")
TWILIO_API_BASE_URL = environment.secure_or_empty("TWILIO_API_BASE_URL")
KRISECHAT_SMS_NUMBER = environment.sms_number()
globals().update(environment.mail())
DEFAULT_FROM_EMAIL = environment.text("KRISECHAT_MAIL_FROM", f"no-reply@{ALLOWED_HOSTS[0]}")

# A proxy on the same machine, unless others are named.
KRISECHAT_PROXIES = environment.networks("KRISECHAT_PROXIES", "127.0.0.1,::1")
KRISECHAT_ENGINE_IN_SERVER = False
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-v"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
