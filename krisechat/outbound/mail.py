"""E-mails to places, through Django's mail. The same failures as for text messages.

An e-mail whose end is in doubt cannot be looked up anywhere; it is sent again under the same
Message-ID, which mailboxes take as the same mail (RFC 5322, 3.6.4). It says nothing personal.
"""

import smtplib
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from krisechat.outbound.provider import InDoubt, Refused, TryLater
from krisechat.outbound.wording import Mail


def send(mail: Mail, *, to: str, id: UUID) -> str:
    """Hands the mail over and returns its Message-ID. Raises Refused, TryLater or InDoubt."""
    host = settings.KRISECHAT_PUBLIC_URL.partition("://")[2].partition(":")[0]
    message_id = f"<{id}@{host}>"
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body.format(url=settings.KRISECHAT_PUBLIC_URL),
        to=[to],
        headers={"Message-ID": message_id},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = {code for code, _ in refused.recipients.values()}
        if codes and min(codes) >= 500:
            raise Refused(str(min(codes))) from None
        raise TryLater("recipient") from None
    except (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError, ConnectionRefusedError):
        raise TryLater("not reached") from None
    except (smtplib.SMTPException, OSError) as error:
        raise InDoubt(type(error).__name__) from None
    return message_id
