"""What the environment says, read once, refused with a sentence when unsafe (P81).

Everything the product takes from the environment is named here; nothing else reads it.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured("PORT is not a port number from 1 to 65535.")
    return int(value)


def origin(url: str, *, name: str) -> str:
    """`url` reduced to its origin as a browser sends it: `scheme://host[:port]`, in small letters
    and without the scheme's own port.

    Raises ImproperlyConfigured when it is not a plain http or https address without a path.
    """
    parts = urlsplit(url)
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ImproperlyConfigured(f"{name} is not an address like https://chat.example.dk.")
    own_port = ":443" if parts.scheme == "https" else ":80"
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(own_port)}"


def database(*, default_sqlite: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]: PostgreSQL from `DATABASE_URL`, else SQLite at the path.

    PostgreSQL: a commit is on disk before it returns, and no lock is waited for longer than 2 s.
    SQLite: WAL, synchronous FULL, immediate transactions, as the embedded shape promises.
    """
    url = text("DATABASE_URL")
    if not url:
        return _sqlite(default_sqlite)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if "sqlite" in config["ENGINE"]:
        return _sqlite(Path(config["NAME"]))
    if "postgresql" not in config["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL is neither PostgreSQL nor SQLite.")
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
    host = {"address": url, "socket_timeout": 30, "max_connections": 1000}
    return {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [host], "prefix": "krisechat"},
        }
    }
