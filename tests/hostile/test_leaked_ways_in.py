"""P20, P63: the newer ways in (the forms about texts and about what is passed on, an answer by text
message, the portal's word back, a text that only stands in the provider's list): nothing of them
is in the database, the log or a mail in clear, and no CPR number is stored at all."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.models import Conversation, Feedback
from krisechat.operations import access_tokens, listing, sending
from krisechat.outbound.provider import Listed
from krisechat.outbound.recorder import Recorder
from krisechat.privacy import masking, sealing
from krisechat.queries import notes, transcripts
from routing.operations import danger, handovers, incoming, queueing
from routing.queries import handovers as queries
from tests.hostile.test_leaked_database import dump
from tests.support import handing_over
from tests.support.canaries import leaked
from tests.support.ring import own_keys
from tests.support.texting import sid, texts, volunteer_writes

__all__ = ["own_keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

CPR = "010190-7391"
TYPED, TEXTED, LISTED = "+4520739146", "+4520739147", "+4520739148"
CORRECTED = "et rækkehus ved Lindenborg Å"
NAME = "Sølvpil Nattergal"
NOT_SAFE = "han læser hendes post"
REASON = "kniven lå ved køkkenvasken"
WORD_BACK = "har hun stadig nøglen til sommerhuset"
PLEA = "grævlingen sover i skuret bag æbletræet"
WOULD_HELP = "en længere snak om fuglekøjer"
UNHANDLED = "hun nævnte vandtårnet i Østerbæk"
NUMBERS = [number[3:] for number in (TYPED, TEXTED, LISTED)]
SECRETS = [CORRECTED, NAME, NOT_SAFE, REASON, WORD_BACK, PLEA, WOULD_HELP, UNHANDLED, *NUMBERS]


class _Night:
    """What is said in it, by whom, through which door."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = handing_over.SATURDAY_NIGHT
        monkeypatch.setattr(clock, "now", lambda: self.at)
        self.it = handing_over.night()

    def on_the_web(self) -> UUID:
        it = self.it
        danger.flag(
            conversation=it.conversation, risk="acute", reason=f"{REASON} {CPR}",
            account=it.bo.account, at=self.at,
        )  # fmt: skip
        token = access_tokens.issue(conversation=it.conversation, at=self.at, device=True)
        client, form_token = Client(), bearing.form_token_of(token)
        client.cookies[bearing.COOKIE] = token
        number = {"form_token": form_token, "safe": "yes", "phone": TYPED[3:], "words": "on"}
        assert client.post("/skriv/sms", number).status_code == 303
        id = handing_over.shown(it)
        corrected = {
            "form_token": form_token, "handover": str(id), "do": "approve", "version": "2",
            "edit": "1", "own_words": f"{CORRECTED} {CPR}", "keep_own_words": "on", "name": NAME,
            "keep_name": "on", "phone": TYPED, "keep_phone": "on", "situation": "", "wishes": "",
            "agreed": "", "how": "ring", "keep_how": "on", "when": "", "not_safe": NOT_SAFE,
            "keep_not_safe": "on", "text_ok": "on",
        }  # fmt: skip
        assert client.post("/skriv/videre", corrected).status_code == 303
        return id

    def in_the_morning(self, id: UUID) -> None:
        self.at = handing_over.MONDAY_AT_8
        assert handovers.deliver_due(at=self.at) == 1
        portal = Client()
        portal.force_login(self.it.mette)
        for step, fields in (
            ("modtaget", {}),
            ("tag", {}),
            ("ord", {"body": f"{WORD_BACK} {CPR}"}),
        ):
            assert portal.post(f"/kommune/{id}/{step}", fields).status_code == 303

    def by_text(self) -> UUID:
        incoming.pace.clear()
        assert texts(f"{PLEA} {CPR}", by=TEXTED, at=self.at) == "opened"
        one = Conversation.objects.get(via="sms").id
        volunteer_writes(one, "hej", at=self.at)
        queueing.end_by_citizen(conversation=one, at=self.at)
        for _ in range(2):
            sending.send_due(at=self.at)
            self.at += timedelta(minutes=3)
        sending.send_due(at=self.at)
        assert texts("nej", by=TEXTED, at=self.at) == "helped"
        sending.send_due(at=self.at)
        self.at += timedelta(minutes=1)
        assert texts(f"{WOULD_HELP} {CPR}", by=TEXTED, at=self.at) == "what_would_help"
        sending.send_due(at=self.at)
        Recorder.take()
        return one

    def in_the_list_only(self) -> None:
        listing.take_in_missing(at=self.at)
        self.at += timedelta(minutes=5)
        before = self.at - timedelta(minutes=2)
        Recorder.waiting.append(
            Listed(id=sid(), sender=LISTED, to="", body=UNHANDLED, status="", media=0, at=before)
        )
        assert listing.take_in_missing(at=self.at) == 1


def test_nothing_of_it_is_in_clear(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    night = _Night(monkeypatch)
    id = night.on_the_web()
    night.in_the_morning(id)
    by_text = night.by_text()
    night.in_the_list_only()
    mails = [f"{each.subject} {each.body} {each.message()}".encode() for each in mail.outbox]
    assert mails
    assert (
        leaked([*SECRETS, CPR, CPR.replace("-", "")], *dump(), *mails, caplog.text.encode()) == {}
    )
    assert _as_read(night, id, by_text) == {
        CORRECTED, NAME, NOT_SAFE, REASON, WORD_BACK, PLEA, WOULD_HELP,
    }  # fmt: skip


def _as_read(night: _Night, id: UUID, by_text: UUID) -> set[str]:
    """All of it is there for whoever may read it, without the CPR numbers."""
    opened = queries.opened(night.it.mette.id, id)
    content = opened.row.content
    assert content is not None
    [note] = notes.of_conversation(night.it.conversation, newest=1)
    given = Feedback.objects.get(conversation_id=by_text).what_would_help_sealed
    cipher = sealing.conversation_cipher(by_text)
    would_help = sealing.unseal(
        cipher, table="feedback", column="what_would_help", owner=by_text, row=by_text,
        sealed=given or b"",
    )  # fmt: skip
    read = [
        content.own_words, content.name, content.safe_contact.not_safe, note.body,
        opened.words[0].body, transcripts.after(by_text, 0)[0].body, would_help,
    ]  # fmt: skip
    assert CPR not in "".join(read)
    return {each.removesuffix(f" {masking.MASK}") for each in read}
