from django.urls import path

from volunteers.console import handovers, pages

urlpatterns = [
    path("login", pages.login),
    path("logout", pages.logout),
    path("vagt", pages.console),
    path("vagt/overdragelse", handovers.current),
    path("vagt/overdragelse/kommuner", handovers.places),
    path("vagt/overdragelse/ny", handovers.new),
    path("vagt/overdragelse/skriv", handovers.write),
    path("vagt/overdragelse/vis", handovers.show),
    path("vagt/overdragelse/godkendt-paa-sms", handovers.approved_by_text),
    path("vagt/overdragelse/send-nu", handovers.send_now),
    path("vagt/overdragelse/ord", handovers.word),
]
