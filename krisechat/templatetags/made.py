"""`{% made 'talk.js' %}`: the address of a file made for the citizen's phone."""

from django import template

from krisechat.citizen import made as files

register = template.Library()


@register.simple_tag
def made(name: str) -> str:
    """The address that carries the content's hash."""
    return files.address(name)
