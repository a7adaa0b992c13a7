"""What the environment says, read once, refused with a sentence when unsafe (P81).

Everything the product takes from the environment is named here; nothing else reads it.
"""

import ipaddress
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """The variable `name`, trimmed; `default` when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str) -> str:
    """The variable `name`. Raises ImproperlyConfigured, naming it, when it is absent or empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Krisechat does not start without it.")
    return value


def port() -> int:
    """The TCP port to serve on, 1 to 65535 (`PORT`, 8000 when not given)."""
    value = text("PORT", "8000")
    if not _is_port(value):
        raise ImproperlyConfigured("PORT is not a port number from 1 to 65535.")
    return int(value)


def _is_port(value: str) -> bool:
    return re.fullmatch(r"[0-9]{1,5}", value) is not None and 0 < int(value) < 65536


def origin(url: str, *, name: str) -> str:
    """`url` reduced to its origin as a browser sends it: `scheme://host[:port]`, in small letters
    and without the scheme's own port.

    Raises ImproperlyConfigured when it is not a plain http or https address without a path.
    """
    plain = _ORIGIN.fullmatch(url.lower())
    if plain is None or not _is_port(plain["port"] or "1"):
        raise ImproperlyConfigured(f"{name} is not an address like https://chat.example.dk.")
    own_port = {"https": "443", "http": "80"}[plain["scheme"]]
    port = f":{plain['port']}" if plain["port"] not in (None, own_port) else ""
    return f"{plain['scheme']}://{plain['host']}{port}"


_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:(?P<port>[0-9]+))?/?"
)


def networks(name: str, default: str = "") -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The addresses and networks in the variable `name`, with commas between them.

    Raises ImproperlyConfigured, also for a network so large that it is no proxy's.
    """
    found = []
    for each in filter(None, (part.strip() for part in text(name, default).split(","))):
        try:
            network = ipaddress.ip_network(each)
        except ValueError:
            raise ImproperlyConfigured(f"{name} is not a list of addresses and networks.") from None
        if network.prefixlen < 8:
            raise ImproperlyConfigured(f"{name} holds a network larger than any proxy's.")
        found.append(network)
    return found


def mail_address(name: str) -> str:
    """The e-mail address in the variable `name`, or empty. Raises ImproperlyConfigured when what
    stands there is none."""
    address = text(name)
    if address and not re.fullmatch(r"[^@\s<>\"']+@[a-z0-9-]+(\.[a-z0-9-]+)+", address, re.I):
        raise ImproperlyConfigured(f"{name} is not an e-mail address.")
    return address


def twilio_account() -> str:
    """`TWILIO_ACCOUNT_SID`. Raises ImproperlyConfigured when it is missing or no real account's."""
    account = required("TWILIO_ACCOUNT_SID")
    if not re.fullmatch(r"AC[0-9a-f]{32}", account) or account == "AC" + "0" * 32:
        raise ImproperlyConfigured("TWILIO_ACCOUNT_SID is not an account's: AC and 32 hex digits.")
    return account


def sms_number() -> str:
    """`KRISECHAT_SMS_NUMBER`, ours, in E.164. Raises ImproperlyConfigured."""
    number = required("KRISECHAT_SMS_NUMBER")
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        raise ImproperlyConfigured("KRISECHAT_SMS_NUMBER is not a number like +4512345678.")
    return number


def secure_or_empty(name: str) -> str:
    """The https address in the variable `name`, or nothing. Raises ImproperlyConfigured."""
    url = text(name)
    if url and not url.startswith("https://"):
        raise ImproperlyConfigured(f"{name} does not begin with https://.")
    return url


def mail() -> dict[str, Any]:
    """Django's EMAIL_* settings from `EMAIL_URL`, such as smtp+tls://user:password@host:587.

    Raises ImproperlyConfigured when it is missing or names no SMTP server.
    """
    url = required("EMAIL_URL")
    if url.partition("://")[0] not in ("smtp", "smtps", "smtp+tls", "smtp+ssl"):
        raise ImproperlyConfigured("EMAIL_URL is not an address like smtp+tls://host:587.")
    config: dict[str, Any] = environ.Env.email_url_config(url)
    return {name: value for name, value in config.items() if name.startswith("EMAIL_")}


def demo_phone(directory: Path) -> Path:
    """The demo phone's own file (`KRISECHAT_DEMO_PHONE`), in `directory` when not given: servers
    that share a database share it, those of another database have another."""
    given = text("KRISECHAT_DEMO_PHONE")
    if given:
        return Path(given)
    database_url = text("DATABASE_URL")
    whose = f"-{sha256(database_url.encode()).hexdigest()[:12]}" if database_url else ""
    return directory / f"phone{whose}.sqlite3"


def database(*, default_sqlite: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]: PostgreSQL from `DATABASE_URL`, else SQLite at the path.

    PostgreSQL: a commit is on disk before it returns, and no lock is waited for longer than 2 s.
    SQLite: WAL, synchronous FULL, immediate transactions, as the embedded shape promises.
    """
    url = text("DATABASE_URL")
    if not url:
        return _sqlite(default_sqlite)
    # Asked before the library is: it would print what it does not know, passwords included.
    scheme = url.partition("://")[0]
    if scheme not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured("DATABASE_URL is neither PostgreSQL nor SQLite.")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if scheme == "sqlite":
        return _sqlite(Path(config["NAME"]))
    config["OPTIONS"] = {
        **config.get("OPTIONS", {}),
        "connect_timeout": 3,
        "options": "-c lock_timeout=2000 -c synchronous_commit=on -c timezone=UTC",
    }
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    return config


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
            ),
        },
    }


def channel_layers() -> dict[str, Any]:
    """Redis pub/sub from `REDIS_URL`, else the in-memory layer of one process.

    redis-py 8 waits 5 s for a socket and opens 100 connections by default; either breaks a
    channel layer at rest or under load, so both are set.
    """
    url = text("REDIS_URL")
    if not url:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    if url.partition("://")[0] not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("REDIS_URL is not an address like redis://127.0.0.1:6379/0.")
    host = {"address": url, "socket_timeout": 30, "max_connections": 1000}
    return {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [host], "prefix": "krisechat"},
        }
    }
