"""Every step in every state: taken where it has its place, else refused by its own name, and
nothing is changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from krisechat.foundation.refusals import WrongState
from routing.models import Handover, HandoverStep
from routing.operations import handovers
from routing.operations.handovers import deciding, delivering, receiving, writing
from routing.privacy.handover_content import Content
from tests.support import handing_over
from tests.support.handing_over import IN_EACH_STATE, Night, later

pytestmark = pytest.mark.django_db
LATE = later(400)

STEPS: dict[str, tuple[Callable[[Night, UUID], Any], type[WrongState], set[str]]] = {
    "write": (
        lambda it, id: handovers.write(
            handover=id, version=2, content=Content(own_words="x"), account=it.bo.account, at=LATE
        ),
        writing.UnableToWrite,
        {"draft", "approved"},
    ),
    "show": (
        lambda it, id: handovers.show_to_citizen(
            handover=id, version=2, account=it.bo.account, at=LATE
        ),
        deciding.UnableToShow,
        {"draft"},
    ),
    "approve": (
        lambda it, id: handovers.approve(handover=id, version=2, how="page", at=LATE),
        deciding.UnableToApprove,
        {"draft"},
    ),
    "decline": (
        lambda it, id: handovers.decline(handover=id, at=LATE),
        deciding.UnableToDecline,
        {"draft"},
    ),
    "withdraw": (
        lambda it, id: handovers.withdraw(handover=id, at=LATE),
        deciding.UnableToWithdraw,
        {"draft", "approved"},
    ),
    "deliver now": (
        lambda it, id: handovers.deliver_now(handover=id, account=it.bo.account, at=LATE),
        delivering.UnableToDeliver,
        {"approved"},
    ),
    "deliver a concern": (
        lambda it, id: handovers.deliver_concern(
            handover=id, account=it.bo.account, shown_114=True, at=LATE
        ),
        delivering.UnableToDeliver,
        set(),  # none of these is one
    ),
    "acknowledge": (
        lambda it, id: handovers.acknowledge(handover=id, account=it.mette.id, at=LATE),
        receiving.UnableToAcknowledge,
        {"delivered"},
    ),
    "assign": (
        lambda it, id: handovers.assign(
            handover=id, contact_person=it.mette.id, account=it.mette.id, at=LATE
        ),
        receiving.UnableToAssign,
        {"acknowledged", "assigned"},
    ),
    "contacted": (
        lambda it, id: handovers.contacted(
            handover=id, contacted_at=LATE, how="call", account=it.mette.id, at=LATE
        ),
        receiving.UnableToRecordContact,
        {"assigned"},
    ),
    "close": (
        lambda it, id: handovers.close(handover=id, outcome="helped", account=it.mette.id, at=LATE),
        receiving.UnableToClose,
        {"contacted"},
    ),
    "send back": (
        lambda it, id: handovers.send_back(
            handover=id, reason="not_ours", account=it.mette.id, at=LATE
        ),
        receiving.UnableToSendBack,
        {"delivered", "acknowledged"},
    ),
    "say": (
        lambda it, id: handovers.say(
            handover=id, side="municipality", account=it.mette.id, body="x", at=LATE
        ),
        receiving.UnableToSay,
        {"delivered", "acknowledged", "assigned", "contacted", "closed", "returned"},
    ),
}


@pytest.mark.parametrize("state", IN_EACH_STATE)
def test_a_step_has_its_place_or_is_refused_by_name(state: str) -> None:
    it = handing_over.night()
    id = IN_EACH_STATE[state](it)
    before = Handover.objects.filter(id=id).values().get()
    taken = HandoverStep.objects.count()
    for name, (step, refusal, places) in STEPS.items():
        if state in places:
            with transaction.atomic():
                step(it, id)
                transaction.set_rollback(True)
            continue
        with pytest.raises(refusal):
            step(it, id)
        assert refusal.code == "wrong_state", name
        assert Handover.objects.filter(id=id).values().get() == before, name
        assert HandoverStep.objects.count() == taken, name
