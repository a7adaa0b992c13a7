"""What must be right before anything runs."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError

from config.engine import Engine
from config.server import KrisechatServer
from krisechat.foundation import clock, keyring
from krisechat.management import start_up
from krisechat.operations import week_keys
from krisechat.privacy import current
from krisechat.privacy.retention import RetentionClass, week_of
from krisechat.queries import helplines
from tests.support import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_the_ring() -> Any:
    yield
    current.forget()


def ring(directory: Path, *, first: date | None = None) -> Path:
    """A key ring of its own, from the week of `first` on."""
    keyring.make(
        directory,
        weeks_ahead=2,
        now=first or clock.now().date(),
        classes=list(RetentionClass),
    )
    return directory


def refused() -> str:
    with pytest.raises(CommandError) as said:
        start_up.refuse_unsafe()
    return str(said.value)


def test_few_weeks_of_keys_are_warned_of(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    people.lygten()
    start_up.refuse_unsafe()
    assert "week keys" not in caplog.text
    settings.KRISECHAT_KEYS = ring(tmp_path / "keys")
    start_up.refuse_unsafe()
    assert "week keys for 2 more weeks; run `manage.py keys make`" in caplog.text


def test_a_copy_of_the_ring_with_a_key_of_its_own_is_refused(tmp_path: Path, settings: Any) -> None:
    people.lygten()
    settings.KRISECHAT_KEYS = ring(tmp_path / "keys")
    week_keys.make_ahead(at=clock.now())
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "keys", other)
    shutil.rmtree(other / "weeks")
    settings.KRISECHAT_KEYS = ring(other)
    assert "every machine needs the same copy" in refused()


def test_with_keys_tables_and_a_helpline_it_starts() -> None:
    people.lygten()
    start_up.refuse_unsafe()


def test_without_a_helpline_it_says_so() -> None:
    assert "helpline" in refused()


def test_without_keys_it_says_so(tmp_path: Path, settings: Any) -> None:
    people.lygten()
    settings.KRISECHAT_KEYS = tmp_path / "nothing"
    assert "nothing" in refused()


def test_keys_that_others_can_read_are_refused(tmp_path: Path, settings: Any) -> None:
    people.lygten()
    settings.KRISECHAT_KEYS = ring(tmp_path / "keys")
    (tmp_path / "keys").chmod(0o755)
    assert "keys" in refused()


def test_another_installations_keys_are_refused(tmp_path: Path, settings: Any) -> None:
    people.amina()
    settings.KRISECHAT_KEYS = ring(tmp_path / "keys")
    current.forget()
    assert "other keys" in refused()


def test_without_this_weeks_key_nothing_could_be_stored(tmp_path: Path, settings: Any) -> None:
    people.lygten()
    now = clock.now()
    settings.KRISECHAT_KEYS = ring(tmp_path / "keys", first=(now + timedelta(weeks=1)).date())
    current.forget()
    sentence = refused()
    assert week_of(now) in sentence
    assert "keys make" in sentence
    assert all(str(each) in sentence for each in RetentionClass)


def test_a_database_that_does_not_answer_is_said_so_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away() -> None:
        raise OperationalError("could not connect to db.internal as krisechat:hemmelig")

    monkeypatch.setattr(helplines, "only", away)
    sentence = refused()
    assert "DATABASE_URL" in sentence
    assert "hemmelig" not in sentence


def test_engine_and_server_are_those_that_settings_name() -> None:
    assert isinstance(start_up.engine(), Engine)
    assert isinstance(start_up.server(port=1), KrisechatServer)
