from django.urls import path

from routing.coordination import numbers, pages

urlpatterns = [
    path("overdragelser", pages.overview),
    path("overdragelser/luk", pages.close),
    path("overdragelser/aabn", pages.reopen),
    path("overdragelser/<uuid:id>/send", pages.send_now),
    path("overdragelser/numre", numbers.overview),
    path("overdragelser/numre/ny", numbers.new),
    path("overdragelser/numre/<uuid:id>/ret", numbers.change),
    path("overdragelser/numre/<uuid:id>/ringet", numbers.phoned),
    path("overdragelser/numre/<uuid:id>/fjern", numbers.remove),
    path("overdragelser/numre/forslag/<uuid:id>", numbers.proposal),
    path("overdragelser/numre/forslag/<uuid:id>/godkend", numbers.approve),
    path("overdragelser/numre/forslag/<uuid:id>/afvis", numbers.decline),
    path("overdragelser/numre/forslag/<uuid:id>/fortryd", numbers.withdraw),
]
