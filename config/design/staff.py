"""The parts of the console, the portal and the staff's door."""

from config.design.parts import CONSOLE, DOOR, PORTAL, Part, piece, several, template
from config.design.samples import line, rungs

_INBOX = "routing/municipality/"

_CONSOLE = (
    ("Presence", "Who is here: filled, half for a break, a ring for away. The word beside it.",
     "Never as a decoration; never the colour alone.", "Presences"),
    ("Risk", "Word, bars and weight of the shape. Set by whoever talks; only they see it.",
     "Never shown to a citizen. Red only for acute.", "Risks"),
    ("Offer", "Topic, language, way in, risk, wait, and why me. No needs no reason.",
     "No word of the citizen before yes. It takes no focus and moves no field.", "Offer"),
    ("Alert", "Danger, or a colleague who asks for help: said once, until somebody comes.",
     "Not for what can wait: unread, delivery, notes.", "Alerts"),
    ("Nobody in front of me", "What there is to do next, as one sentence and at most one button.",
     "No queue to browse.", "Next"),
    ("My conversations", "Two at most. The citizen's words in serif, who waits for whom.",
     "Nothing blinks, nothing counts upwards in red.", "List"),
    ("Words in the console", "Theirs in serif, mine not; what is true of mine below.",
     "A failure names its cure, not a code.", "Words"),
    ("The line is down", "What happens next, when, and what becomes of the conversations.",
     "Slate, never red: nobody did anything dangerous.", "Down"),
    ("The emergency card", "Who does what, whom to ring, what to ask. The same every time.",
     "It rings nobody by itself. Nothing else in the console is this red.", "Emergency"),
)  # fmt: skip

PARTS = (
    *(
        Part(name=name, use=use, never=never, sheets=CONSOLE, draw=str, live=live)
        for name, use, never, live in _CONSOLE
    ),
    Part(
        name="Handovers, a line each",
        use="One line is one person: by when, their words, how to reach them safely, who has it.",
        never="Late is amber. No number for a person.",
        sheets=PORTAL,
        wide=True,
        draw=several(
            lambda: '<div class="list"><section>',
            template(_INBOX + "line.html", line=line(risk="high")),
            template(_INBOX + "line.html", line=line(risk="acute", late=True)),
            template(_INBOX + "line.html", line=line(mine=True)),
            lambda: "</section></div>",
        ),
    ),
    Part(
        name="Deadlines",
        use="The five steps of a handover, by when the next is owed and who hears if it is not.",
        never="Nothing to drag, nothing to tick: it follows what was done.",
        sheets=PORTAL,
        draw=template(_INBOX + "ladder.html", rungs=rungs(), late=False),
    ),
    Part(
        name="Safe contact",
        use="Boxed above everything, on paper too: the citizen's words, repeated as they are.",
        never="Never shortened, never widened, never below the fold.",
        sheets=PORTAL,
        draw=template(
            _INBOX + "safe.html",
            heading="safe",
            row={"kind": "consent"},
            content=line()["row"]["content"],
        ),
    ),
    Part(
        name="Loading",
        use="What we are doing, as a sentence, for as long as it takes.",
        never="No spinner, no grey bars that look like words.",
        sheets=CONSOLE,
        draw=piece("volunteers/console.html", "main"),
        wide=True,
    ),
    Part(
        name="Empty",
        use="Why nothing is here, and what will come.",
        never="No picture, no cheer.",
        sheets=PORTAL,
        draw=piece(_INBOX + "inbox.html", "section", groups=[], view=""),
    ),
    Part(
        name="Refused or failed, for staff",
        use="Not found and not yours are one page. Someone in a crisis finds the chat and 112.",
        never="It needs no database, and says nothing of what failed inside.",
        sheets=DOOR,
        wide=True,
        draw=piece("volunteers/error.html", "main", status=500),
    ),
)
