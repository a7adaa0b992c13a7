"""How far each person has received and read. Positions only ever move forward."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Greatest

from krisechat.models import Participant
from krisechat.realtime import publish
from krisechat.realtime.hints import Position


def record(positions: Collection[Position]) -> None:
    """Writes many positions at once, and publishes them. Lower ones change nothing."""
    with transaction.atomic():
        _advance("delivered_seq", {each.participant: each.delivered for each in positions})
        _advance("read_seq", {each.participant: each.read for each in positions})
        transaction.on_commit(lambda: publish.positions(positions))


def _advance(column: str, seqs: dict[int, int]) -> None:
    news = {participant: seq for participant, seq in sorted(seqs.items()) if seq}
    if not news:
        return
    whens = [When(pk=participant, then=Value(seq)) for participant, seq in news.items()]
    new = Case(*whens, default=Value(0), output_field=IntegerField())
    Participant.objects.filter(pk__in=news).update(**{column: Greatest(column, new)})
