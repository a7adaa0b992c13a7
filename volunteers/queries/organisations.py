"""Organisations a citizen may ask for."""

from volunteers.models import Organisation


def answering() -> list[dict[str, str]]:
    """The NGOs, each `{"slug", "name"}`, by name."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.NGO).order_by("name")
    return list(rows.values("slug", "name"))
