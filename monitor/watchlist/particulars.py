"""What a list says of a name beside the name: registration and expiry, goods, batch, contacts, products, stores, licensee.

Each cell is checked by its shape and told where it looks wrong. Pure functions on the cells of one row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.watchlist import cells

if TYPE_CHECKING:
    from monitor.watchlist.entries import Report

FIELDS = (
    "registration",
    "expires",
    "goods",
    "batch",
    "contact",
    "phone",
    "email",
    "products",
    "stores",
    "licensee",
    "markets",
)
_LONGEST = 200  # characters of one part
_LONGEST_GOODS = 4000  # the goods of one registration fill a page
_MOST_PARTS = 60

_DATE = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"
)
_NUMBERED = re.compile(r"第\s*([0-9A-Za-z]+)\s*号")
_PHONE = re.compile(r"\+?[\d\s()\-–—/.]+(?:(?:转|ext\.?|x|#)\s*\d{1,6})?", re.IGNORECASE)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 20
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def particulars(raw: Mapping[str, str], report: Report, *, canonical: bool) -> dict[str, Any]:
    """Field of `WatchedName` → value, for those of FIELDS that the row fills. Of `expires` only days that can be read are
    taken, as ISO dates; a telephone number or an address of odd shape is told and kept, since a person reads it."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        text = report.clean(raw.get(name, ""), name)
        if text.strip() and (value := _READ[name](name, text, report, canonical)):
            found[name] = value
    return found


def is_phone(text: str) -> bool:
    """
    >>> is_phone("0351-5550100 转 12"), is_phone("详见附件")
    (True, False)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = sum(c.isdigit() for c in plain)
    return _PHONE.fullmatch(plain) is not None and _FEWEST_DIGITS <= digits <= _MOST_DIGITS


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def last_day(text: str) -> str:
    """The day on which a right ends, ISO, "" where none can be read; of a term written from–to it is the later day.

    >>> last_day("2020年5月7日至2030年5月6日"), last_day("长期")
    ('2030-05-06', '')
    """
    days: list[date] = []
    for match in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day = (int(g) for g in match.groups() if g)
        try:
            days.append(date(year, month, day))
        except ValueError:
            return ""
    return max(days).isoformat() if days else ""


def _parts(name: str, text: str, report: Report, canonical: bool) -> tuple[str, ...]:
    kept: list[str] = []
    for part in cells.several(text, comma=not canonical and name not in ("licensee", "stores")):
        if len(part) > _LONGEST:
            report("text_too_long", name, length=len(part), limit=_LONGEST)
        else:
            kept.append(part)
    found = cells.unique(kept)
    if len(found) > _MOST_PARTS:
        report("too_many_parts", name, count=len(found), limit=_MOST_PARTS)
    return found[:_MOST_PARTS]


def _text(name: str, text: str, report: Report, canonical: bool) -> str:
    value = cells.one_line(text)
    limit = _LONGEST_GOODS if name == "goods" else _LONGEST
    if len(value) > limit:
        report("text_too_long", name, length=len(value), limit=limit)
        return ""
    return value


def _numbers(name: str, text: str, report: Report, canonical: bool) -> tuple[str, ...]:
    return cells.unique(m[1] if (m := _NUMBERED.fullmatch(p)) else p for p in _parts(name, text, report, canonical))


def _days(name: str, text: str, report: Report, canonical: bool) -> tuple[str, ...]:
    days: list[str] = []
    for part in cells.several(text):
        if day := last_day(part):
            days.append(day)
        else:
            report("bad_date", name, value=part[:40])
    return tuple(sorted(set(days)))


def _told(fits: Callable[[str], bool], what: str) -> Callable[[str, str, Report, bool], tuple[str, ...]]:
    def read(name: str, text: str, report: Report, canonical: bool) -> tuple[str, ...]:
        parts = _parts(name, text, report, canonical)
        for part in parts:
            if not canonical and not fits(part):
                report(what, name, value=part[:60])
        return parts

    return read


_READ: Mapping[str, Callable[[str, str, Report, bool], Any]] = {
    "registration": _numbers,
    "expires": _days,
    "goods": _text,
    "batch": _text,
    "contact": _parts,
    "phone": _told(is_phone, "bad_phone"),
    "email": _told(is_email, "bad_email"),
    "products": _parts,
    "stores": _parts,
    "licensee": _parts,
    "markets": _parts,
}
