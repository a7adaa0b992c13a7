"""Log lines without a person in them."""

import asyncio
import gc
import io
import logging
import traceback
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from django.conf import settings

from config.logs import NoPersonFormatter

WORDS = "Amina er bange"


class Lines(io.StringIO):
    def all(self) -> list[str]:
        return self.getvalue().splitlines()


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What would stand in the log, with the formatter the settings name."""
    written = Lines()
    handler = logging.StreamHandler(written)
    handler.setFormatter(NoPersonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def fails(words: str = WORDS) -> None:
    raise ValueError(words)


def fail_and_log(logger: logging.Logger) -> None:
    try:
        fails()
    except ValueError:
        logger.exception("it failed")


def test_the_settings_use_it_everywhere() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "config.logs.NoPersonFormatter"
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"line"}


def test_an_exception_is_its_kind_and_its_place(lines: Lines) -> None:
    fail_and_log(logging.getLogger("krisechat.test"))
    [line] = lines.all()
    assert "ERROR krisechat.test it failed ValueError in fails:" in line
    assert "fail_and_log:" in line
    assert "Amina" not in line


def test_not_even_when_another_handler_has_formatted_it_before(lines: Lines) -> None:
    handler = logging.StreamHandler(io.StringIO())
    logger = logging.getLogger("krisechat.test")
    logger.addHandler(handler)
    try:
        fail_and_log(logger)
    finally:
        logger.removeHandler(handler)
    assert "Amina" not in lines.getvalue()


def test_a_cause_is_not_told_either(lines: Lines) -> None:
    try:
        try:
            fails()
        except ValueError as error:
            raise KeyError(WORDS) from error
    except KeyError:
        logging.getLogger("krisechat.test").exception("it failed")
    assert "Amina" not in lines.getvalue()


def test_one_event_is_one_line_in_utc(lines: Lines) -> None:
    logging.getLogger("krisechat.test").warning("one\ntwo\n%s", "three")
    [line] = lines.all()
    stamp, level = line.split(" ")[0:2], line.split(" ")[2]
    assert stamp[1].endswith("Z")
    assert level == "WARNING"
    assert line.endswith("one two three")


class TestTelltales:
    """Libraries that write an exception's text, or a call's arguments, into their messages."""

    def test_a_task_that_failed_unheard(self, lines: Lines) -> None:
        async def night() -> None:
            asyncio.get_running_loop().create_task(self._failing())
            await asyncio.sleep(0.01)

        asyncio.run(night())
        gc.collect()
        [line] = [each for each in lines.all() if " asyncio " in each]
        assert "Task exception was never retrieved ValueError in fails:" in line
        assert "Amina" not in line

    async def _failing(self) -> None:
        fails()

    def test_a_callback_that_failed(self, lines: Lines) -> None:
        async def night() -> None:
            asyncio.get_running_loop().call_soon(fails, WORDS)
            await asyncio.sleep(0.01)

        # The loop is named: whether the server's was chosen depends on what else has been imported.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(night())
        [line] = [each for each in lines.all() if " asyncio " in each]
        assert "Exception in callback fails ValueError in fails:" in line
        assert "Amina" not in line

    def test_a_threads_callback_that_failed(self, lines: Lines) -> None:
        future: Future[str] = Future()
        future.add_done_callback(lambda done: fails(done.result()))
        future.set_result(WORDS)
        assert "ValueError in fails:" in lines.getvalue()
        assert "Amina" not in lines.getvalue()

    @pytest.mark.parametrize("name", ["daphne.http_protocol", "daphne.server", "twisted"])
    def test_a_traceback_as_text(self, lines: Lines, name: str) -> None:
        try:
            fails()
        except ValueError:
            logging.getLogger(name).error(traceback.format_exc())
        [line] = lines.all()
        assert line.endswith("Traceback ValueError")

    def test_a_traceback_behind_a_colon(self, lines: Lines) -> None:
        logging.getLogger("daphne.server").error("Exception inside application: %s\n  x", WORDS)
        assert lines.all()[0].endswith("Exception inside application")

    def test_what_is_empty_or_not_text(self, lines: Lines) -> None:
        said: list[Any] = ["", None, ValueError(WORDS), "\n\n"]
        for each in said:
            logging.getLogger("asyncio").error(each)
        assert len(lines.all()) == len(said)
        assert "Amina" not in lines.getvalue()
