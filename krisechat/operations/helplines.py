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
