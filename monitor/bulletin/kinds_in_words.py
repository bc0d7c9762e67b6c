"""What a hit is to us, in words that depend on whether a person has confirmed it. Pure."""

from __future__ import annotations

from monitor.cases.states import CONFIRMED
from monitor.texts import Texts


def kind_in_words(kind: str, state: str, t: Texts) -> str:
    """他人申请或使用（待核）; once somebody has confirmed it: 他人抢注（已确认）."""
    confirmed = t.find(f"word.kind_confirmed.{kind}") if state in CONFIRMED else None
    return confirmed or t(f"word.kind.{kind}")
