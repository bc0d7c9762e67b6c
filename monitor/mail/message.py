"""One message for one recipient: text first, then HTML, and the headers that keep automatic mail out of trouble."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from monitor.errors import InputFileError
from monitor.mail.policy import POLICY

_BEIJING = ZoneInfo("Asia/Shanghai")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_DOMAIN_LIKE = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_SUBJECT_LIMIT = 200


def build_message(
    *,
    html: bytes,
    text: bytes,
    subject: str,
    sender: str,
    recipient: str,
    message_id: str,
    date: datetime,
    list_id: str,
    sender_name: str = "",
    reply_to: str = "",
    list_name: str = "",
    unsubscribe: str = "",
    unsubscribe_subject: str = "unsubscribe",
) -> EmailMessage:
    """The message, ready for `smtplib` (`message.as_bytes()` gives the bytes that are sent).

    `html` and `text` are UTF-8. `sender`, `recipient`, `reply_to`, `unsubscribe` are bare addresses; `date` is
    timezone-aware and written in Beijing time; `list_id` looks like a domain name. `unsubscribe` (default: reply_to
    or sender) becomes a mailto; without a web address there is no one-click promise to make.
    Raises InputFileError for an address that is none, and for a line break or control character in any header:
    settings are refused, the subject (made of our own words) is cleaned.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _mailbox(sender, "From", _checked(sender_name, "From"))
    message["To"] = _mailbox(recipient, "To")
    if reply_to:
        message["Reply-To"] = _mailbox(reply_to, "Reply-To")
    message["Subject"] = _cleaned(subject)
    message["Date"] = format_datetime(date.astimezone(_BEIJING))
    message["Message-ID"] = _message_id(message_id)
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = _list_id(list_id, list_name)
    message["List-Unsubscribe"] = _mailto(unsubscribe or reply_to or sender, unsubscribe_subject)
    message.set_content(text.decode("utf-8"), subtype="plain", charset="utf-8", cte="base64")
    message.add_alternative(html.decode("utf-8"), subtype="html", charset="utf-8", cte="base64")
    # a random boundary would make every copy of the same message differ; base64 lines never begin with "--"
    message.set_boundary("part-" + hashlib.sha256(message["Message-ID"].encode()).hexdigest()[:24])
    return message


def stable_message_id(issue: str, recipient: str, content: bytes, domain: str) -> str:
    """The same issue, recipient and content always give the same id: a repeated delivery is seen as the same mail."""
    digest = hashlib.sha256()
    for part in (issue.encode(), recipient.lower().encode(), hashlib.sha256(content).digest()):
        digest.update(len(part).to_bytes(8, "big") + part)
    if not _DOMAIN_LIKE.fullmatch(domain.lower()):
        raise InputFileError("mail.errors.bad_address", address=_shown(domain), field="Message-ID")
    return f"<{digest.hexdigest()[:40]}@{domain.lower()}>"


def is_address(address: str) -> bool:
    """Whether it is one bare ASCII mail address."""
    return bool(_ADDRESS.fullmatch(address)) and ".." not in address and len(address) <= 254


# --- headers ------------------------------------------------------------------------------------------


def _mailbox(address: str, field: str, name: str = "") -> Address:
    if not is_address(address):
        raise InputFileError("mail.errors.bad_address", address=_shown(address), field=field)
    return Address(display_name=name, addr_spec=address)


def _message_id(message_id: str) -> str:
    if not re.fullmatch(r"<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>", message_id):
        raise InputFileError("mail.errors.bad_header", field="Message-ID")
    return message_id


def _list_id(list_id: str, name: str) -> str:
    """RFC 2919: a phrase and an identifier. The phrase must be ASCII to stay readable, so a Chinese one is left out."""
    if not _DOMAIN_LIKE.fullmatch(list_id):
        raise InputFileError("mail.errors.bad_header", field="List-Id")
    phrase = _checked(name, "List-Id")
    return f'"{phrase}" <{list_id}>' if phrase.isascii() and phrase and '"' not in phrase else f"<{list_id}>"


def _mailto(address: str, subject: str) -> str:
    mailbox = _mailbox(address, "List-Unsubscribe")
    quoted = re.sub(r"[^A-Za-z0-9-]", "-", _checked(subject, "List-Unsubscribe"))
    return f"<mailto:{mailbox.addr_spec}?subject={quoted}>"


def _checked(text: str, field: str) -> str:
    """A setting that stands in a header: a line break or control character in it is refused, not mended."""
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text):
        raise InputFileError("mail.errors.bad_header", field=field)
    return text.strip()


def _cleaned(subject: str) -> str:
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in subject)
    return " ".join(kept.split())[:_SUBJECT_LIMIT]


def _shown(text: str) -> str:
    return _cleaned(text)[:80]
