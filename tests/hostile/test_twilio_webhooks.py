"""What comes to the webhooks and is not Twilio's, not whole, or not for the first time (P35)."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client

from krisechat.foundation import clock
from krisechat.models import Conversation, DataKey, InboundReceipt
from krisechat.operations import receipts
from krisechat.queries import transcripts
from krisechat.twilio import webhooks
from routing.operations import incoming
from tests.races.together import together
from tests.support import people
from tests.support.texting import AMINA, FORM, fields, post, sid, signed

pytestmark = pytest.mark.django_db(transaction=True)

SMS, STATUS = "/twilio/sms", "/twilio/status"


def _post(path: str, body: str, signature: str | None, *, kind: str = FORM, **more: Any) -> Any:
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    return Client(enforce_csrf_checks=True).post(
        path, body, content_type=kind, headers={**headers, **more.pop("headers", {})}, **more
    )


def _refused(answer: Any, *, status: int, code: str, field: str | None = None) -> None:
    """As every refusal is: JSON, a code, a sentence, and the field where there is one."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert (body.pop("code"), body.pop("field", None)) == (code, field)
    assert body.pop("detail")
    assert body.keys() <= {"retry_after"}


@pytest.fixture
def nothing_stored() -> Iterator[None]:
    yield
    assert not InboundReceipt.objects.exists()
    assert not DataKey.objects.filter(owner_kind="receipt").exists()


