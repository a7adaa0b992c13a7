"""The dialogues file is read strictly, and no complaint quotes what somebody said."""

import json
from pathlib import Path

import pytest

from krisechat.management.replay.dialogue import Turn, UnreadableDialogues, read

SECRET = "hemmeligheden-om-katten"
GOOD = {"id": "a", "via": "web", "turns": [{"by": "citizen", "text": f"  {SECRET} \n"}]}


def written(path: Path, *lines: object) -> Path:
    file = path / "dialogues.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def with_turn(**turn: object) -> dict[str, object]:
    return {**GOOD, "turns": [*GOOD["turns"], {"by": "volunteer", "text": SECRET, **turn}]}


def test_a_good_line_is_read_and_its_texts_trimmed(tmp_path: Path) -> None:
    (dialogue,) = read(written(tmp_path, {**GOOD, "unknown": 1}, "  "))
    assert (dialogue.id, dialogue.via) == ("a", "web")
    assert dialogue.turns == (Turn(by="citizen", text=SECRET),)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": "a", "id": "b"}',
        "[" * 100_000,
        "[]",
        {**GOOD, "id": ""},
        {**GOOD, "id": 7},
        {**GOOD, "via": "post"},
        {**GOOD, "turns": []},
        {**GOOD, "turns": "x"},
        {**GOOD, "turns": ["x"]},
        {"id": "a", "turns": GOOD["turns"]},
        with_turn(by="system"),
        with_turn(by=None),
        with_turn(text=" \n"),
        with_turn(text=1),
        with_turn(text=SECRET + "x" * 4_000),
        with_turn(text=SECRET + "\0"),
        with_turn(text=SECRET + "\ud800"),
        f'{{"id": "a", "via": "web", "turns": [{SECRET}]}}',
    ],
)
def test_a_bad_line_is_named_by_number_and_never_quoted(tmp_path: Path, line: object) -> None:
    with pytest.raises(UnreadableDialogues) as refused:
        read(written(tmp_path, {**GOOD, "id": "first"}, "", line))
    assert "Line 3" in str(refused.value)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_bad_turn_is_named_by_number(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDialogues, match="Line 1, turn 2"):
        read(written(tmp_path, with_turn(by="nobody")))


def test_an_id_may_stand_only_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDialogues, match="same id"):
        read(written(tmp_path, GOOD, GOOD))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe"])
def test_a_file_without_a_conversation_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "dialogues.jsonl"
    file.write_bytes(content)
    with pytest.raises(UnreadableDialogues):
        read(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDialogues, match="cannot be read"):
        read(tmp_path / "nowhere.jsonl")


def test_the_made_up_dialogues_are_good_and_marked_as_made_up() -> None:
    file = Path(__file__).parents[3] / "support" / "dialogues.jsonl"
    assert len(read(file)) == 8
    lines = file.read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["made_up"] is True for line in lines)
