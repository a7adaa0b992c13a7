"""Many messages of the volunteer at once, in the newest conversation somebody answers:
`manage.py shell -c "from tests.support import many_messages; many_messages.make(200)"`."""

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation
from krisechat.operations import messages
from krisechat.operations.messages import Send
from krisechat.queries import conversations
from krisechat.states.conversation import Author, ConversationState


def make(count: int) -> None:
    """Stores them as if they came while nobody listened."""
    active = Conversation.objects.filter(state=ConversationState.ACTIVE)
    conversation = active.order_by("-opened_at").values_list("id", flat=True)[0]
    volunteer = conversations.snapshot(conversation).volunteer()
    assert volunteer is not None
    sends = [
        Send(
            conversation=conversation,
            participant=volunteer.participant,
            author=Author.VOLUNTEER,
            alias=volunteer.alias,
            client_id=new_id(),
            body=f"Jeg er her stadig. {number}",
        )
        for number in range(count)
    ]
    messages.store(sends, at=clock.now())