def test_a_signed_one_is_stored_sealed_and_answered_with_empty_twiml() -> None:
    answer = post(SMS, fields("hej 💛"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml"
    assert answer.content.decode().endswith("<Response/>")
    row = InboundReceipt.objects.get()
    assert b"hej" not in bytes(row.payload_sealed or b"")


@pytest.mark.usefixtures("nothing_stored")
class TestForged:
    @pytest.mark.parametrize(
        "signature", [None, "", "x", "æøå", "A" * 28, "=" * 10_000, signed(SMS, {})]
    )
    def test_a_missing_or_wrong_signature_is_403(self, signature: str | None) -> None:
        answer = _post(SMS, urlencode(fields()), signature)
        _refused(answer, status=403, code="unauthenticated")

    def test_another_accounts_key_is_403(self) -> None:
        found = fields()
        signature = signed(SMS, found, token="another-token")
        assert _post(SMS, urlencode(found), signature).status_code == 403

    def test_one_changed_letter_is_403(self) -> None:
        found = fields("hej")
        signature = signed(SMS, found)
        body = urlencode({**found, "Body": "hej!"})
        assert _post(SMS, body, signature).status_code == 403

    def test_another_addresss_signature_is_403(self) -> None:
        found = fields()
        assert _post(SMS, urlencode(found), signed(STATUS, found)).status_code == 403
        assert _post(f"{SMS}?x=1", urlencode(found), signed(SMS, found)).status_code == 403

    def test_another_account_is_403(self) -> None:
        assert post(SMS, fields(AccountSid="AC" + "1" * 32)).status_code == 403

    def test_signed_for_the_address_in_the_host_header_is_403(self) -> None:
        found = fields()
        elsewhere = signed(SMS, found, public_url="http://localhost")
        answer = _post(SMS, urlencode(found), elsewhere, headers={"Host": "localhost"})
        assert answer.status_code == 403


@pytest.mark.usefixtures("nothing_stored")
class TestUnfit:
    def test_regrouped_fields_have_the_same_signature_and_lack_a_name(self) -> None:
        found = fields("hej")
        signature = signed(SMS, found)
        regrouped = {key: value for key, value in found.items() if key not in ("Body", "From")}
        regrouped[f"BodyhejFrom{found['From']}"] = ""
        assert signed(SMS, regrouped) == signature
        assert _post(SMS, urlencode(regrouped), signature).status_code == 400

    @pytest.mark.parametrize("name", ["Body", "From", "MessageSid", "Extra"])
    def test_a_name_given_twice_is_refused_though_the_signature_fits(self, name: str) -> None:
        found = {**fields("a"), "Extra": "1"}
        twice = f"{urlencode(found)}&{urlencode({name: found[name]})}"
        _refused(_post(SMS, twice, signed(SMS, found)), status=400, code="malformed")

    @pytest.mark.parametrize("name", ["Body", "From", "To", "MessageSid", "AccountSid"])
    def test_each_required_name_must_be_there(self, name: str) -> None:
        found = {key: value for key, value in fields().items() if key != name}
        _refused(post(SMS, found), status=400, code="missing_field", field=name)

    @pytest.mark.parametrize(
        "bad", ["", "SM123", "sm" + "a" * 32, "SM" + "A" * 32, "SM" + "a" * 33, "AC" + "0" * 32]
    )
    def test_a_sid_is_a_sid(self, bad: str) -> None:
        answer = post(SMS, fields(MessageSid=bad))
        _refused(answer, status=400, code="bad_value", field="MessageSid")

    @pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
    def test_only_forms_are_taken(self, kind: str) -> None:
        answer = _post(SMS, urlencode(fields()), signed(SMS, {}), kind=kind)
        _refused(answer, status=415, code="malformed")

    @pytest.mark.parametrize("path", [SMS, STATUS])
    def test_only_post(self, path: str) -> None:
        for answer in (Client().get(path), Client().put(path), Client().delete(path)):
            _refused(answer, status=405, code="malformed")
            assert answer.headers["Allow"] == "POST"

    @pytest.mark.parametrize("state", ["", "SENT", "sent\n", "x" * 25, "a b"])
    def test_a_state_is_a_word(self, state: str) -> None:
        found = {**fields(), "MessageStatus": state}
        _refused(post(STATUS, found), status=400, code="bad_value", field="MessageStatus")

    @pytest.mark.parametrize("length", [70_000, 3_000_000])
    def test_too_much_is_refused_before_it_is_read(
        self, length: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        _refused(post(SMS, fields("x" * length)), status=400, code="too_long")
        assert not caplog.records


class TestWhole:
    def test_names_we_do_not_know_are_kept_and_ignored(self) -> None:
        more = {f"New{number}": "x" for number in range(60)}
        assert post(SMS, fields("hej", **more)).status_code == 200

    def test_behind_a_proxy_the_public_address_is_what_counts(self) -> None:
        found = fields("hej")
        answer = _post(
            SMS,
            urlencode(found),
            signed(SMS, found),
            headers={"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example"},
        )
        assert answer.status_code == 200

    def test_an_address_with_a_query_is_signed_with_it(self) -> None:
        found = {**fields(), "MessageStatus": "sent"}
        assert post(f"{STATUS}?o=0198-æ%C3%B8&x=%20", found).status_code in (200, 403)
        assert post(f"{STATUS}?o=0198&x=%20+", found).status_code == 200

    def test_nul_does_no_harm(self) -> None:
        people.lygten()
        assert post(SMS, fields("hej\0 er der nogen")).status_code == 200
        incoming.handle_due(at=clock.now())
        [message] = transcripts.after(Conversation.objects.get().id, 0)
        assert message.body == "hej er der nogen"

    def test_what_was_signed_as_other_than_utf8_does_no_harm(self) -> None:
        body = urlencode(fields("x")).replace("Body=x", "Body=%ff%fe")
        assert _post(SMS, body, signed(SMS, fields("x"))).status_code == 403


class TestAgain:
    def test_the_same_text_again_is_stored_once(self) -> None:
        people.lygten()
        found = fields("hej")
        assert [post(SMS, found).status_code for _ in range(3)] == [200] * 3
        assert InboundReceipt.objects.count() == 1
        incoming.handle_due(at=clock.now())
        assert post(SMS, found).status_code == 200
        assert incoming.handle_due(at=clock.now()) == 0
        assert Conversation.objects.get().last_seq == 1

    def test_twelve_at_once_are_one(self) -> None:
        found = fields("hej")

        def again() -> bool:
            return receipts.take_in(
                provider_id=found["MessageSid"],
                kind="text",
                source="webhook",
                payload=found,
                sender=AMINA,
                at=clock.now(),
            )

        assert sum(together(*[again] * 12)) == 1
        assert InboundReceipt.objects.count() == 1
        assert DataKey.objects.filter(owner_kind="receipt").count() == 1

    def test_each_state_of_a_text_is_its_own_piece_of_news(self) -> None:
        found = {**fields(MessageSid=sid())}
        for state in ("queued", "sent", "sent", "delivered"):
            assert post(STATUS, {**found, "MessageStatus": state}).status_code == 200
        assert InboundReceipt.objects.count() == 3


class TestDatabaseAway:
    def test_what_cannot_be_stored_is_503(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(**_: object) -> None:
            raise OperationalError

        monkeypatch.setattr(receipts, "take_in", away)
        answer = post(SMS, fields())
        _refused(answer, status=503, code="unavailable")
        assert answer.json()["retry_after"] == int(answer.headers["Retry-After"])

    def test_a_database_that_hangs_is_503_within_two_seconds(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webhooks, "WITHIN_SECONDS", 0.2)
        monkeypatch.setattr(receipts, "take_in", lambda **_: time.sleep(0.6))
        began = time.monotonic()
        assert post(SMS, fields()).status_code == 503
        assert time.monotonic() - began < 0.55
        assert webhooks.WITHIN_SECONDS < 2
