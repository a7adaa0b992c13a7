"""The demo phone's addresses; only the demo's and the tests' settings have them."""

from django.urls import path, re_path

from krisechat.twilio.phone import pages

urlpatterns = [
    path("demo/phone", pages.page),
    re_path(r"^demo/phone/", pages.answer),
    re_path(r"^2010-04-01/", pages.answer),
]
