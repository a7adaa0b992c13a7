"""The citizen's API: each call parses, asks who it is, does one thing, and answers."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from krisechat.citizen import answering, asking, bearing, posting, slowing, standing
from krisechat.citizen.endpoint import Endpoint
from krisechat.foundation import clock
from krisechat.operations import access_tokens, feedback, messages
from krisechat.operations.opening import Opened
from krisechat.queries import conversations
from krisechat.realtime.decoding import convert
from routing.operations import queueing

WEBSOCKET = "/ws/citizen"


def _object(request: Request) -> dict[str, Any]:
    """The request's JSON object, as the strict parser left it."""
    data: Any = request.data
    return dict(data)


def _secrets(opened: Opened) -> answering.Secrets:
    return {
        "conversation": opened.conversation,
        "token": opened.token,
        "return_code": opened.return_code,
        "state": opened.state,
        "websocket": WEBSOCKET,
    }


class StatusView(Endpoint):
    """Open or not, how long it takes, and whom else to call."""

    def get(self, request: Request) -> Response:
        return Response(standing.status(at=clock.now()))


class ConversationsView(Endpoint):
    """A new conversation, which waits from now on."""

    def post(self, request: Request) -> Response:
        at = clock.now()
        opening = standing.opening(_object(request), at=at)
        slowing.opening(request, convert(_object(request), asking.ProofRequest))
        opened = queueing.open_conversation(opening, lane=slowing.lane(request), at=at)
        return Response(_secrets(opened), status=201)


class ResumeView(Endpoint):
    """Back into a conversation with its four words."""

    def post(self, request: Request) -> Response:
        asked = convert(_object(request), asking.ResumeRequest)
        slowing.guess(request, asked)
        id = access_tokens.conversation_of_return_code(asked.return_code)
        token = access_tokens.issue(conversation=id, at=clock.now())
        opened = Opened(
            conversation=id,
            token=token,
            return_code=asked.return_code,
            state=conversations.snapshot(id).state,
            fresh=False,
        )
        return Response(_secrets(opened))


class TokenView(Endpoint):
    """The page's cookie buys a token for its socket."""

    def post(self, request: Request) -> Response:
        form_token = request.headers.get(bearing.FORM_HEADER, "")
        cookie = bearing.page_cookie(request, form_token=form_token)
        token = access_tokens.issue_from_device(cookie=cookie, at=clock.now())
        return Response(answering.BoughtToken(token=token))


class ReturnCodeView(Endpoint):
    """Four new words in place of any earlier ones, for somebody who asks to see theirs."""

    def post(self, request: Request) -> Response:
        id = bearing.holder(request).conversation
        code = access_tokens.new_return_code(conversation=id)
        return Response(answering.NewReturnCode(return_code=code))


class EndView(Endpoint):
    """The citizen ends the conversation."""

    def post(self, request: Request) -> Response:
        id = bearing.holder(request).conversation
        queueing.end_by_citizen(conversation=id, at=clock.now())
        return Response(answering.Ended(state=conversations.snapshot(id).state))


class FeedbackView(Endpoint):
    """Did it help?"""

    def post(self, request: Request) -> Response:
        id = bearing.holder(request).conversation
        asked = asking.feedback(_object(request))
        feedback.give(
            conversation=id,
            helped=asked.helped,
            what_would_help=asked.what_would_help,
            at=clock.now(),
        )
        return Response(answering.Thanks(helped=asked.helped))


class ConversationView(Endpoint):
    """The citizen's own erasure."""

    def delete(self, request: Request) -> Response:
        id = bearing.holder(request).conversation
        queueing.erase_by_citizen(conversation=id, at=clock.now())
        response = Response(status=204)
        bearing.forget(response)
        return response


def send(request: Request) -> Response:
    """`POST /api/v1/conversation/messages`: stored before this returns. 201 the first time, 200
    for a resend. Raises what storing refuses."""
    holder = bearing.holder(request)
    client_id, body = asking.message(_object(request))
    outcome = posting.store(holder, client_id=client_id, body=body)
    return Response(_acknowledged(outcome), status=201 if outcome.fresh else 200)


def _acknowledged(stored: messages.Stored) -> answering.Acknowledged:
    answer: answering.Acknowledged = {
        "client_id": stored.send.client_id,
        "seq": stored.message.seq,
        "sent_at": stored.message.sent_at,
    }
    if stored.send.masked:
        answer["masked"] = True
    return answer
