"""Production starts whole or not at all: each unsafe environment is refused by name (P81)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DJANGO_SECRET_KEY": "k" * 50,
    "KRISECHAT_PUBLIC_URL": "https://chat.example.dk",
    "KRISECHAT_KEYS": "/etc/krisechat/keys",
    "DATABASE_URL": "postgres://krisechat:hemmelig@127.0.0.1/krisechat",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "hemmelig",
    "KRISECHAT_SMS_NUMBER": "+4512345678",
    "EMAIL_URL": "smtp+tls://krisechat:hemmelig@mail.example.dk:587",
}
# What is changed, and the variable that the refusal names. None takes a variable away.
UNSAFE: list[tuple[dict[str, str | None], str]] = [
    ({"DJANGO_SECRET_KEY": None}, "DJANGO_SECRET_KEY"),
    ({"DJANGO_SECRET_KEY": "k" * 49}, "DJANGO_SECRET_KEY"),
    ({"DJANGO_SECRET_KEY": "krisechat-demo-" * 5}, "DJANGO_SECRET_KEY"),
    ({"DJANGO_SECRET_KEY": "only-for-tests-" * 5}, "DJANGO_SECRET_KEY"),
    ({"KRISECHAT_PUBLIC_URL": None}, "KRISECHAT_PUBLIC_URL"),
    ({"KRISECHAT_PUBLIC_URL": "http://chat.example.dk"}, "KRISECHAT_PUBLIC_URL"),
    ({"KRISECHAT_PUBLIC_URL": "https://*"}, "KRISECHAT_PUBLIC_URL"),
    ({"KRISECHAT_PUBLIC_URL": "https://chat.example.dk/chat"}, "KRISECHAT_PUBLIC_URL"),
    ({"KRISECHAT_KEYS": None}, "KRISECHAT_KEYS"),
    ({"KRISECHAT_KEYS": " "}, "KRISECHAT_KEYS"),
    ({"DATABASE_URL": None}, "DATABASE_URL"),
    ({"DATABASE_URL": "sqlite:////tmp/night.sqlite3"}, "DATABASE_URL"),
    ({"DATABASE_URL": "mysql://krisechat:hemmelig@127.0.0.1/k"}, "DATABASE_URL"),
    ({"REDIS_URL": None}, "REDIS_URL"),
    ({"REDIS_URL": "http://:hemmelig@127.0.0.1"}, "REDIS_URL"),
    ({"KRISECHAT_RATE_LIMITS": "off"}, "KRISECHAT_RATE_LIMITS"),
    ({"TWILIO_ACCOUNT_SID": None}, "TWILIO_ACCOUNT_SID"),
    ({"TWILIO_ACCOUNT_SID": "AC" + "0" * 32}, "TWILIO_ACCOUNT_SID"),
    ({"TWILIO_ACCOUNT_SID": "SM" + "1" * 32}, "TWILIO_ACCOUNT_SID"),
    ({"TWILIO_AUTH_TOKEN": None}, "TWILIO_AUTH_TOKEN"),
    ({"TWILIO_AUTH_TOKEN": "krisechat-demo"}, "TWILIO_AUTH_TOKEN"),
    ({"TWILIO_API_BASE_URL": "http://:hemmelig@127.0.0.1"}, "TWILIO_API_BASE_URL"),
    ({"KRISECHAT_SMS_NUMBER": None}, "KRISECHAT_SMS_NUMBER"),
    ({"KRISECHAT_SMS_NUMBER": "12345678"}, "KRISECHAT_SMS_NUMBER"),
    ({"EMAIL_URL": None}, "EMAIL_URL"),
    ({"EMAIL_URL": "http://:hemmelig@127.0.0.1"}, "EMAIL_URL"),
    ({"PORT": "0"}, "PORT"),
    ({"PORT": "eighty"}, "PORT"),
    ({"OLD_DAPHNE": "4.2.2"}, "daphne"),
    ({"OLD_DAPHNE": "4.1"}, "daphne"),
]
# One interpreter reads Django once and forks for each environment: a start each, quickly.
STARTS = """
import importlib.metadata, json, os, sys
import django.core.exceptions, environ
sys.path.insert(0, sys.argv[1])
for surroundings in json.load(sys.stdin):
    if os.fork() == 0:
        os.environ.clear()
        os.environ.update(surroundings)
        old = os.environ.pop("OLD_DAPHNE", None)
        if old:
            importlib.metadata.version = lambda name: old
        try:
            django.setup()
            from django.conf import settings
            shown = ["DEBUG", "ALLOWED_HOSTS", "KRISECHAT_DEMO", "KRISECHAT_ORIGINS"]
            shown += ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME", "KRISECHAT_RATE_LIMITS"]
            shown += ["KRISECHAT_SHOW_UNVERIFIED_NUMBERS", "PASSWORD_HASHERS"]
            print(json.dumps({name: getattr(settings, name) for name in shown}), flush=True)
        except django.core.exceptions.ImproperlyConfigured as refused:
            print(json.dumps(str(refused)), flush=True)
        except BaseException as fault:
            print(json.dumps("FAULT " + repr(fault)), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def starts() -> list[Any]:
    """What came of the whole environment, and of each unsafe one."""
    changed = [{**WHOLE, **change} for change, _ in UNSAFE]
    surroundings = [
        {name: value for name, value in each.items() if value is not None}
        for each in [WHOLE, *changed]
    ]
    done = subprocess.run(
        [sys.executable, "-c", STARTS, str(ROOT)],
        input=json.dumps(surroundings),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_whole_environment_starts_and_is_strict(starts: list[Any]) -> None:
    shown = starts[0]
    assert shown["DEBUG"] is False
    assert shown["KRISECHAT_DEMO"] is False
    assert shown["KRISECHAT_SHOW_UNVERIFIED_NUMBERS"] is False
    assert shown["KRISECHAT_RATE_LIMITS"] is True
    assert shown["ALLOWED_HOSTS"] == ["chat.example.dk"]
    assert shown["KRISECHAT_ORIGINS"] == ["https://chat.example.dk"]
    assert shown["SESSION_COOKIE_SECURE"] is True
    assert shown["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert "Argon2" in shown["PASSWORD_HASHERS"][0]


@pytest.mark.parametrize("number", range(len(UNSAFE)), ids=lambda number: str(UNSAFE[number][0]))
def test_each_unsafe_one_is_refused_with_a_sentence_that_names_it(
    starts: list[Any], number: int
) -> None:
    sentence = starts[number + 1]
    assert isinstance(sentence, str), "it started"
    assert not sentence.startswith("FAULT"), sentence
    assert UNSAFE[number][1] in sentence
    assert sentence.endswith(".")
    assert "hemmelig" not in sentence


def test_manage_py_says_the_sentence_alone_and_ends_with_a_status() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"DJANGO_SETTINGS_MODULE": "config.settings.production", "PATH": "/usr/bin:/bin"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "DJANGO_SECRET_KEY is not set. Krisechat does not start without it.\n"
