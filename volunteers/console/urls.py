from django.urls import path

from volunteers.console import pages

urlpatterns = [
    path("login", pages.login),
    path("logout", pages.logout),
    path("vagt", pages.console),
]
