"""Why a source was not checked, in two lengths. The whole sentence (`Texts.reason`) is for who looks after the program: it
holds addresses, files, names of settings. The short one stands in bulletins and on the screens of an office.

A short form stands beside its reason, below `public`: "health.challenge" has "health.public.challenge", and
"us_courts.pacer_rss.suspect.stale" has "us_courts.pacer_rss.public.suspect.stale". A reason without one is shown as it is
where it holds nothing foreign, else as what its kind is called ("health.public.kind.suspect").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Reason
    from monitor.texts import Texts

_SORTS = ("errors", "suspect", "skip", "unknown", "unreadable")
_QUOTED = re.compile(r"“[^”]*”")
_KNOWN = re.compile(r"CourtListener|PACER|IDS|INPI|RPI|USPTO|TRO|337-TA-\d+")
_FOREIGN = re.compile(r"[A-Za-z]{2,}|https?:")
_TECHNICAL = re.compile(r"https?:|[\w-]+\.(?:yaml|xml|zip|py|json|log)\b|options\.|--\w")


def in_public(reason: Reason, t: Texts) -> str:
    """The short form of a reason, without a full stop at its end."""
    short = _short_key(reason.key)
    whole = t.reason(reason)
    if t.find(short) is not None:
        return t(short, **reason.params).rstrip("。.")
    if not _names_things(whole, t):
        return whole.rstrip("。.")
    sort = next((part for part in reason.key.split(".") if part in _SORTS), "other")
    return t(f"health.public.kind.{sort}")


def state_in_words(state: str, verdict: str | None, t: Texts) -> str:
    """How a source stands, in one word: that of its verdict where that is what decides, and where all is well."""
    decides = verdict is not None and state in ("fine", "failing")
    return t(f"health.verdict.{verdict}" if decides else f"health.state.{state}")


def _short_key(key: str) -> str:
    area, *path = key.split(".")
    at = next((i for i, part in enumerate(path) if part in _SORTS), 0)
    return ".".join([area, *path[:at], "public", *path[at:]])


def _names_things(text: str, t: Texts) -> bool:
    if t.lang == "en":
        return _TECHNICAL.search(text) is not None
    return _FOREIGN.search(_KNOWN.sub("", _QUOTED.sub("", text))) is not None
