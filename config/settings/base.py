"""What every shape of the product shares. Never named directly: use demo, production or test."""

from pathlib import Path
from typing import Any

from config import environment
from config.environment import ROOT
from krisechat.foundation import languages

DEBUG = False
BASE_DIR: Path = ROOT

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "krisechat",
    "volunteers",
    "routing",
]

MIDDLEWARE = [
    "config.proxies.BelieveOurProxies",
    "config.headers.SecurityHeaders",
    "config.compressing.Compressed",
    "config.static_files.static_files",
    "config.errors.PlainErrors",
    "config.language.BeginsInDanish",
    "krisechat.citizen.leaving.EndWhenLeft",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
KRISECHAT_SERVER = "config.server.KrisechatServer"
KRISECHAT_ENGINE = "config.engine.Engine"
AUTH_USER_MODEL = "volunteers.Account"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/vagt"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "config.headers.template_values",
            ]
        },
    }
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "da"
LANGUAGES = languages.offered(drafts=False)
LOCALE_PATHS = [ROOT / "krisechat" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ROOT / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60
WHITENOISE_ALLOW_ALL_ORIGINS = False

SESSION_COOKIE_NAME = "v"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_REFERRER_POLICY = "no-referrer"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": ["krisechat.citizen.parsing.StrictJsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "krisechat.citizen.refusing.as_refusal",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Krisechat",
    "VERSION": "1",
    "DESCRIPTION": "The citizen's way in, over HTTP, and Twilio's. Sockets: docs/asyncapi.yaml. "
    "Unknown fields are ignored; an empty string means not given.",
    "OAS_VERSION": "3.1.1",
    "PREPROCESSING_HOOKS": ["config.openapi.guess_nothing"],
    "POSTPROCESSING_HOOKS": ["config.openapi.declared"],
}

# One line an event, with codes and ids only: no person's words, names, numbers or addresses.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.NoPersonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "krisechat": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # These quote what was sent: a Host, an Origin, the address somebody came from.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "CRITICAL"},
        "daphne": {"level": "WARNING"},
        "urllib3": {"level": "ERROR"},  # it writes addresses, and so the numbers asked about
    },
}

PORT = environment.port()
# Where the Channels layer lives is a setting; no code asks which it is.
CHANNEL_LAYERS = environment.channel_layers()

# The brand a citizen sees until a helpline says otherwise.
KRISECHAT_DEMO = False
KRISECHAT_DEMO_DIRECTORY = ROOT / ".demo"
KRISECHAT_SHOW_UNVERIFIED_NUMBERS = False
KRISECHAT_DEMO_PHONE_BESIDE = False
# Where somebody writes for whom the pages do not work; shown on /tilgaengelighed.
KRISECHAT_CONTACT_EMAIL = environment.mail_address("KRISECHAT_CONTACT_EMAIL")
# Who sends and brings our text messages; empty means Twilio's own address.
TWILIO_ACCOUNT_SID = environment.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = environment.text("TWILIO_AUTH_TOKEN")
TWILIO_API_BASE_URL = environment.text("TWILIO_API_BASE_URL")
KRISECHAT_SMS_NUMBER = environment.text("KRISECHAT_SMS_NUMBER")  # ours, E.164
KRISECHAT_TEXTS = "krisechat.outbound.twilio_texts.TwilioTexts"
# Danish numbers only; none that is charged to who is called (90), shared (70) or free (80).
KRISECHAT_TEXTS_GO_TO = r"\+45(?!70|80|90)[2-9][0-9]{7}"
KRISECHAT_TEXTS_A_NUMBER_AND_HOUR = 60
KRISECHAT_TEXTS_AN_HOUR_UNTIL_THEY_WRITE = 6  # to a number typed on the web
KRISECHAT_TEXTS_AN_HOUR = 3000
KRISECHAT_TEXTS_AT_ONCE = 8
EMAIL_TIMEOUT = 10
# Whose word is believed on where a request comes from: nobody's, unless named.
KRISECHAT_PROXIES = environment.networks("KRISECHAT_PROXIES")
KRISECHAT_RATE_LIMITS = environment.text("KRISECHAT_RATE_LIMITS", "on") != "off"
# The engine runs inside `manage.py serve` only where one process is the whole installation.
KRISECHAT_ENGINE_IN_SERVER = not environment.text("REDIS_URL")
