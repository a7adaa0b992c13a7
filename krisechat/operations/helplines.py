"""Setting up the door a citizen comes through."""

from krisechat.models import Helpline


def set_up(
    *, slug: str, name: str, languages: list[str], topics: list[str], sms_number: str
) -> Helpline:
    """The helpline with this slug, made when it is missing. `sms_number` is E.164 or empty."""
    helpline, _ = Helpline.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "languages": languages,
            "topics": topics,
            "sms_number": sms_number,
        },
    )
    return helpline


def be_reached_at(helpline: Helpline, *, sms_number: str) -> None:
    """From now on text messages come to this number, E.164, or to none (empty)."""
    Helpline.objects.filter(id=helpline.id).update(sms_number=sms_number)
