"""What a canonical matter key (DESIGN §5.1) is called by people: its number, and the court or office it lies with."""

from __future__ import annotations

import re

from monitor.model import Category
from monitor.rules import forum_called, place_called
from monitor.texts import Texts

_DISTRICT = re.compile(r"([a-z]{2})([nsewmc]?)d")
"""PACER's court code: state, direction, "d" (ilnd, mad, ded)."""

_BY_PLACE = frozenset({"tm", "gi"})
"""Kinds of keys in which the country comes next: "tm:BR:912345678"."""


def matter_number(matter: str) -> str:
    """ "us-itc:337-TA-1511" → "337-TA-1511"; "us-dct:ilnd:1:26-cv-00011" → "1:26-cv-00011"; news keys have none."""
    kind, _, rest = matter.partition(":")
    if kind in ("us-dct", "tm", "gi"):
        return rest.partition(":")[2] or rest
    if kind == "news":
        return ""
    return rest or matter


def forum_name(matter: str, jurisdiction: str, category: Category, t: Texts) -> str:
    """The court, office or register in words: those of the texts, else what its forum file calls it. A code without words
    is shown as it is, never hidden."""
    kind, _, rest = matter.partition(":")
    if kind == "us-dct":
        return us_court_name(rest.partition(":")[0], t)
    code = rest.partition(":")[0] if kind in ("tm", "gi") else jurisdiction
    own = f"{kind}_{code}" if kind in _BY_PLACE else kind
    if t.find(f"bulletin.forum.{own}") is not None:
        return t(f"bulletin.forum.{own}", place=place_name(code, t))
    if called := forum_called(category, jurisdiction, matter, t.lang):
        return called
    place = place_name(code, t)
    return t(f"bulletin.forum.{kind}", place=place) if kind in _BY_PLACE else place


def us_court_name(code: str, t: Texts) -> str:
    """ "ilnd" → 美国伊利诺伊州北区联邦地区法院."""
    if (found := _district(code, t)) is None:
        return t("bulletin.forum.us_court_unknown", code=code.upper() or "?")
    state, direction = found
    return t("bulletin.forum.us_court", state=state, direction=direction)


def court_in_short(code: str, t: Texts) -> str:
    """ "ilnd" → 伊利诺伊州北区, for a list of courts; a code without words as it is."""
    if (found := _district(code, t)) is None:
        return code.upper()
    state, direction = found
    return t("bulletin.forum.us_court_short", state=state, direction=direction)


def _district(code: str, t: Texts) -> tuple[str, str] | None:
    """State and direction of a US district court."""
    found = _DISTRICT.fullmatch(code.lower())
    state = t.find(f"bulletin.us_state.{found[1]}") if found else None
    if found is None or state is None:
        return None
    return state, t(f"bulletin.us_district.{found[2]}") if found[2] else ""


def place_name(code: str, t: Texts) -> str:
    """Country or region: in the words of the texts, else of its forum's file. An unknown code as it is."""
    if not code:
        return t("bulletin.place.unknown")
    return t.find(f"bulletin.place.{code.upper()}") or place_called(code, t.lang) or code
