"""Is a report about a child described well enough? Pure. It says what is missing and stops nobody:
the duty to report is met by reporting, also anonymously and without a form.

The questions are those the Danish union of social workers asks for: who reports, how old is the
child, what is the problem, and is it described so that somebody can act on it.
"""

PROBLEMS = (
    "violence",
    "sexual_abuse",
    "neglect",
    "substance_abuse",
    "mental_illness",
    "conflict",
    "school",
    "crime",
    "own_harm",
    "other",
)
WELL_DESCRIBED = 80  # characters: about two sentences


def missing(
    *,
    reporter: str,
    child: str,
    child_age: int | None,
    place: str,
    problem: str,
    observed: str,
    since: str,
) -> list[str]:
    """What is still missing, as codes, the most important first; empty when nothing is.

    `observed_short`: something is described, but in less than two sentences.
    """
    found = [
        ("problem", bool(problem)),
        ("observed", bool(observed)),
        ("observed_short", not observed or len(observed) >= WELL_DESCRIBED),
        ("child_age", child_age is not None),
        ("child", bool(child)),
        ("place", bool(place)),
        ("reporter", bool(reporter)),
        ("since", bool(since)),
    ]
    return [code for code, there in found if not there]
