"""Every address there is."""

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config import errors
from config.design.page import design

urlpatterns = [
    path("", include("krisechat.citizen.urls")),
    path("", include("volunteers.console.urls")),
    path("", include("routing.municipality.urls")),
    path("", include("routing.coordination.urls")),
    path("", include("krisechat.twilio.urls")),
    path("healthz", errors.healthz),
    path("design", design),
    path("api/v1/schema", SpectacularAPIView.as_view(http_method_names=["get", "head"])),
]
if settings.KRISECHAT_DEMO:
    urlpatterns.append(path("", include("krisechat.twilio.phone.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
