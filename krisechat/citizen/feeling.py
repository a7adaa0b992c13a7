"""The page's form about how it is right now; it leads back to the conversation."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from krisechat.citizen import bearing, posting, speaking
from krisechat.foundation import clock
from krisechat.foundation.refusals import Unauthenticated
from krisechat.operations import access_tokens, feelings


@csrf_exempt  # the form token is the proof, and needs no second cookie
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """One tap. Raises Refusal, which the error page answers."""
    try:
        cookie = bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
        conversation = access_tokens.resolve(cookie).conversation
    except Unauthenticated:
        return HttpResponseRedirect("/")
    how = posting.checked({"how": request.POST.get("how", "")})["how"]
    feelings.tell(conversation=conversation, how=how, at=clock.now())
    response = HttpResponseRedirect("/skriv" + speaking.language_query(request))
    response.status_code = 303
    return response
