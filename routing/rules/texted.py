"""What somebody means by a text message, as far as a rule may decide it: everything else is words
for a volunteer.

STOP counts only alone, as the whole text: "stop ham, han slår" is a cry for help.
"""

import re

# In the order in which telephone companies and our own texts taught them.
STOPS = frozenset(
    {"stop", "stopp", "slut", "afmeld", "unsubscribe", "cancel", "end", "quit", "stopall"}
)
# Means stop only in answer to a text of our own: to a volunteer's question it is an answer.
NO = "nej"

# What those say who write in another language, to our question in it. By language, since "tak" is
# yes in Polish and thanks in Danish.
_ANSWERS = {
    "uk": {"так": "yes", "трохи": "partly", "ні": "no"},
    "ar": {"نعم": "yes", "قليلا": "partly", "قليلًا": "partly", "لا": "no"},
    "tr": {"evet": "yes", "biraz": "partly", "hayır": "no", "hayir": "no"},
    "pl": {"tak": "yes", "trochę": "partly", "troche": "partly", "nie": "no"},
}
_YES = frozenset({"ja", "jo", "ja tak", "jep", "yes", "y", "j"})
_PARTLY = frozenset({"lidt", "delvist", "delvis", "lidt ja", "ja lidt", "partly", "a little"})
_NOT = frozenset({"nej", "nej tak", "næ", "no", "n"})
# Words after which a text is never taken as an answer to our question alone, but read by somebody.
_DANGER = (
    r"selvmord|d[øo]d?|d[øo]r|d[øo]e|dræb\w*|leve|livet|slå\w*|slog|tæsk|vold\w*|voldt\w*|truer|truet"
    r"|bange|angst|kniv|pistol|våben|pille\w*|overdosis|skære\w*|blod\w*|hænge\w*|hjælp|politi\w*"
    r"|ambulance|112|114|nu|suicide|kill\w*|die|dying|dead|hurt\w*|hit\w*|scared|afraid|knife|gun"
    r"|pills|help|police|now"
)
_IN_DANGER = re.compile(rf"\b(?:{_DANGER})\b", re.IGNORECASE)
_OTHER_LETTERS = re.compile(r"(?![a-zæøåäöüéèêáàó])[^\W\d_]", re.IGNORECASE)
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"[\s,.;:!]+")


def plain(text: str) -> str:
    """The text in small letters, without what stands around and between its words."""
    return _SPACES.sub(" ", _AROUND.sub("", text)).casefold()


def is_stop(text: str, *, after_our_own_words: bool) -> bool:
    """Whether the whole text asks us to send no more. `after_our_own_words`: the last text to this
    number was none of a volunteer's."""
    said = plain(text)
    return said in STOPS or (after_our_own_words and said == NO)


def helped(text: str, *, language: str = "") -> str:
    """The answer to "did it help", asked in the language: yes, partly or no; empty when the text
    is anything else."""
    said = plain(text)
    if said in _ANSWERS.get(language, {}):
        return _ANSWERS[language][said]
    for answer, words in (("yes", _YES), ("partly", _PARTLY), ("no", _NOT)):
        if said in words:
            return answer
    return ""


def is_a_no(text: str) -> bool:
    """Whether a text refuses, however it goes on: "nej tak, ikke endnu"."""
    said = plain(text).split()
    return bool(said) and said[0] in {"nej", "næ", "no", "nope", "ikke"}


def is_a_plea(text: str) -> bool:
    """Whether a text that could be an answer to "what would help" should rather be read at once.
    In doubt it should: a volunteer who reads too much is better than a plea nobody reads. So is
    every text in letters that are not ours: a rule cannot tell what it says."""
    return (
        "?" in text
        or _OTHER_LETTERS.search(text) is not None
        or _IN_DANGER.search(text) is not None
    )
