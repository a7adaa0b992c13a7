"""The demo phone, put together: one file, what it answers, and what it does by the clock."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from krisechat.twilio.phone import handset
from krisechat.twilio.phone.exchange import Answered, Asked
from krisechat.twilio.phone.handset import Handset
from krisechat.twilio.phone.postman import Customer, Postman
from krisechat.twilio.phone.rounds import Rounds
from krisechat.twilio.phone.store import Store
from krisechat.twilio.phone.twilio_api import TwilioApi


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Twilio's API and the phones on the other side of it."""

    store: Store
    api: TwilioApi
    handset: Handset
    rounds: Rounds

    def answer(self, asked: Asked) -> Answered:
        """The answer to whatever was asked."""
        if asked.path.startswith(handset.PREFIX):
            return self.handset.answer(asked)
        return self.api.answer(asked)


def build(path: Path, *, customer: Customer, helpline: str, api_url: str = "") -> Machine:
    """A machine over the file at `path`; its rounds are not started yet. `api_url` is where our
    own texts go out, which may be another than this machine."""
    store = Store(path)
    rounds = Rounds(store, Postman(store, customer))
    api = TwilioApi(
        store, account=customer.account, auth_token=customer.auth_token, wake=rounds.wake
    )
    line = {"api": api_url, "public_url": customer.public_url}
    phones = Handset(store, helpline=helpline, line=line, wake=rounds.wake)
    return Machine(store=store, api=api, handset=phones, rounds=rounds)


@cache
def current() -> Machine:
    """The machine that settings describe, one in a process."""
    customer = Customer(
        account=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        public_url=settings.KRISECHAT_PUBLIC_URL,
    )
    return build(
        settings.KRISECHAT_DEMO_PHONE,
        customer=customer,
        helpline=settings.KRISECHAT_SMS_NUMBER,
        api_url=settings.TWILIO_API_BASE_URL,
    )
