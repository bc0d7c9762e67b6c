"""Handing one message to the office's SMTP server. Whatever happens on the way is an outcome, never an exception.

A message counts as delivered only when the server accepted it after DATA. 4xx, a dropped connection and a silent
server mean "later" (Deferred); 5xx means "no" (Refused). Where the connection breaks after the message was sent but
before the answer came, the message may have arrived: it is deferred, because a duplicate beats a miss, and its stable
Message-ID lets the recipient's system see that it is the same mail.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

from monitor.mail.message import is_address
from monitor.texts import Texts
from monitor.waiting import Stop, Watch, never, outlived

CONNECT_TIMEOUT = 60.0
TALK_TIMEOUT = 180.0
"""Seconds for all that comes before the message, however many bytes a server spends on it."""
DATA_TIMEOUT = 600.0
"""Seconds to wait for the answer after DATA (RFC 5321 §4.5.3.2.6: 10 minutes; less makes duplicates)."""

_DETAIL_LIMIT = 300
_MECHANISMS = {"PLAIN": "auth_plain", "LOGIN": "auth_login", "CRAM-MD5": "auth_cram_md5"}
"""One is tried, once: `smtplib.login` would try the password on every mechanism and may lock the account."""


class Secret(Protocol):
    """A value that shows itself only when asked (pydantic's SecretStr is one)."""

    def get_secret_value(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """`security` ∈ none | starttls | tls. `ca_file` adds a certificate authority to those of the system.

    With a user name, `password` is required and the connection must be encrypted.
    """

    host: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: Secret | None = field(default=None, repr=False)
    ca_file: str = ""
    local_hostname: str = ""
    timeout: float = CONNECT_TIMEOUT
    talk_timeout: float = TALK_TIMEOUT
    data_timeout: float = DATA_TIMEOUT


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility for the message."""

    host: str
    detail: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now. `stage` ∈ connect | starttls | login | sender | recipient | data; `detail` is the server's answer, or
    the name of a text under `mail.outcome`. `code` is the SMTP code, 0 if there was none."""

    host: str
    stage: str
    detail: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """No. Fields as in Deferred."""

    host: str
    stage: str
    detail: str
    code: int = 0

    @property
    def concerns_recipient(self) -> bool:
        """Whether the refusal says something about this recipient; else our own settings or server are at fault."""
        return self.stage in ("recipient", "data")


Outcome = Accepted | Deferred | Refused


def send(
    message: EmailMessage,
    envelope_from: str,
    recipient: str,
    settings: SmtpSettings,
    *,
    stop: Stop = never,
) -> Outcome:
    """Send `message` to one recipient. Never raises for trouble on the wire, and never outlasts twice `talk_timeout` and
    `data_timeout` together, or `stop()` by more than a moment.
    """
    for stage, address in (("sender", envelope_from), ("recipient", recipient)):
        if not is_address(address):
            return Refused(settings.host, stage, "bad_address")
    if settings.username and settings.security == "none":
        return Refused(settings.host, "login", "plain_login")
    if settings.username and settings.password is None:
        return Refused(settings.host, "login", "no_password")
    with Watch(stop, settings.talk_timeout) as watch:
        outcome = _spoken(_Session(settings, watch), message.as_bytes(), envelope_from, recipient)
    if isinstance(outcome, Deferred) and watch.why:
        return Deferred(outcome.host, outcome.stage, watch.why)
    return outcome


def _spoken(session: _Session, data: bytes, envelope_from: str, recipient: str) -> Outcome:
    settings = session.settings
    try:
        return session.deliver(data, envelope_from, recipient)
    except _Ended as ended:
        return ended.outcome
    except ssl.SSLCertVerificationError:
        return Refused(settings.host, session.stage, "certificate")
    except smtplib.SMTPServerDisconnected as error:
        late = isinstance(error.__context__, TimeoutError)  # smtplib calls a wait that was too long a hang-up
        return Deferred(settings.host, session.stage, "unreachable" if late else "dropped")
    except smtplib.SMTPResponseException as error:
        return session.answer(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        unreachable = session.stage == "connect" or isinstance(error, TimeoutError)
        return Deferred(settings.host, session.stage, "unreachable" if unreachable else "dropped")
    finally:
        session.close()


def describe(outcome: Outcome, t: Texts) -> str:
    """The outcome as a sentence."""
    if isinstance(outcome, Accepted):
        return t("mail.outcome.accepted", host=outcome.host, detail=outcome.detail)
    detail = t.find(f"mail.outcome.{outcome.detail}") or outcome.detail
    if outcome.code and not detail.startswith(str(outcome.code)):
        detail = f"{outcome.code} {detail}"
    key = "deferred" if isinstance(outcome, Deferred) else "refused"
    stage = t(f"mail.outcome.{outcome.stage}")
    return t(f"mail.outcome.{key}", host=outcome.host, stage=stage, detail=detail)


class _Ended(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class _Session:
    """One conversation, under a watch; `stage` is where it stands, for the outcome."""

    def __init__(self, settings: SmtpSettings, watch: Watch) -> None:
        self.settings = settings
        self._watch = watch
        self.stage = "connect"
        self._server: smtplib.SMTP | None = None
        self._accepted = False

    def deliver(self, data: bytes, envelope_from: str, recipient: str) -> Outcome:
        server = self._connect()
        self._encrypt(server)
        self._login(server)
        self.stage = "sender"
        self._expect(server.mail(envelope_from, [f"size={len(data)}"] if server.has_extn("size") else []))
        self.stage = "recipient"
        self._expect(server.rcpt(recipient))
        self.stage = "data"
        self._wait_at_most(server, self.settings.data_timeout)
        self._watch.allow(
            self.settings.talk_timeout + self.settings.data_timeout
        )  # a read is bounded by its own timeout
        code, text = server.data(data)
        if code != 250:
            return self.answer(code, text)
        self._accepted = True
        return Accepted(self.settings.host, _told(text))

    def answer(self, code: int, text: bytes | str) -> Outcome:
        """4xx, and anything that is no answer of SMTP, is for later; 5xx is final, except a busy server's 521/554 hello."""
        kind = Refused if 500 <= code < 600 and not self._greeting_refusal(code) else Deferred
        return kind(self.settings.host, self.stage, _told(text), code if code > 0 else 0)

    def close(self) -> None:
        if self._server is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if self._accepted:  # the message is delivered; a lost good-bye changes nothing
                self._wait_at_most(self._server, 5.0)
                self._server.quit()
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._server.close()

    def _greeting_refusal(self, code: int) -> bool:
        """A server that turns every connection away says nothing about this message: try again later."""
        return self.stage == "connect" and code in (521, 554)

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        name = settings.local_hostname or None
        if settings.security == "tls":
            server: smtplib.SMTP = _WatchedTls(timeout=settings.timeout, context=self._tls(), local_hostname=name)
        else:
            server = _Watched(timeout=settings.timeout, local_hostname=name)
        server.watch = self._watch  # type: ignore[attr-defined]
        self._server = server
        server._host = settings.host  # type: ignore[attr-defined]  # the name certificates are checked against
        self._expect(server.connect(settings.host, settings.port), good=(220,))
        server.ehlo_or_helo_if_needed()
        return server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        if self.settings.security != "starttls":
            return
        self.stage = "starttls"
        if not server.has_extn("starttls"):
            raise _Ended(Refused(self.settings.host, self.stage, "no_starttls"))
        self._expect(server.starttls(context=self._tls()), good=(220,))
        server.ehlo_or_helo_if_needed()

    def _login(self, server: smtplib.SMTP) -> None:
        if not self.settings.username or self.settings.password is None:
            return
        self.stage = "login"
        offered = server.esmtp_features.get("auth", "").upper().split()
        mechanism = next((m for m in _MECHANISMS if m in offered), None)
        if mechanism is None:
            raise _Ended(Refused(self.settings.host, self.stage, "no_auth"))
        server.user, server.password = self.settings.username, self.settings.password.get_secret_value()
        try:
            server.auth(mechanism, getattr(server, _MECHANISMS[mechanism]))
        except smtplib.SMTPAuthenticationError as error:
            # the server's answer may repeat what was sent: only its code is kept
            kind = Deferred if 400 <= error.smtp_code < 500 else Refused
            raise _Ended(kind(self.settings.host, self.stage, "wrong_login", error.smtp_code)) from None

    def _expect(self, reply: tuple[int, bytes], good: tuple[int, ...] = (250, 251)) -> None:
        code, text = reply
        if code not in good:
            raise _Ended(self.answer(code, text))

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.settings.ca_file:
            context.load_verify_locations(self.settings.ca_file)
        return context

    @staticmethod
    def _wait_at_most(server: smtplib.SMTP, seconds: float) -> None:
        sock: socket.socket | None = server.sock
        if sock is not None:
            sock.settimeout(seconds)


class _Watched(smtplib.SMTP):
    """Whose connection is made beside us, and handed to the watch before a word is spoken."""

    watch: Watch

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        def dial() -> socket.socket:
            return socket.create_connection((host, port), timeout)

        sock = outlived(dial, self.watch, socket.socket.close)
        self.watch.hold(sock)
        return sock


class _WatchedTls(smtplib.SMTP_SSL, _Watched):
    """The same, where encryption comes first: the one encrypts what the other has connected."""


def _told(text: bytes | str) -> str:
    """A server's answer as one visible line of limited length; it is hostile text like any other."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line[:_DETAIL_LIMIT]
