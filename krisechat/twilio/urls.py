"""What Twilio calls. The paths are part of the public contract."""

from django.urls import path

from krisechat.twilio import webhooks

urlpatterns = [
    path("twilio/sms", webhooks.sms),
    path("twilio/status", webhooks.status),
]
