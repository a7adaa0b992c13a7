"""The life of a conversation. `erased` is reached from everywhere and left by nothing."""

from enum import StrEnum


class ConversationState(StrEnum):
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"
    ERASED = "erased"


class ConversationEvent(StrEnum):
    TAKE = "take"
    GIVE_BACK = "give back"
    END = "end"
    ERASE = "erase"


_S, _E = ConversationState, ConversationEvent

TRANSITIONS = {
    (_S.WAITING, _E.TAKE): _S.ACTIVE,
    (_S.ACTIVE, _E.GIVE_BACK): _S.WAITING,
    (_S.WAITING, _E.END): _S.ENDED,
    (_S.ACTIVE, _E.END): _S.ENDED,
    (_S.WAITING, _E.ERASE): _S.ERASED,
    (_S.ACTIVE, _E.ERASE): _S.ERASED,
    (_S.ENDED, _E.ERASE): _S.ERASED,
}


class Outcome(StrEnum):
    ENDED = "ended"
    REFERRED = "referred"
    HANDOVER = "handover"
    SILENT = "silent"
    TEST = "test"
    ABUSE = "abuse"
    OTHER = "other"


class Risk(StrEnum):
    NONE = "none"
    CONCERN = "concern"
    HIGH = "high"
    ACUTE = "acute"


class Via(StrEnum):
    WEB = "web"
    SMS = "sms"


class Texting(StrEnum):
    """Whether a volunteer's words also go to the citizen's phone: `words` to whoever came by text
    message; to whoever came by web and agreed, only once they are gone from it, and then the words
    or one neutral sentence."""

    NONE = "none"
    WORDS = "words"
    WORDS_WHEN_GONE = "gone_words"
    NEUTRAL_WHEN_GONE = "gone_neutral"


class Gone(StrEnum):
    """Whether the citizen's page is gone, and how: `hurried` by the way out, `still` closed after
    long silence. A line that is merely lost is neither."""

    NO = ""
    HURRIED = "hurried"
    STILL = "still"


class Author(StrEnum):
    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"
    SYSTEM = "system"
