"""The citizen's addresses; none says what the page is about (P41)."""

from django.urls import path

from krisechat.citizen import api, arrivals, feeling, messages_view, own_copy, pages, passing_on

urlpatterns = [
    path("", pages.landing),
    path("tryg", pages.safety),
    path("numre", pages.numbers),
    path("gemmer", pages.kept),
    path("tilgaengelighed", pages.accessibility),
    path("opskrift", pages.neutral),
    path("skriv", pages.chat),
    path("skriv/nyt", arrivals.frame),
    path("skriv/start", pages.start),
    path("skriv/besked", pages.send),
    path("skriv/slut", pages.end),
    path("skriv/svar", pages.answer),
    path("skriv/ord", pages.words),
    path("skriv/tilbage", pages.come_back),
    path("skriv/slet", pages.erase),
    path("skriv/sms", pages.texts),
    path("skriv/videre", passing_on.page),
    path("skriv/nu", feeling.page),
    path("skriv/kopi", own_copy.page),
    path("api/v1/status", api.StatusView.as_view()),
    path("api/v1/conversations", api.ConversationsView.as_view()),
    path("api/v1/conversations/resume", api.ResumeView.as_view()),
    path("api/v1/conversation", api.ConversationView.as_view()),
    path("api/v1/conversation/messages", messages_view.messages),
    path("api/v1/conversation/token", api.TokenView.as_view()),
    path("api/v1/conversation/return-code", api.ReturnCodeView.as_view()),
    path("api/v1/conversation/end", api.EndView.as_view()),
    path("api/v1/conversation/feedback", api.FeedbackView.as_view()),
]
