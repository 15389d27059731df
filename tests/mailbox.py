"""A real mail server in the process, for tests that must see what leaves."""

import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator

from aiosmtpd.controller import Controller

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Box:
    """A mail server that keeps what it receives; `answers` are given in turn to the end of each message."""

    def __init__(self):
        self.messages, self.answers, self.rcpt = [], [], "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == "cut":
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.messages.append((envelope.rcpt_tos, parsed))
        if answer == "cut":  # the message was taken, and the line breaks before the answer
            server.transport.close()
        return answer


@contextlib.contextmanager
def serving(settings) -> Iterator[Box]:
    """The server, with Django's mail set to it."""
    held = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(held, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "maillage@ville.invalid"
    try:
        yield held
    finally:
        controller.stop()
