"""The console's handover panel over HTTP."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from krisechat.foundation import clock
from krisechat.operations import participants
from krisechat.operations.opening import Opened
from routing.models import Handover
from tests.support import handing_over, people
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db

DESCRIBED = (
    "Han siger, at han sover i kælderen, når faren har drukket. Det sker hver fredag, siger han."
)


def seated(person: Answerer) -> Client:
    client = Client()
    client.login(login=person.name.split()[0].lower(), password=people.PASSWORD)
    return client


def talk(**wishes: Any) -> tuple[Answerer, Opened, Client]:
    bo = people.bo()
    opened = people.amina(**{"postal_code": "8210", **wishes})
    at = clock.now()
    participants.join(conversation=opened.conversation, account=bo.account, responsible=True, at=at)
    handing_over.mette()
    return bo, opened, seated(bo)


def post(client: Client, call: str, **body: Any) -> tuple[int, dict[str, Any]]:
    response = client.post(
        f"/vagt/overdragelse/{call}",
        json.dumps(body, default=str),
        content_type="application/json",
    )
    return response.status_code, response.json()


def begun(client: Client, conversation: UUID, kind: str = "consent") -> dict[str, Any]:
    status, body = post(client, "ny", conversation=conversation, kind=kind)
    assert status == 201, body
    return body


def panel(client: Client, conversation: UUID) -> Any:
    return client.get(f"/vagt/overdragelse?conversation={conversation}")


def test_the_panel_is_empty_and_says_what_each_kind_has_room_for() -> None:
    _, opened, client = talk()
    body = panel(client, opened.conversation).json()
    assert (body["with_citizen"], body["concern"]) == (None, None)
    assert body["kinds"] == ["consent", "advice", "concern"]
    assert "name" not in body["fields"]["advice"] and "phone" not in body["fields"]["advice"]


def test_what_is_begun_knows_where_it_goes_and_when_it_arrives() -> None:
    _, opened, client = talk()
    body = begun(client, opened.conversation)
    assert body["municipality"] == {"code": "0751", "name": "Aarhus Kommune"}
    assert body["arrives_at"] is not None
    assert body["content"]["postal_code"] == "8210"
    assert body["content"]["household"] == {"adults": [], "children": []}
    assert panel(client, opened.conversation).json()["with_citizen"]["id"] == body["id"]


def test_written_shown_and_answered_by_text() -> None:
    _, opened, client = talk(via="sms", phone="+4520123456")
    begun_ = begun(client, opened.conversation)
    status, body = post(
        client,
        "skriv",
        handover=begun_["id"],
        version=1,
        content={"own_words": "Et sted at bo. 010190-1234", "phone": "+4520123456"},
    )
    assert status == 200 and body["version"] == 2
    assert body["content"]["own_words"] == "Et sted at bo. ••••••-••••"
    assert post(client, "vis", handover=begun_["id"])[1]["shown_version"] == 2
    people.writes(opened, "ja tak", via="sms")
    status, body = post(client, "godkendt-paa-sms", handover=begun_["id"], seq=2)
    assert (status, body["state"]) == (200, "approved"), body


def test_what_somebody_else_changed_is_not_overwritten() -> None:
    _, opened, client = talk()
    id = begun(client, opened.conversation)["id"]
    write = {"handover": id, "version": 1, "content": {"own_words": "a"}}
    assert post(client, "skriv", **write)[0] == 200
    status, body = post(client, "skriv", **write)
    assert (status, body["code"], body["field"]) == (409, "wrong_state", "version")


def test_an_ambiguous_postcode_is_asked_about_by_name() -> None:
    _, opened, client = talk(postal_code="", via="sms", phone="+4520123456")
    id = begun(client, opened.conversation)["id"]
    content = {"own_words": "a", "postal_code": "8382"}
    _, body = post(client, "skriv", handover=id, version=1, content=content)
    assert body["municipality"] is None
    names = {each["name"] for each in body["candidates"]}
    assert {"Aarhus Kommune", "Favrskov Kommune"} <= names
    post(client, "vis", handover=id)
    people.writes(opened, "ja", via="sms")
    status, body = post(client, "godkendt-paa-sms", handover=id, seq=2)
    assert (status, body["field"]) == (400, "municipality_code")
    assert {each["name"] for each in body["candidates"]} == names
    chosen = {"handover": id, "seq": 2, "municipality_code": "0751"}
    assert post(client, "godkendt-paa-sms", **chosen)[0] == 200


def test_a_report_about_a_child_says_what_is_missing_and_goes_all_the_same() -> None:
    _, opened, client = talk()
    id = begun(client, opened.conversation, "concern")["id"]
    form = {"problem": "violence", "observed": DESCRIBED}
    _, body = post(client, "skriv", handover=id, version=1, content={"concern": form})
    assert body["missing"] == ["child_age", "child", "place", "reporter", "since"]
    status, body = post(client, "send-nu", handover=id)
    assert (status, body["field"]) == (400, "shown_114")
    status, body = post(client, "send-nu", handover=id, shown_114=True)
    assert (status, body["state"], body["read_there"]) == (200, "delivered", True)
    assert "shown_114" in [each["step"] for each in body["history"]]


def test_advice_has_no_room_for_who_asks() -> None:
    _, opened, client = talk()
    id = begun(client, opened.conversation, "advice")["id"]
    content = {"own_words": "a", "phone": "+4520123456"}
    status, body = post(client, "skriv", handover=id, version=1, content=content)
    assert (status, body["field"]) == (400, "phone")


def test_what_is_foreign_looks_like_what_does_not_exist() -> None:
    _, opened, client = talk()
    id = begun(client, opened.conversation)["id"]
    sara = seated(people.sara())
    missing = post(sara, "vis", handover=uuid4())
    assert post(sara, "vis", handover=id) == missing and missing[0] == 404
    assert post(sara, "ny", conversation=opened.conversation, kind="consent") == missing
    assert panel(sara, opened.conversation).status_code == 404
    assert Handover.objects.count() == 1


def test_nobody_without_a_login_and_no_caseworker_comes_in() -> None:
    _, opened, _ = talk()
    nobody, mette = Client(), Client()
    mette.login(login="mette", password=people.PASSWORD)
    for client in (nobody, mette):
        status, body = post(client, "ny", conversation=opened.conversation, kind="consent")
        assert (status, body["code"]) == (401, "unauthenticated")


def test_another_sites_page_can_post_nothing() -> None:
    _, opened, _ = talk()
    strict = Client(enforce_csrf_checks=True)
    strict.login(login="bo", password=people.PASSWORD)
    response = strict.post(
        "/vagt/overdragelse/ny",
        json.dumps({"conversation": str(opened.conversation), "kind": "consent"}),
        content_type="application/json",
    )
    assert response.status_code == 403
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"kind":"consent"}', b'{"kind":1,"conversation":"x"}', b"\xff",
     b'{"a":NaN}', b'{"conversation":"00000000-0000-4000-8000-000000000000","kind":"nothing"}'],
)  # fmt: skip
def test_nonsense_is_refused_by_name(body: bytes) -> None:
    _, _, client = talk()
    response = client.post("/vagt/overdragelse/ny", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"] in ("malformed", "missing_field", "bad_value")


@pytest.mark.parametrize("call", ["ny", "skriv", "vis", "godkendt-paa-sms", "send-nu", "ord"])
def test_a_script_without_the_csrf_token_is_refused_in_json(call: str) -> None:
    people.bo()
    client = Client(enforce_csrf_checks=True)
    client.login(login="bo", password=people.PASSWORD)
    status, body = post(client, call)
    assert (status, body["code"]) == (403, "unauthenticated")
    assert body["detail"]
