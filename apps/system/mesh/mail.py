"""Handing e-mails to the mail server: behind a circuit, in few places at a time, each within a timeout."""

from collections.abc import Mapping
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage

from apps.system.errors import Unavailable
from apps.system.mesh.bulkheads import Bulkhead
from apps.system.mesh.circuits import Circuit

circuit = Circuit()
_bulkhead = Bulkhead("mail", 2)


class NotSent(Exception):
    """Why an e-mail was not taken. `is_final`: it never will be; `is_tried`: the server was asked at all."""

    def __init__(self, reason: str, *, is_final: bool = False, is_tried: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.is_final, self.is_tried = reason, is_final, is_tried


def send_mail(*, to: str, subject: str, text: str, headers: Mapping[str, str]) -> None:
    """Hand one e-mail to the server that EMAIL_URL names. Raises NotSent, which quotes no address."""
    permit = circuit.take_permit()
    if permit is None:
        raise NotSent("The mail server failed several times; it is left alone for a while.", is_tried=False)
    is_alive: bool | None = None
    try:
        with _bulkhead.place():
            _message(to, subject, text, headers).send()
        is_alive = True
    except Unavailable as full:
        raise NotSent(full.detail, is_tried=False) from full
    except OSError as error:  # what SMTP and the network raise
        is_alive = isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
        raise NotSent(_say(error), is_final=_is_final(error)) from error
    finally:
        circuit.settle(permit, succeeded=is_alive)


def _message(to: str, subject: str, text: str, headers: Mapping[str, str]) -> EmailMessage:
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=dict(headers))


def _is_final(error: OSError) -> bool:
    """Whether the server refused this recipient, or this text, for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _say(error: OSError) -> str:
    """The kind of failure, and the server's code; never an address, nor what a server says of one."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"The mail server refused the recipient ({', '.join(map(str, codes))})."
    if isinstance(error, SMTPSenderRefused):
        return f"The mail server refused the sender ({error.smtp_code})."
    if isinstance(error, SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    return f"The mail server was not reached ({type(error).__name__})."
