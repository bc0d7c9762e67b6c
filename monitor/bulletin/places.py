"""What a canonical matter key (DESIGN §5.1) is called by people: its number, and the court or office it lies with."""

from __future__ import annotations

import re

from monitor.texts import Texts

_DISTRICT = re.compile(r"([a-z]{2})([nsewmc]?)d")
"""PACER's court code: state, direction, "d" (ilnd, mad, ded)."""


def matter_number(matter: str) -> str:
    """ "us-itc:337-TA-1511" → "337-TA-1511"; "us-dct:ilnd:1:26-cv-00011" → "1:26-cv-00011"; news keys have none."""
    kind, _, rest = matter.partition(":")
    if kind in ("us-dct", "tm", "gi"):
        return rest.partition(":")[2] or rest
    if kind == "news":
        return ""
    return rest or matter


def forum_name(matter: str, jurisdiction: str, t: Texts) -> str:
    """The court, office or register in words; a code without words is shown as it is, never hidden."""
    kind, _, rest = matter.partition(":")
    if kind == "us-dct":
        return us_court_name(rest.partition(":")[0], t)
    code = rest.partition(":")[0] if kind in ("tm", "gi") else jurisdiction
    for key in (f"{kind}_{code}", kind):
        found = t.find(f"bulletin.forum.{key}")
        if found is not None:
            return t(f"bulletin.forum.{key}", place=place_name(code, t))
    return place_name(code, t)


def us_court_name(code: str, t: Texts) -> str:
    """ "ilnd" → 美国伊利诺伊州北区联邦地区法院."""
    found = _DISTRICT.fullmatch(code.lower())
    state = t.find(f"bulletin.us_state.{found[1]}") if found else None
    if found is None or state is None:
        return t("bulletin.forum.us_court_unknown", code=code.upper() or "?")
    direction = t(f"bulletin.us_district.{found[2]}") if found[2] else ""
    return t("bulletin.forum.us_court", state=state, direction=direction)


def place_name(code: str, t: Texts) -> str:
    """Country or region; an unknown code as it is."""
    return (t.find(f"bulletin.place.{code.upper()}") or code) if code else t("bulletin.place.unknown")
