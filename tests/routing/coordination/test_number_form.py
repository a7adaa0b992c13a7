"""The form for one number: a sentence where it is wrong, and nothing written is lost."""

import pytest
from django.test import Client

from krisechat.models import Proposal
from tests.support.coordinators import NEW, PAGE, form
from tests.support.directory import row_of

pytestmark = pytest.mark.django_db

LIVSLINIEN = "+4570201201"


def test_a_form_sent_as_it_stands_changes_nothing(jens: Client) -> None:
    for tel in ("112", "114", LIVSLINIEN, "+4570110707"):
        entry = row_of(tel).id
        answer = jens.post(f"{PAGE}/{entry}/ret", form(jens, entry))
        assert answer.status_code == 400
        assert "Der er ikke ændret noget." in answer.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"label_da": ""}, "labels", "Det her skal udfyldes."),
        ({"tel": "33 12 34 57"}, "tel", "De to numre er ikke ens."),
        ({"display": "90 12 34 56", "tel": "90 12 34 56"}, "display", "koster penge"),
        ({"display": "112", "tel": "112"}, "display", "står her allerede"),
        ({"display": "hej"}, "display", "ikke et dansk nummer"),
        ({"day0": "9-12, 11-17"}, "hours", "To tider går ind over hinanden."),
        ({"day4": "22-4", "day5": "3-5"}, "hours", "To tider går ind over hinanden."),
        ({"day0": "fra ni"}, "hours", "Skriv tiderne som"),
        ({"day0": "9-25"}, "hours", "Skriv tiderne som"),
        ({"day0": "", "day4": "", "day6": ""}, "hours", "Skriv tiderne som"),
        ({"holidays": "maybe"}, "hours", "Skriv tiderne som"),
        ({"topic1": "", "topic2": ""}, "topics", "Vælg, hvad"),
        ({"order": "først"}, "order", "et tal fra 1"),
        ({"url": "ftp://x"}, "url", "https://"),
        ({"source": ""}, "source", "Det her skal udfyldes."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_written_is_lost(
    jens: Client, fields: dict[str, str], field: str, why: str
) -> None:
    answer = jens.post(f"{PAGE}/ny", {**NEW, **fields})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'<a href="#f-{field}">' in page and f'id="f-{field}" class="wrong"' in page
    assert why in page
    assert 'value="Natcaféen selv"' in page or "source" in fields
    assert not Proposal.objects.exists()


def test_a_number_that_was_not_called_is_not_proposed(jens: Client) -> None:
    fields = {name: value for name, value in NEW.items() if name != "phoned"}
    answer = jens.post(f"{PAGE}/ny", fields)
    assert (answer.status_code, "Ring til nummeret" in answer.content.decode()) == (400, True)
