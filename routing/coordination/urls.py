from django.urls import path

from routing.coordination import pages

urlpatterns = [
    path("overdragelser", pages.overview),
    path("overdragelser/luk", pages.close),
    path("overdragelser/aabn", pages.reopen),
    path("overdragelser/<uuid:id>/send", pages.send_now),
]
