"""Catalogues as people edit them: gettext's .po, in the plain form that this product writes.

The format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. What is obsolete is
dropped on reading, comments are made anew on writing.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from krisechat.management.catalogues.entries import Entry, Said

# How each language counts, as the Unicode project has it (CLDR plural rules, whole numbers).
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n != 1);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?) (".*")')
_FORMATS = {"python-format": r"%\(\w+\)s", "python-brace-format": r"{\w+}"}


class UnreadableCatalogue(ValueError):
    """A line is none of a catalogue; the message names the file and the line's number."""


def forms_of(language: str) -> int:
    """How many forms a counted thing has in the language."""
    return int(PLURALS[language].partition("=")[2].partition(";")[0])


def header(language: str) -> str:
    """What stands at the head of the language's catalogue."""
    lines = {
        "Project-Id-Version": "krisechat",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


def read(path: Path) -> list[Entry]:
    """The entries of a catalogue, without its head; none where there is no file."""
    if not path.exists():
        return []
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    entries = [_entry(block, path) for block in blocks if 'msgid "' in block]
    return [each for each in entries if each is not None and each.said.danish]


def _entry(block: str, path: Path) -> Entry | None:
    found: dict[str, str] = {}
    now = ""
    for line in block.splitlines():
        if line.startswith("#~"):
            return None
        if line.startswith("#") or not line.strip():
            continue
        matched = _LINE.fullmatch(line)
        if matched:
            now = matched[1]
            found[now] = json.loads(matched[3])
        elif now and line.startswith('"'):
            found[now] += json.loads(line)
        else:
            raise UnreadableCatalogue(f"{path}: this line is none of a catalogue.")
    said = Said(
        danish=found["msgid"],
        context=found.get("msgctxt", ""),
        plural=found.get("msgid_plural", ""),
    )
    forms = tuple(text for name, text in found.items() if name.startswith("msgstr"))
    return Entry(said=said, forms=forms, fuzzy="#, fuzzy" in block)


def write(path: Path, entries: Iterable[Entry], *, language: str) -> None:
    """Writes the catalogue anew, in the order given."""
    blocks = [_head(language), *(_block(each) for each in entries)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _head(language: str) -> str:
    lines = [f"{_quoted(line)}" for line in header(language).splitlines(keepends=True)]
    return "\n".join(['msgid ""', 'msgstr ""', *lines])


def _block(entry: Entry) -> str:
    said = entry.said
    lines = [f"#: {said.where}"] if said.where else []
    flags = ["fuzzy"] if entry.fuzzy else []
    flags += [name for name, mark in _FORMATS.items() if re.search(mark, said.danish)]
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if said.context:
        lines.append(f"msgctxt {_quoted(said.context)}")
    lines.append(f"msgid {_quoted(said.danish)}")
    if said.plural:
        lines.append(f"msgid_plural {_quoted(said.plural)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(entry.forms)]
    else:
        lines.append(f"msgstr {_quoted(entry.forms[0])}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def completed(said: Sequence[Said], known: Sequence[Entry], *, language: str) -> list[Entry]:
    """An entry for everything that is said, with what is known of it; what is said no more goes."""
    have = {each.said.key: each for each in known}
    return [_completed(each, have.get(each.key), language) for each in said]


def _completed(said: Said, known: Entry | None, language: str) -> Entry:
    wanted = forms_of(language) if said.plural else 1
    if known is None or len(known.forms) != wanted:
        return Entry(said=said, forms=("",) * wanted)
    return Entry(said=said, forms=known.forms, fuzzy=known.fuzzy)
