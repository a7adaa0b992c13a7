"""A long text in parts, since a provider takes no more than so much at once.

Twilio refuses a body above 1,600 characters (error 21617). Counted here in UTF-16 units, as a
text message with an emoji in it is.
"""

PART = 1_600


def units(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def split(text: str, *, limit: int = PART) -> list[str]:
    """The text in parts of at most `limit` units; joined they are the text. A part ends after a
    space or a line break where its last quarter has one."""
    parts: list[str] = []
    while units(text) > limit:
        end = _end(text, limit=limit)
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text]


def _end(text: str, *, limit: int) -> int:
    end = used = 0
    while (used := used + units(text[end])) <= limit:
        end += 1
    for place in range(end, end - limit // 4, -1):
        if text[place - 1].isspace():
            return place
    return end
