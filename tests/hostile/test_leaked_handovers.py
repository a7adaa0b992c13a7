"""P20, P22: what was passed on, in a database that leaked, and after its key is destroyed."""

from typing import Any

import pytest

from krisechat.foundation.envelope import Tampered
from krisechat.operations import text_consent
from krisechat.privacy import data_keys
from routing.access import Side
from routing.models import Handover
from routing.operations import handovers
from routing.privacy.handover_content import (
    Concern,
    Content,
    Household,
    Involved,
    Relative,
    SafeContact,
)
from routing.queries import handovers as queries
from tests.hostile.test_leaked_database import dump
from tests.support import handing_over
from tests.support.canaries import leaked
from tests.support.handing_over import SATURDAY_NIGHT, later
from tests.support.ring import own_keys

__all__ = ["own_keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

CANARIES: dict[str, Any] = {
    "own_words": "et rækkehus ved Lindenborg Å",
    "situation": "låsen blev skiftet i torsdags",
    "wishes": "at hun kan blive på Nordbyskolen",
    "agreed": "tasken står hos Gudrun",
    "name": "Sølvpil Nattergal",
    "phone": "+4520739146",
}
PARTS = {
    "relation": "plejesøn fra Samsø",
    "involved": "sundhedsplejerske Tuxen",
    "not_safe": "han læser hendes post",
    "text": "+4520739147",
    "word": "har hun stadig nøglen til sommerhuset",
    "observed": "han sover i kulkælderen om fredagen",
    "child": "Valdemar fra 3. b",
}
ALL = [*CANARIES.values(), *PARTS.values()]


def everything_passed_on() -> tuple[handing_over.Night, Any, Any]:
    it = handing_over.night()
    text_consent.allow(
        conversation=it.conversation, phone=PARTS["text"], discreet=True, at=SATURDAY_NIGHT
    )
    id = handing_over.assigned(
        it,
        household=Household(children=[Relative(relation=PARTS["relation"], age=7)]),
        involved=[Involved(who=PARTS["involved"])],
        safe_contact=SafeContact(not_safe=PARTS["not_safe"], text_ok=True),
        **CANARIES,
    )
    handovers.say(
        handover=id, side=Side.MUNICIPALITY, account=it.mette.id, body=PARTS["word"], at=later(90)
    )
    form = Concern(observed=PARTS["observed"], child=PARTS["child"])
    report = handing_over.concern_delivered(it, observed=form.observed, child=form.child)
    return it, id, report


def test_no_word_name_or_number_of_it_is_in_clear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    everything_passed_on()
    assert leaked(ALL, *dump(), caplog.text.encode()) == {}


def test_whoever_may_reads_all_of_it() -> None:
    """The search above would have found it: it is there."""
    it, id, report = everything_passed_on()
    passed_on, about_a_child = (queries.opened(it.mette.id, each) for each in (id, report))
    content = passed_on.row.content
    assert content is not None and about_a_child.row.content is not None
    assert {name: getattr(content, name) for name in CANARIES} == CANARIES
    assert content.safe_contact.not_safe == PARTS["not_safe"]
    assert [each.body for each in passed_on.words] == [PARTS["word"]]
    assert about_a_child.row.content.concern.observed == PARTS["observed"]


def test_without_its_key_nobody_reads_it_and_its_way_is_still_known() -> None:
    it, id, _ = everything_passed_on()
    data_keys.erase(owner_kind="handover", owner_id=id)
    opened = queries.opened(it.mette.id, id)
    assert opened.row.content is None and opened.words == []
    assert [each.step for each in opened.history][-1] == "word"


def test_what_was_put_back_from_an_earlier_version_does_not_open() -> None:
    it = handing_over.night()
    id = handing_over.draft(it)
    earlier = Handover.objects.get(id=id).content_sealed
    handovers.write(
        handover=id, version=1, content=Content(own_words="nyt"),
        account=it.bo.account, at=SATURDAY_NIGHT,
    )  # fmt: skip
    Handover.objects.filter(id=id).update(content_sealed=earlier)
    with pytest.raises(Tampered):
        queries.opened(it.bo.account, id)
