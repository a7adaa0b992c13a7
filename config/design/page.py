"""The page /design."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from config.design import citizen, staff
from config.design.tokens import GROUPS


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """All parts by day and by night. Raises Http404 where it is neither demo nor development."""
    if not (settings.KRISECHAT_DEMO or settings.DEBUG):
        raise Http404
    context = {
        "groups": GROUPS,
        "rooms": (
            ("The citizen's pages", citizen.PARTS),
            ("The staff's screens", staff.PARTS),
        ),
        "themes": (("light", "Day"), ("dark", "Night")),
    }
    with translation.override("da"):
        return render(request, "krisechat/design/page.html", context)
