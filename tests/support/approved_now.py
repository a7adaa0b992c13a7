"""A handover that a citizen has just said yes to, in the world a running server serves:
`manage.py shell -c "from tests.support import approved_now; approved_now.make()"`."""

from krisechat.foundation import clock
from krisechat.operations import participants
from krisechat.operations.opening import Opening
from krisechat.queries import helplines
from routing.operations import handovers, queueing
from routing.privacy.handover_content import Content, Household, Relative, SafeContact
from volunteers.models import Account

WORDS = "Jeg vil bare gerne have, at børnene kan sove."


def make() -> None:
    """Amina in Aarhus has told Bo, and said yes; she has left the chat."""
    at = clock.now()
    bo = Account.objects.get(login="bo").id
    opened = queueing.open_conversation(
        Opening(helpline=helplines.only(), postal_code="8210", first_message="hej"), at=at
    )
    participants.join(conversation=opened.conversation, account=bo, responsible=True, at=at)
    id = handovers.draft(account=bo, conversation=opened.conversation, kind="consent", at=at)
    content = Content(
        own_words=WORDS,
        name="Amina",
        household=Household(children=[Relative(relation="Pige", age=7)]),
        safe_contact=SafeContact(how="Kun sms, ring ikke", when="mellem 12 og 14", text_ok=True),
    )
    handovers.write(handover=id, version=1, content=content, account=bo, at=at)
    handovers.show_to_citizen(handover=id, version=2, account=bo, at=at)
    handovers.approve(handover=id, version=2, how="page", at=at)
    queueing.end_by_citizen(conversation=opened.conversation, at=at)
