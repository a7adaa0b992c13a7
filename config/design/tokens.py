"""Every token of the two token files: what it is for. A test keeps this list complete."""

from typing import NamedTuple


class Token(NamedTuple):
    """A name without its dashes, and its use."""

    name: str
    use: str


class Group(NamedTuple):
    """Tokens of a kind; `kind` is how the page shows them."""

    title: str
    note: str
    kind: str
    tokens: tuple[Token, ...]


def _group(title: str, kind: str, note: str, /, **uses: str) -> Group:
    named = tuple(Token(name.replace("_", "-"), use) for name, use in uses.items())
    return Group(title, note, kind, named)


GROUPS = (
    _group(
        "Ground and text",
        "colour",
        "Text is 7:1 on every ground. Night is no inverted day: green black, warm grey.",
        bg="the page",
        surface="fields, cards, the composer",
        surface_raised="menus, what lies above",
        surface_sunk="a button under the pointer, the demo's strip",
        line="a hairline between things",
        line_strong="the edge of what can be used, 3:1",
        text="words",
        text_soft="secondary words",
        text_faint="staff only, 4.5:1: times, keys",
    ),
    _group(
        "The one thing to do",
        "colour",
        "One filled button a page. Links and one's own bubbles are of the same family.",
        accent="the main button",
        accent_hover="under the pointer",
        accent_press="pressed",
        on_accent="words on it",
        accent_text="links and numbers to call",
        accent_soft="the citizen's own bubble",
        accent_line="its edge",
    ),
    _group(
        "The lamp: a person is here",
        "colour",
        "Only where a person is, and never without a word. It does not decorate and does not warn.",
        lamp="the lamp, lit",
        lamp_soft="a volunteer's bubble, a card with a named person",
        lamp_line="its edge",
        lamp_text="words on it",
        lamp_glow="around the lamp",
        lamp_wash="the light on the page while somebody is here",
    ),
    _group(
        "Note, care, danger",
        "colour",
        "Slate: the line is down. Amber: a field, or late. Red: a life.",
        note="slate",
        note_soft="a strip",
        note_line="its edge",
        note_text="words on it",
        warn="late",
        warn_text="what is to be put right",
        warn_soft="staff: late",
        warn_line="its edge",
        ok_text="it is stored",
        danger="112, and what cannot be undone",
        danger_hover="under the pointer",
        danger_text="the number 112",
        on_danger="words on it",
        danger_soft="staff: the emergency card",
        danger_line="its edge",
    ),
    _group(
        "The way out and the focus",
        "colour",
        "The strongest mark, and not red. The ring is two: one shows on any ground.",
        exit="the pill",
        exit_hover="under the pointer",
        on_exit="words on it",
        veil="what covers the page at once",
        focus_outer="the ring",
        focus_inner="inside the ring",
    ),
    _group(
        "Risk, for staff",
        "colour",
        "Word, bars and weight of the shape; the hue comes last. A citizen never sees one.",
        risk_none_bg="not judged",
        risk_none_fg="",
        risk_none_line="",
        risk_concern_bg="concern",
        risk_concern_fg="",
        risk_concern_line="",
        risk_high_bg="high",
        risk_high_fg="",
        risk_high_line="",
        risk_acute_bg="acute",
        risk_acute_fg="",
        risk_acute_line="",
    ),
    _group(
        "The house at the staff's door",
        "colour",
        "One window is lit, because somebody is there.",
        house_wall="wall",
        house_dark="a dark window",
        house_lit="the lit one",
    ),
    _group(
        "Type",
        "type",
        "Sizes are in rem, so that the person's own text size wins. Serif is somebody's own words.",
        text_2xl="a page's heading",
        text_lg="what matters most under it",
        text_md="the citizen's running text",
        text_base="secondary text, labels for staff",
        text_sm="states and times",
        text_xs="staff: meta",
        text_2xs="staff: badges, keys",
        body="staff: running text, by density",
    ),
    _group(
        "Letters and lines",
        "value",
        "",
        font_ui="the system's own letters: nothing to load",
        font_voice="somebody's own words, and greetings",
        weight_body="",
        weight_medium="a state",
        weight_bold="labels, names",
        leading_tight="headings",
        leading_snug="labels",
        leading_body="running text",
        tracking_tight="large headings",
        numerals="figures of one width",
        measure="a line is never longer",
    ),
    _group(
        "Space",
        "space",
        "Label and field: 2. Thoughts: 4. Parts of a page: 7. Of these only.",
        space_1="",
        space_2="",
        space_3="",
        space_4="",
        space_5="",
        space_6="",
        space_7="",
        space_8="",
        space_9="",
        gutter="the page's edge",
        gap="staff: between controls, by density",
    ),
    _group(
        "Size and shape",
        "value",
        "A finger: 44 px at least, 52 for the one main act.",
        target="what can be tapped",
        target_main="the main act, and fields",
        header="the top",
        control="staff: buttons and fields, by density",
        border="an edge",
        radius_1="badges",
        radius_2="buttons, fields",
        radius_3="cards",
        radius_bubble="bubbles",
        radius_full="pills",
        focus_width="the ring",
    ),
    _group(
        "Height",
        "value",
        "A hairline before a card, a card before a shadow. Nothing ever lies above the way out.",
        shadow_1="staff: a sheet of paper",
        shadow_2="a menu, a card that came",
        z_sticky="what stays in sight",
        z_menu="menus",
        z_notice="staff: what lies above",
        z_exit="the way out, above everything",
    ),
    _group(
        "Motion",
        "value",
        "Nothing blinks or shakes. Under reduced motion all of it stands still.",
        fast="a colour changes",
        slow="the staff's lamp is lit",
        breath="four in, six out; in a fold-out, to be stopped",
        ease="how it moves",
    ),
)
