"""What the environment says, refused with a sentence when unsafe."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

NAME = "KRISECHAT_TEST"


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NAME, "PORT", "DATABASE_URL", "REDIS_URL", "KRISECHAT_DEMO_PHONE"):
        monkeypatch.delenv(name, raising=False)


class TestTexts:
    @pytest.mark.parametrize(
        ("set_to", "found"), [(None, "x"), ("", "x"), ("  ", "x"), (" a ", "a")]
    )
    def test_absent_and_empty_are_the_same(
        self, monkeypatch: pytest.MonkeyPatch, set_to: str | None, found: str
    ) -> None:
        if set_to is not None:
            monkeypatch.setenv(NAME, set_to)
        assert environment.text(NAME, "x") == found

    def test_what_is_required_is_named_when_it_is_not_there(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(NAME, " ")
        with pytest.raises(ImproperlyConfigured, match=NAME):
            environment.required(NAME)
        monkeypatch.setenv(NAME, "a")
        assert environment.required(NAME) == "a"


class TestPort:
    def test_8000_when_not_given(self) -> None:
        assert environment.port() == 8000

    @pytest.mark.parametrize("port", ["1", "8123", "65535"])
    def test_a_port(self, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
        monkeypatch.setenv("PORT", port)
        assert environment.port() == int(port)

    @pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80a", "8.0", "²", "9" * 5000])
    def test_no_port(self, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
        monkeypatch.setenv("PORT", port)
        with pytest.raises(ImproperlyConfigured, match="PORT"):
            environment.port()


class TestMailAddress:
    @pytest.mark.parametrize("address", ["", "skriv@lygten.example", "a.b+c@x-y.example.dk"])
    def test_an_address_or_none(self, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
        monkeypatch.setenv(NAME, address)
        assert environment.mail_address(NAME) == address

    @pytest.mark.parametrize("address", ["x", "x@y", "a b@c.dk", "x@y.dk?body=z", '"x"@y.dk'])
    def test_no_address(self, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
        monkeypatch.setenv(NAME, address)
        with pytest.raises(ImproperlyConfigured, match=NAME):
            environment.mail_address(NAME)


class TestOrigin:
    @pytest.mark.parametrize(
        ("url", "origin"),
        [
            ("https://chat.example.dk", "https://chat.example.dk"),
            ("https://chat.example.dk/", "https://chat.example.dk"),
            ("https://Chat.Example.DK", "https://chat.example.dk"),
            ("https://chat.example.dk:443", "https://chat.example.dk"),
            ("https://chat.example.dk:8443", "https://chat.example.dk:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ],
    )
    def test_it_is_what_a_browser_sends(self, url: str, origin: str) -> None:
        assert environment.origin(url, name=NAME) == origin

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "chat.example.dk",
            "//chat.example.dk",
            "ftp://chat.example.dk",
            "https://",
            "https://chat.example.dk/chat",
            "https://chat.example.dk?x=1",
            "https://chat.example.dk#x",
            "https://bo@chat.example.dk",
            "https://:secret@chat.example.dk",
            "https://[::1",
            "https://chat.example.dk:99999",
            "https://chat.example.dk:http",
            "https://chat example.dk",
        ],
    )
    def test_anything_else_is_refused_by_name(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=NAME) as refused:
            environment.origin(url, name=NAME)
        assert "secret" not in str(refused.value)


class TestDatabase:
    def test_sqlite_keeps_what_it_has_said_is_stored(self, tmp_path: Path) -> None:
        config = environment.database(default_sqlite=tmp_path / "k.sqlite3")
        assert config["NAME"] == str(tmp_path / "k.sqlite3")
        command = config["OPTIONS"]["init_command"]
        assert "journal_mode=WAL" in command
        assert "synchronous=FULL" in command
        assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_another_sqlite_file_has_the_same_promises(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
        config = environment.database(default_sqlite=tmp_path / "k.sqlite3")
        assert config["NAME"] == f"{tmp_path}/other.sqlite3"
        assert "synchronous=FULL" in config["OPTIONS"]["init_command"]

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
    def test_postgresql_commits_to_disk_and_waits_for_no_lock_for_ever(
        self, monkeypatch: pytest.MonkeyPatch, scheme: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"{scheme}://k:p%40ss@db.example:5433/night")
        config = environment.database(default_sqlite=Path("unused"))
        assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "night")
        assert (config["USER"], config["PASSWORD"]) == ("k", "p@ss")
        options = config["OPTIONS"]["options"]
        assert "synchronous_commit=on" in options
        assert "lock_timeout=2000" in options
        assert config["OPTIONS"]["connect_timeout"] == 3
        assert config["CONN_HEALTH_CHECKS"]

    @pytest.mark.parametrize(
        "url",
        ["mysql://u:secret@h/d", "oracle://u:secret@h/d", "nonsense", "redis://secret@h", "://"],
    )
    def test_any_other_is_refused_without_quoting_it(
        self, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
            environment.database(default_sqlite=Path("unused"))
        assert "secret" not in str(refused.value)


class TestChannelLayers:
    def test_one_process_needs_no_redis(self) -> None:
        assert "InMemory" in environment.channel_layers()["default"]["BACKEND"]

    def test_redis_with_its_defaults_made_safe(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/3")
        layer = environment.channel_layers()["default"]
        assert layer["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
        [host] = layer["CONFIG"]["hosts"]
        assert host["address"] == "redis://127.0.0.1:6379/3"
        assert host["socket_timeout"] >= 30
        assert host["max_connections"] >= 1000

    @pytest.mark.parametrize("url", ["http://secret@h", "127.0.0.1:6379", "amqp://secret@h"])
    def test_what_is_no_redis_is_refused_without_quoting_it(
        self, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        monkeypatch.setenv("REDIS_URL", url)
        with pytest.raises(ImproperlyConfigured, match="REDIS_URL") as refused:
            environment.channel_layers()
        assert "secret" not in str(refused.value)


def test_the_demo_phones_file_goes_with_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Path("/demo")
    assert environment.demo_phone(here) == here / "phone.sqlite3"
    found = []
    for database in ("postgres://a@127.0.0.1/a", "postgres://a@127.0.0.1/b"):
        monkeypatch.setenv("DATABASE_URL", database)
        found.append(environment.demo_phone(here))
        assert environment.demo_phone(here) == found[-1]
    assert len({*found, here / "phone.sqlite3"}) == 3
    monkeypatch.setenv("KRISECHAT_DEMO_PHONE", "/elsewhere/p")
    assert environment.demo_phone(here) == Path("/elsewhere/p")
