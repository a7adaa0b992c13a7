"""A text that cannot be stored is answered 503 within two seconds, never 200; sent again it is
there once (P11)."""

import time
from typing import Any

import httpx
import psycopg
import pytest
from twilio.request_validator import RequestValidator

from tests.support.demo_phone import ACCOUNT, AUTH_TOKEN, until
from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer
from tests.support.texting import AMINA, sid

pytestmark = pytest.mark.enable_socket

WITHIN_S = 2.0


def bring(server: KrisechatServer, fields: dict[str, str]) -> tuple[int, float]:
    """Twilio brings a text: the answer's status, and how long it took."""
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{server.url}/twilio/sms", fields)
    began = time.monotonic()
    answer = httpx.post(
        f"{server.url}/twilio/sms",
        data=fields,
        headers={"X-Twilio-Signature": signature},
        trust_env=False,
        timeout=10,
    )
    return answer.status_code, time.monotonic() - began


def came() -> dict[str, str]:
    return {
        "MessageSid": sid(),
        "AccountSid": ACCOUNT,
        "From": AMINA,
        "To": "+4500000000",
        "Body": "hej er der nogen",
    }


def handled(installation: Installation, text: dict[str, str]) -> list[Any]:
    """What became of the receipts of this text."""
    with psycopg.connect(installation.database_url, connect_timeout=3) as connection:
        return connection.execute(
            "SELECT result FROM krisechat_inboundreceipt"
            " WHERE provider_id = %s AND handled_at IS NOT NULL",
            [text["MessageSid"]],
        ).fetchall()


def test_away_and_hanging_and_back(
    installation: Installation, servers: tuple[KrisechatServer, KrisechatServer]
) -> None:
    one, other = servers
    text = came()
    with psycopg.connect(installation.database_url) as hanging:
        hanging.execute("LOCK TABLE krisechat_inboundreceipt IN ACCESS EXCLUSIVE MODE")
        status, took = bring(one, text)
        assert (status, took < WITHIN_S) == (503, True)
    installation.postgres.kill()
    for server in servers:
        status, took = bring(server, text)
        assert (status, took < WITHIN_S) == (503, True)
    installation.postgres.start()

    def stored() -> bool:
        return bring(one, text)[0] == 200

    until(stored, seconds=20)
    assert bring(other, text)[0] == 200
    assert until(lambda: handled(installation, text), seconds=20) in (
        [("opened",)],
        [("message",)],
    )
