"""What a phone may keep, and for how long: addresses that carry the content's hash."""

import gzip
import hashlib

import pytest
from django.test import Client

from krisechat.citizen import made

FILES = ("citizen.css", "page.js", "talk.js", "passing-on.js", "passing-on.css")


@pytest.mark.parametrize("name", FILES)
def test_the_address_is_the_hash_of_the_content_and_says_nothing_of_us(name: str) -> None:
    content = (made.FOLDER / name).read_bytes()
    assert made.address(name) == f"/static/{hashlib.sha256(content).hexdigest()[:8]}/{name}"


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        made.address("nothing.js")


@pytest.mark.parametrize("name", FILES)
def test_it_is_kept_as_long_as_the_cookie_and_not_longer(client: Client, name: str) -> None:
    answer = client.get(made.address(name), headers={"Accept-Encoding": "gzip"})
    assert answer["Cache-Control"] == "max-age=43200, immutable"
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == (made.FOLDER / name).read_bytes()
    assert "ETag" not in answer and "Last-Modified" not in answer
    assert not answer.cookies


def test_who_cannot_unpack_gets_it_whole(client: Client) -> None:
    answer = client.get(made.address("talk.js"))
    assert answer.content == (made.FOLDER / "talk.js").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_who_can_unpack_it_smaller_gets_it_smaller(client: Client, name: str) -> None:
    zipped = client.get(made.address(name), headers={"Accept-Encoding": "gzip"})
    small = client.get(made.address(name), headers={"Accept-Encoding": "gzip, deflate, br"})
    assert small["Content-Encoding"] == "br"
    assert len(small.content) < len(zipped.content)


def test_another_version_s_address_works_and_is_not_kept(client: Client) -> None:
    """While one server of several is new already, a page may ask the other one."""
    answer = client.get("/static/00000000/talk.js")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["00000000/nothing.js", "0/talk.js", "../talk.js", "talk.js"])
def test_nothing_else_is_served(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404
