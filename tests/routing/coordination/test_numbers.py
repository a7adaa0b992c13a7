"""The help directory's pages: only coordinators, and two persons for what a citizen reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from krisechat.foundation import clock
from krisechat.foundation.directory import today
from krisechat.foundation.ids import new_id
from krisechat.models import DirectoryEntry, Proposal
from tests.support import people
from tests.support.coordinators import NEW, PAGE, as_person, form, numre, page, proposed
from tests.support.directory import phoned, row_of

pytestmark = pytest.mark.django_db

LIVSLINIEN = "+4570201201"


@pytest.mark.parametrize("who", [people.bo, people.dorte, people.mette])
def test_only_coordinators_have_these_pages(jens: Client, who: Any) -> None:
    other = as_person(who())
    entry = row_of("1888").id
    proposal = proposed(jens, "/ny", NEW)
    for path in ("", "/ny", f"/{entry}/ret", f"/forslag/{proposal}"):
        assert other.get(PAGE + path).status_code == 404
        assert Client().get(PAGE + path).status_code == 302
    for path in ("/ny", f"/{entry}/ret", f"/{entry}/ringet", f"/{entry}/fjern"):
        assert other.post(PAGE + path, {**NEW, "revision": "1"}).status_code == 404
    for answer in ("godkend", "afvis", "fortryd"):
        path = f"{PAGE}/forslag/{proposal}/{answer}"
        assert other.post(path, {"word": "nej"}).status_code == 404
        assert Client().post(path).status_code == 302
    assert Proposal.objects.get().state == "open"


def test_a_new_number_is_proposed_approved_and_stands_before_citizens(
    jens: Client, karen: Client
) -> None:
    proposal = proposed(jens, "/ny", NEW)
    mine = page(jens, f"/forslag/{proposal}")
    assert "En anden koordinator skal svare." in mine
    assert "/godkend" not in mine
    assert "Brug for mad" not in numre()

    shown = page(karen, f"/forslag/{proposal}")
    for words in (
        "Foreslået af Jens",
        "33 12 34 56",
        "Et sted at sove, Penge",
        "Mandag kl. 9 til 12 og kl. 13 til 17.30, fredag kl. 22 til 4, søndag hele døgnet"
        ". På helligdage: lukket",
    ):
        assert words in shown
    assert karen.post(f"{PAGE}/forslag/{proposal}/godkend").status_code == 303
    row = row_of("+4533123456")
    assert row.hours == {
        "week": [
            [0, "09:00", "12:00"],
            [0, "13:00", "17:30"],
            [4, "22:00", "04:00"],
            [6, "00:00", "00:00"],
        ],
        "holidays": "closed",
    }
    assert row.labels == {"da": "Brug for mad", "ar": "طعام"}
    assert 'href="tel:+4533123456"' in numre()
    listed = page(jens)
    assert "Ringet op" in listed and "Godkendt af Karen" in listed


def test_the_same_person_is_refused_with_a_sentence(jens: Client) -> None:
    proposal = proposed(jens, "/ny", NEW)
    answer = jens.post(f"{PAGE}/forslag/{proposal}/godkend")
    assert answer.status_code == 409
    assert "Du har selv foreslået det." in answer.content.decode()
    assert jens.post(f"{PAGE}/forslag/{proposal}/fortryd").status_code == 303
    assert Proposal.objects.get().state == "withdrawn"


def test_a_no_says_why(jens: Client, karen: Client) -> None:
    proposal = proposed(jens, "/ny", NEW)
    empty = karen.post(f"{PAGE}/forslag/{proposal}/afvis", {"word": " "})
    assert (empty.status_code, "Skriv, hvorfor" in empty.content.decode()) == (400, True)
    karen.post(f"{PAGE}/forslag/{proposal}/afvis", {"word": "De har <b>lukket</b>"})
    shown = page(jens, f"/forslag/{proposal}")
    assert "Afvist af Karen" in shown
    assert "De har &lt;b&gt;lukket&lt;/b&gt;" in shown


def test_what_was_changed_meanwhile_is_refused(jens: Client, karen: Client) -> None:
    entry = row_of(LIVSLINIEN).id
    seen = form(karen, entry)
    mine = proposed(jens, f"/{entry}/ret", {**form(jens, entry), "label_da": "En"})
    karen.post(f"{PAGE}/forslag/{mine}/godkend")
    late = karen.post(f"{PAGE}/{entry}/ret", {**seen, "label_da": "To"})
    assert late.status_code == 409
    assert "Nummeret er blevet ændret imens." in late.content.decode()
    assert 'value="To"' in late.content.decode()  # what was written is not lost


def test_a_change_shows_old_and_new_and_the_old_can_be_proposed_again(
    jens: Client, karen: Client
) -> None:
    entry = row_of(LIVSLINIEN).id
    mine = proposed(jens, f"/{entry}/ret", {**form(jens, entry), "label_da": "Livet"})
    shown = page(karen, f"/forslag/{mine}")
    assert "<del>Tanker om at dø</del>" in shown and "<ins>Livet</ins>" in shown
    assert shown.count("ændret</span>") == 1
    karen.post(f"{PAGE}/forslag/{mine}/godkend")
    assert "Foreslå det gamle igen" in page(karen, f"/forslag/{mine}")
    again = form(karen, entry, f"?fra={mine}")
    assert again["label_da"] == "Tanker om at dø"
    back = proposed(karen, f"/{entry}/ret", again)
    jens.post(f"{PAGE}/forslag/{back}/godkend")
    assert row_of(LIVSLINIEN).labels["da"] == "Tanker om at dø"
    assert page(jens, f"/{entry}/ret?fra=nej", 404)


def test_phoned_and_right_is_one_persons_where_citizens_see_it(jens: Client) -> None:
    row = row_of(LIVSLINIEN)
    seen = {"revision": str(row.revision)}
    first = jens.post(f"{PAGE}/{row.id}/ringet", seen)
    assert "/forslag/" in first["Location"]  # nobody saw it yet: a second person is needed
    phoned(LIVSLINIEN, today(clock.now()) - timedelta(days=100))
    again = jens.post(f"{PAGE}/{row.id}/ringet", seen)
    assert again["Location"] == f"{PAGE}#n-{row.id}"
    assert row_of(LIVSLINIEN).verified_on == today(clock.now())


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "-1", ""])
def test_a_revision_that_is_none_was_overtaken(jens: Client, seen: str) -> None:
    row = row_of(LIVSLINIEN)
    for step in ("ringet", "fjern", "ret"):
        answer = jens.post(f"{PAGE}/{row.id}/{step}", {**NEW, "revision": seen})
        assert 400 <= answer.status_code < 500


def test_what_is_taken_out_is_gone_for_citizens_and_can_come_back(
    jens: Client, karen: Client
) -> None:
    row = row_of(LIVSLINIEN)
    out = proposed(jens, f"/{row.id}/fjern", {"revision": "1"})
    assert LIVSLINIEN in numre()
    karen.post(f"{PAGE}/forslag/{out}/godkend")
    assert LIVSLINIEN not in numre()
    assert "Taget ud" in page(jens)
    back = proposed(jens, f"/{row.id}/ret", {**form(jens, row.id), "phoned": "on"})
    assert "Sættes ind igen" in page(karen, f"/forslag/{back}")
    karen.post(f"{PAGE}/forslag/{back}/godkend")
    assert LIVSLINIEN in numre()


@pytest.mark.parametrize("tel", ["112", "114"])
def test_112_and_114_stay_with_their_number_and_place(jens: Client, tel: str) -> None:
    row = row_of(tel)
    listed = page(jens)
    assert f"/{row.id}/ringet" not in listed
    assert f"/{row.id}/fjern" not in page(jens, f"/{row.id}/ret")
    for step in ("fjern", "ringet"):
        answer = jens.post(f"{PAGE}/{row.id}/{step}", {"revision": "1"})
        assert (answer.status_code, "112" in answer.content.decode()) == (409, True)
    fields = {**form(jens, row.id), "display": "33 12 34 56", "tel": "33 12 34 56"}
    answer = jens.post(f"{PAGE}/{row.id}/ret", fields)
    assert "112 og 114 beholder deres nummer" in answer.content.decode()
    assert DirectoryEntry.objects.get(id=row.id).tel == tel


@pytest.mark.parametrize(
    ("days", "state"),
    [(90, "Ringet op<"), (91, "Ring snart"), (181, "Skjult: for længe siden")],
)
def test_how_long_ago_is_said_on_the_list_and_the_overview(
    jens: Client, days: int, state: str
) -> None:
    for row in DirectoryEntry.objects.exclude(tel__in=["112", "114"]):
        phoned(row.tel, today(clock.now()))
    assert "skal ringes op" not in jens.get("/overdragelser").content.decode()
    phoned(LIVSLINIEN, today(clock.now()) - timedelta(days=days))
    listed = page(jens)
    assert state in listed
    warned = "1 nummer skal ringes op" in jens.get("/overdragelser").content.decode()
    assert warned == (days > 90)
    assert "skal ringes op" not in as_person(people.dorte()).get("/overdragelser").content.decode()


def test_too_few_open_services_are_said(jens: Client) -> None:
    assert "for få åbne numre" in page(jens)
    for tel in ("1888", "116111"):
        phoned(tel, today(clock.now()))
    assert "for få åbne numre" not in page(jens)


def test_what_is_not_there_is_404(jens: Client) -> None:
    for path in (f"/{new_id()}/ret", f"/forslag/{new_id()}"):
        assert jens.get(PAGE + path).status_code == 404
    assert jens.post(f"{PAGE}/{new_id()}/ringet", {"revision": "1"}).status_code == 404
    assert jens.post(f"{PAGE}/forslag/{new_id()}/godkend").status_code == 404
