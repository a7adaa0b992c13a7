import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from krisechat.models import AuditEntry, AuditSeal
from krisechat.operations import audit as audit_log
from krisechat.operations.audit import Actor

AT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys", "superuser")]


def audit(*words: str) -> str:
    said = StringIO()
    call_command("audit", *words, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def log(own_keys: Path, superuser: None) -> None:
    """Three entries, sealed."""
    for nth in range(3):
        audit_log.record(
            actor=Actor("system"), action="x", object_kind="conversation", object_id=nth, at=AT
        )
    audit_log.seal(at=datetime(2026, 11, 21, 21, 41, tzinfo=UTC))


@pytest.mark.usefixtures("log")
def test_a_sound_log() -> None:
    said = audit("verify")
    assert "as it was written: 3 entries chained and signed, 0 not yet" in said
    assert "Without --head" in said


@pytest.mark.usefixtures("log")
def test_a_changed_row_is_named_with_exit_status_1() -> None:
    row = AuditEntry.objects.get(position=2)
    AuditEntry.objects.filter(id=row.id).update(purpose="x")
    with pytest.raises(CommandError, match=rf"position 2 .* row with id {row.id}\.") as ended:
        audit("verify")
    assert ended.value.returncode == 1


@pytest.mark.usefixtures("log")
def test_a_cut_shows_against_the_head_that_was_copied_out(tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    file.write_text(audit("head"))
    said = audit("verify", "--head", str(file))
    assert "Without --head" not in said
    AuditEntry.objects.all().delete()
    AuditSeal.objects.all().delete()
    audit("verify")
    with pytest.raises(CommandError, match="signed up to position 3"):
        audit("verify", "--head", str(file))


@pytest.mark.usefixtures("log")
def test_the_head_is_one_line_of_json() -> None:
    said = audit("head")
    assert said.count("\n") == 1
    head = json.loads(said)
    assert head["position"] == 3
    assert len(bytes.fromhex(head["hash"])) == 32
    assert len(bytes.fromhex(head["signature"])) == 64


def test_nothing_sealed_yet() -> None:
    with pytest.raises(CommandError, match="Nothing is sealed yet") as ended:
        audit("head")
    assert ended.value.returncode == 2
    assert "0 entries" in audit("verify")


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"position": "x"}', '{"position": 1, "hash": "zz"}']
)
def test_a_file_that_is_no_head(tmp_path: Path, content: str) -> None:
    (tmp_path / "head").write_text(content)
    with pytest.raises(CommandError, match="is not a head") as ended:
        audit("verify", "--head", str(tmp_path / "head"))
    assert ended.value.returncode == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        audit("verify", "--head", str(tmp_path / "none"))


def test_without_keys_it_says_so(own_keys: Path) -> None:
    own_keys.chmod(0o755)
    from krisechat.privacy import current

    current.forget()
    with pytest.raises(CommandError, match="has mode 0755") as ended:
        audit("verify")
    assert ended.value.returncode == 2


def test_a_database_that_is_away_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from krisechat.queries import audit_chain

    def away(**how: object) -> None:
        raise OperationalError("server closed the connection; host=db.example")

    monkeypatch.setattr(audit_chain, "verify", away)
    with pytest.raises(CommandError, match="The database does not answer") as ended:
        audit("verify")
    assert ended.value.returncode == 2
    assert "db.example" not in str(ended.value)
