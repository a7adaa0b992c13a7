"""What was typed and not sent, kept for the one next time the page is drawn (P45).

A browser writes what was posted for the page it shows to its disk. So what is posted to be taken
along waits here, sealed under its conversation's key and bound to the device that posted it, until
that device draws its page: once. It goes with the device's token, and with the conversation.
"""

from django.db.models import QuerySet

from krisechat.models import AccessToken
from krisechat.operations.access_tokens import Holder
from krisechat.privacy import masking, sealing

# Code points. The field takes 4,000 and posts each line break as two: a message that is refused
# for its length is kept whole, so that it can be parted.
MOST = 8_000


def keep(holder: Holder, *, text: str) -> None:
    """Keeps `text` in place of an earlier draft of this token, CPR numbers masked, and nothing of
    a blank one. A token that has ended keeps nothing."""
    words, _ = masking.mask_cpr(text[:MOST])
    sealed = None
    if words.strip():
        cipher = sealing.conversation_cipher(holder.conversation)
        sealed = sealing.seal(
            cipher,
            table="access_token",
            column="draft",
            owner=holder.conversation,
            row=holder.token_id,
            text=words,
        )
    _live(holder).update(draft_sealed=sealed)


def take(holder: Holder) -> str:
    """The draft of this token, which is here no more; "" without one. Of two who take, one has it.
    Raises envelope.Tampered for what was not sealed for this token."""
    sealed = _live(holder).values_list("draft_sealed", flat=True).first()
    if sealed is None:
        return ""
    if not _live(holder).filter(draft_sealed=bytes(sealed)).update(draft_sealed=None):
        return ""
    return sealing.unseal(
        sealing.conversation_cipher(holder.conversation),
        table="access_token",
        column="draft",
        owner=holder.conversation,
        row=holder.token_id,
        sealed=sealed,
    )


def _live(holder: Holder) -> "QuerySet[AccessToken]":
    return AccessToken.objects.filter(pk=holder.token_id, ended_at=None)
