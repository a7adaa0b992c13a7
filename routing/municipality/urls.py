from django.urls import path

from routing.municipality import pages, steps

urlpatterns = [
    path("kommune", pages.inbox),
    path("kommune/<uuid:id>", pages.handover),
    path("kommune/<uuid:id>/<slug:name>", steps.step),
]
