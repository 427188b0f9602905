"""Mail, where there is a server for it."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import quote

from .settings import Smtp

log = logging.getLogger(__name__)

SECONDS = 10

RESET = """\
Bonjour {username},

Pour choisir un nouveau mot de passe, ouvrez ce lien dans les 30 minutes :

{link}

Si vous n'avez rien demandé, ne faites rien : votre mot de passe reste le même.
"""


class Mail:
    def __init__(self, smtp: Smtp, front_end_url: str):
        self.smtp = smtp
        self.front_end_url = front_end_url.rstrip("/")

    def send_reset(self, username: str, email: str, token: str) -> None:
        """Runs after the answer: nobody waits for it, and its failure is for the log."""
        message = EmailMessage()
        message["From"] = self.smtp.sender
        message["To"] = email
        message["Subject"] = "Réactivité : nouveau mot de passe"
        link = f"{self.front_end_url}/?reset_token={quote(token)}"
        message.set_content(RESET.format(username=username, link=link))
        try:
            self.send(message)
        except (OSError, smtplib.SMTPException) as error:
            log.error("mail: %s: %s", type(error).__name__, error)

    def send(self, message: EmailMessage) -> None:
        host, port = self.smtp.host, self.smtp.port
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
            if self.smtp.security == "tls"
            else smtplib.SMTP(host, port, timeout=SECONDS)
        )
        with server:
            if self.smtp.security == "starttls":
                server.starttls(context=context)
            if self.smtp.username:
                server.login(self.smtp.username, self.smtp.password.get_secret_value())
            server.send_message(message)
