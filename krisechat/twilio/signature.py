"""Whether a webhook comes from Twilio, and is whole.

The signature is made over the address Twilio was told to call, so it is checked over our public
one, never over what the Host header says: it holds behind any proxy. Names and values are joined
without a mark between them, and repeated names count once in any order, so that a signature alone
does not say what was sent (https://www.twilio.com/docs/usage/security): the names that must be
there are asked for, and no name may stand twice.
"""

from collections.abc import Collection
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from twilio.request_validator import RequestValidator

from krisechat.foundation.refusals import Malformed, MissingField, TooLong, Unauthenticated

FORM = "application/x-www-form-urlencoded"
FIELDS_MAX = 200


class Forged(Unauthenticated):
    """Not signed by Twilio for us."""

    status = 403


class NoForm(Malformed):
    """Signed, and of a media type that no webhook has."""

    status = 415


def checked(request: HttpRequest, *, required: Collection[str]) -> dict[str, str]:
    """The webhook's fields, those we do not know included. Raises Forged, NoForm, Malformed,
    MissingField or TooLong."""
    fields = _fields(request)
    signature = request.headers.get("X-Twilio-Signature", "")
    url = settings.KRISECHAT_PUBLIC_URL + request.get_full_path()
    if not signature or not _validator().validate(url, fields, signature):
        raise Forged("The signature is missing or does not fit.")
    if request.content_type != FORM:
        raise NoForm(f"Only {FORM} is read here.")
    found = {name: values[0] for name, values in fields.lists() if len(values) == 1}
    if len(found) < len(fields):
        raise Malformed("A name is given twice.")
    if missing := sorted(set(required) - found.keys()):
        raise MissingField(f"{missing[0]} is missing.", field=missing[0])
    if found["AccountSid"] != settings.TWILIO_ACCOUNT_SID:
        raise Forged("This is another account's.")
    return found


def _validator() -> RequestValidator:
    return RequestValidator(settings.TWILIO_AUTH_TOKEN)


def _fields(request: HttpRequest) -> MultiValueDict[str, str]:
    """The form as it came; nothing where it is no form. Django's own reading would refuse a form
    of more than fifty fields, and Twilio may add some any day."""
    fields: MultiValueDict[str, str] = MultiValueDict()
    if request.content_type != FORM:
        return fields
    try:
        pairs = parse_qsl(
            request.body.decode(errors="replace"), keep_blank_values=True, max_num_fields=FIELDS_MAX
        )
    except RequestDataTooBig:
        raise TooLong("The request is larger than 64 KiB.") from None
    except ValueError:
        raise Malformed("This form cannot be read.") from None
    for name, value in pairs:
        fields.appendlist(name, value)
    return fields
