"""US federal courts: which is which, where they sit, and what their captions look like. Tables: courts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.sources.us_courts.docket import APPELLATE_COURTS

_PARTS = {"n": "N.D.", "s": "S.D.", "e": "E.D.", "w": "W.D.", "m": "M.D.", "c": "C.D.", "": "D."}


def court_name(court: str) -> str:
    """The court as lawyers cite it ("ilnd" → "N.D. Ill.", "nysd" → "S.D.N.Y."), or its id where it is not known."""
    tables = _tables()
    if court in tables["single"]:
        return str(tables["single"][court]["cite"])
    known = tables["states"].get(court[:2])
    part = _PARTS.get(court[2:-1])
    if known is None or part is None or not court.endswith("d"):
        return _circuit(court)
    cite = str(known["cite"])
    return f"{part}{cite}" if _INITIALS.fullmatch(cite) else f"{part} {cite}"


def district_courts() -> tuple[str, ...]:
    """Codes of the district courts that may be: each state with each part of one."""
    tables = _tables()
    return (*tables["single"], *(f"{state}{part}d" for state in tables["states"] for part in _PARTS))


def is_district(court: str) -> bool:
    return court_name(court) != court and not is_appellate(court)


def is_appellate(court: str) -> bool:
    return court in APPELLATE_COURTS


def is_bankruptcy(court: str) -> bool:
    return court.startswith("bap") or (court.endswith("b") and court[:2] in _tables()["states"])


def court_zone(court: str) -> ZoneInfo:
    """The time zone of a court: what is filed in the evening of a US day is dated the next day in UTC.

    Courts of appeals and others take the capital's.
    """
    tables = _tables()
    if court in tables["zones"]:
        return ZoneInfo(tables["zones"][court])
    known = tables["single"].get(court) or (tables["states"].get(court[:2]) if is_district(court) else None)
    return ZoneInfo(known["zone"] if known else "America/New_York")


def bare_motion(court: str, label: str) -> bool:
    """Whether this court's feed would print a motion for this relief as the relief alone."""
    return court in _tables()["feeds"]["bare_motions"] and bool(_RELIEF.fullmatch(plain(label)))


def matches(group: str, kind: str, text: str) -> bool:
    """Whether one of the caption patterns `[group] kind` of the table is found in `text`."""
    return _any(_patterns(group, kind), plain(text))


def longest_name() -> int:
    return int(_tables()["placeholder"]["max_length"])


def _circuit(court: str) -> str:
    if not is_appellate(court):
        return court
    number = court.removeprefix("ca")
    if number.isdigit():
        return f"{number}{({'1': 'st', '2': 'd', '3': 'd'}).get(number, 'th')} Cir."
    return {"dc": "D.C. Cir.", "fc": "Fed. Cir."}[number]


_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_RELIEF = re.compile(r"(?:emergency |ex parte ){0,4}(?:temporary restraining order|tro|preliminary injunction)")
_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("–—‐‑‒−", "-")}
)
_BLANK = re.compile(r"\s+")


def plain(text: str) -> str:
    """Lower case, straight quotes, single spaces: as the patterns of the tables are written."""
    return _BLANK.sub(" ", text.translate(_QUOTES).lower()).strip()


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(p.search(text) for p in patterns)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "courts.toml").read_text(encoding="utf-8"))


@cache
def _patterns(group: str, kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in _tables()[group][kind])
