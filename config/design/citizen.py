"""The parts of the citizen's pages."""

from config.design.parts import (
    CITIZEN,
    PASSING_ON,
    Part,
    marked,
    piece,
    several,
    shown,
    template,
)
from config.design.samples import NUMBERS, PAGE, PASSED_ON, message, talk

_PARTIALS = "krisechat/partials/"


def _mine(body: str, **more: object) -> "dict[str, object]":
    return {"message": message("citizen", body, **more)}


def _theirs(body: str, *, follows: bool = False) -> "dict[str, object]":
    return {"message": message("volunteer", body), "follows": follows}


_BUBBLES = several(
    template(_PARTIALS + "message.html", **_theirs("Hej. Jeg har læst det, du skrev.")),
    template(_PARTIALS + "message.html", **_theirs("Kan du skrive i fred?", follows=True)),
    template(_PARTIALS + "message.html", **_mine("ja han sover", read=True)),
    template(_PARTIALS + "message.html", **_mine("jeg ved ikke hvad der sker i morgen")),
    marked(
        template(_PARTIALS + "message.html", **_mine("jeg er så træt")),
        kind="going",
        words="Sender …",
    ),
    marked(
        template(_PARTIALS + "message.html", **_mine("er du der")),
        kind="not",
        words="Ikke sendt endnu. Vi prøver igen.",
    ),
)

PARTS = (
    Part(
        name="The way out",
        use="On every page, upper inline end, above everything, at every zoom.",
        never="Nothing may cover it, move it or look stronger. It is not red.",
        sheets=CITIZEN,
        draw=piece("krisechat/numbers.html", "header", **PAGE),
    ),
    Part(
        name="The lamp",
        use="Where a person is: open now, a volunteer in the chat, a named contact person.",
        never="No decoration, no warning, never without a word. Nobody there: a hollow ring.",
        sheets=CITIZEN,
        draw=template("krisechat/design/lamps.html"),
    ),
    Part(
        name="Buttons and links",
        use="One filled button for the one thing to do. All else is an outline, or a link.",
        never="Not two filled buttons on a page. A red one only for what cannot be undone.",
        sheets=CITIZEN,
        draw=template("krisechat/design/buttons.html"),
    ),
    Part(
        name="Numbers to call",
        use="On every page that may be somebody's last try. 112 first, the name of who answers.",
        never="No number that nobody has phoned; no hours that nobody has verified.",
        sheets=CITIZEN,
        draw=template(_PARTIALS + "calls.html", numbers=NUMBERS),
    ),
    Part(
        name="Bubbles",
        use="What is said. Under one's own, what is true of it: Sender, Sendt, Set, Ikke sendt.",
        never="Sendt is said of nothing that the server has not stored. No avatars, no sounds.",
        sheets=CITIZEN,
        draw=several(
            lambda: '<ol class="log">',
            _BUBBLES,
            lambda: "</ol>",
        ),
    ),
    Part(
        name="Strips",
        use="What is otherwise than the page says: no line, given back, open elsewhere, shut.",
        never="Never red or amber: nobody has done anything dangerous. Never over the field.",
        sheets=CITIZEN,
        draw=shown(template(_PARTIALS + "strips.html", **talk("active"))),
    ),
    Part(
        name="The field to write in",
        use="In the chat a low bar that stays in sight.",
        never="Nothing may take the focus out of it, and what stands in it is never lost.",
        sheets=CITIZEN,
        state="active",
        draw=template(_PARTIALS + "composer.html", **talk("active")),
    ),
    Part(
        name="Fields, choices, what is to be put right",
        use="A label above, what is wrong below it in amber, what was typed still there.",
        never="No red, no star, no placeholder instead of a label. Unknown counts as no.",
        sheets=CITIZEN,
        draw=template(
            _PARTIALS + "texts.html", **{**talk("active", texts=False), "refused_field": "phone"}
        ),
    ),
    Part(
        name="Fold-outs",
        use="What only some need, by its own words, so that the page stays short.",
        never="Never for 112, the way out or the one thing to do.",
        sheets=CITIZEN,
        draw=template(_PARTIALS + "meanwhile.html", **talk("waiting")),
    ),
    Part(
        name="A card with a named person",
        use="Who has it, when they call, and what happens if they do not.",
        never="Not lit before somebody has taken it. The times the citizen gave are never widened.",
        sheets=PASSING_ON,
        draw=piece("krisechat/passing_on.html", "main", **PASSED_ON),
        wide=True,
    ),
    Part(
        name="Open",
        use="The front page while somebody is here: the light falls on it.",
        never="No picture, no logo wall, no form. Three sentences and one button.",
        sheets=CITIZEN,
        draw=piece("krisechat/landing.html", "main", **PAGE),
        wide=True,
    ),
    Part(
        name="Closed",
        use="When we are here again, and who is awake now. Unlit.",
        never="Not an apology, and never a dead end.",
        sheets=CITIZEN,
        draw=piece("krisechat/closed.html", "main", **PAGE),
        wide=True,
    ),
    Part(
        name="Failed",
        use="Whose fault it is (ours), what is safe (what was sent), what to do now.",
        never="No code, no blame, no page without a number to call.",
        sheets=CITIZEN,
        draw=piece("krisechat/error.html", "main", **{**PAGE, "status": 503}),
        wide=True,
    ),
    Part(
        name="Refused",
        use="Why a form was not taken, in words that help; the text stays in its field.",
        never="Never Fejl, never a number, never in red.",
        sheets=CITIZEN,
        draw=template("krisechat/design/refusals.html"),
    ),
)
