"""How far each person has received and read. Positions only ever move forward."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Greatest

from krisechat.models import Participant
from krisechat.realtime import publish


def record(
    *, delivered: Mapping[int, int], read: Mapping[int, int], conversations: set[UUID]
) -> None:
    """Writes many positions at once: participant id to seq. Lower ones change nothing."""
    with transaction.atomic():
        _advance("delivered_seq", delivered)
        _advance("read_seq", read)
        for each in conversations:
            transaction.on_commit(partial(publish.changed, each))


def _advance(column: str, seqs: Mapping[int, int]) -> None:
    if not seqs:
        return
    whens = [When(pk=pk, then=Value(seq)) for pk, seq in sorted(seqs.items())]
    new = Case(*whens, default=Value(0), output_field=IntegerField())
    rows = Participant.objects.filter(pk__in=seqs)
    rows.update(**{column: Greatest(column, new)})
