"""Whose turn nobody would notice: who left before a word was written, and cannot be reached. Pure.

A line that is lost, a phone that sleeps and a page that was closed change nothing: the place is
kept, and somebody is asked when it is their turn. Only who pressed the way out has gone for good.
Even then a human being reads what they have written, and whoever may be sent a text is told when
somebody has come. What remains stands aside: it is offered to nobody and counted in nobody's wait,
and stands in its old place again once they come back with their four words.
"""


def stands_aside(*, gone: bool, can_be_texted: bool, wrote: bool, danger: bool) -> bool:
    """Whether nobody is asked about them for as long as this holds."""
    return gone and not (can_be_texted or wrote or danger)
