"""What our own proxies say of where somebody comes from is believed, and nobody else's word."""

import ipaddress

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from config import environment
from config.proxies import BelieveOurProxies, client_of

OURS = [ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "6.6.6.6, nonsense", "127.0.0.1"),
        ("203.0.113.7", "6.6.6.6", "203.0.113.7"),
        ("127.7.1.2", "6.6.6.6", "127.7.1.2"),
        ("", "6.6.6.6", ""),
    ],
)
def test_whoever_stands_before_the_first_of_ours(peer: str, forwarded: str, client: str) -> None:
    assert client_of(peer=peer, forwarded=forwarded, proxies=OURS) == client


def test_a_chain_without_end_is_not_read() -> None:
    chain = ", ".join(["10.0.0.1"] * 5000)
    assert client_of(peer="127.0.0.1", forwarded="6.6.6.6, " + chain, proxies=OURS) == "10.0.0.1"


def test_unless_they_are_named_nobody_is_believed() -> None:
    seen = []
    it = BelieveOurProxies(lambda request: seen.append(request.META["REMOTE_ADDR"]))
    it(RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6"}))
    assert seen == ["127.0.0.1"]


def test_networks_are_read_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRISECHAT_PROXIES", "10.1.0.0/16, ::1")
    assert [str(each) for each in environment.networks("KRISECHAT_PROXIES")] == [
        "10.1.0.0/16",
        "::1/128",
    ]
    for wrong in ("nginx", "10.1.2.3/8", "0.0.0.0/0"):
        monkeypatch.setenv("KRISECHAT_PROXIES", wrong)
        with pytest.raises(ImproperlyConfigured, match="KRISECHAT_PROXIES"):
            environment.networks("KRISECHAT_PROXIES")
