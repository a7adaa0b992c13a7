"""Organisations a citizen may ask for."""

from volunteers.models import Organisation


def answering() -> list[dict[str, str]]:
    """The NGOs, each `{"slug", "name"}`, by name."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.NGO).order_by("name")
    return [{"slug": slug, "name": name} for slug, name in rows.values_list("slug", "name")]
