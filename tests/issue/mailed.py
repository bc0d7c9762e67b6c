"""What a mail server kept, read as its recipients would: which issue a message is, and which suits it tells of."""

from __future__ import annotations

import email
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from email import policy
from functools import lru_cache

from tests.mail.hostile_server import Kept

_ISSUE = re.compile(r"(\d{4})年第\d+期")
_WEEK = re.compile(r"第(\d+)周")  # of the period, in the masthead
_DOCKET = re.compile(r"1:26-cv-\d{5}")


@dataclass(frozen=True, slots=True)
class Mailed:
    """One message as its recipient sees it. `issue` is the week it tells of, like "2026-47"."""

    recipient: str
    message_id: str
    issue: str
    suits: frozenset[str]


def read(kept: Iterable[Kept]) -> list[Mailed]:
    return [_read(k) for k in kept]


@lru_cache(maxsize=256)  # who waits for a message asks again and again what has come
def _read(kept: Kept) -> Mailed:
    message = email.message_from_bytes(kept.body, policy=policy.default)
    assert message["To"] == kept.recipient
    issue = _ISSUE.search(str(message["Subject"]))
    assert issue is not None, message["Subject"]
    text = message.get_body(("plain",))
    assert text is not None
    content = text.get_content()
    week = _WEEK.search(content)
    assert week is not None, "no week of the period"
    suits = frozenset(_DOCKET.findall(content))
    return Mailed(kept.recipient, kept.message_id, f"{issue[1]}-{week[1]}", suits)


def doubled(mails: Iterable[Mailed]) -> int:
    """How often somebody was told again: the same issue once more, or a suit of an earlier issue in a later one."""
    again = 0
    issues: Counter[tuple[str, str]] = Counter()
    told: dict[tuple[str, str], str] = {}
    for mail in mails:
        issues[mail.recipient, mail.issue] += 1
        repeats = [told.setdefault((mail.recipient, suit), mail.issue) != mail.issue for suit in mail.suits]
        again += issues[mail.recipient, mail.issue] > 1 or any(repeats)
    return again


def untold(mails: Iterable[Mailed], suits: Iterable[str]) -> set[str]:
    """Suits nobody was told of."""
    return set(suits) - {suit for mail in mails for suit in mail.suits}
