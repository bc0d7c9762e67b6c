"""Who represents whom, from CourtListener's parties and attorneys of one docket.

The list of parties says which attorney (by number) stands for which party, the list of attorneys what they are called: each is
read by itself, and what the first says is handed to the second in the context of its request. Only those who still represent
somebody count. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.model import Role
from monitor.sources.kit.text import clean

_ENDED = frozenset({5, 6, 7, 8, 9})
"""Roles of those who do so no more, as the service numbers them: self-terminated, terminated, suspended, inactive, disbarred."""
_ENDED_IN_WORDS = re.compile(r"\b(?:self-? ?terminated|terminated|suspended|inactive|disbarred)\b", re.IGNORECASE)
_PARTIES_EACH = 5
"""Parties kept of one attorney; who stands for a hundred stores is known by the first few."""
_MOST = 120
"""Attorneys kept of one docket."""
_NAME = 120
_FIRM_LINE = re.compile(
    r"^(?:\d|p\.? ?o\.? box\b|suite\b|ste\b|\(?[2-9]\d\d\)?[ .-]|(?:e-?mail|fax|tel|phone|pro se|designation|bar)\b)|@",
    re.IGNORECASE,
)
"""A line of an address that is no name of a firm: a street, a box, a telephone, an address for mail."""

Represented = Mapping[str, Sequence[Sequence[str]]]
"""Number of an attorney → (side, name) of each party represented. The side is a role's word, "party" where it is neither."""


def represented(attorneys: object, docket_id: str, side: Role, name: str) -> dict[str, list[list[str]]]:
    """What the nested attorneys of one party say: who represents it in this docket today."""
    found: dict[str, list[list[str]]] = {}
    for entry in attorneys if isinstance(attorneys, list) else ():
        if not isinstance(entry, Mapping) or not _of_docket(entry, docket_id) or _ended(entry.get("role")):
            continue
        number = str(entry.get("attorney_id") or str(entry.get("attorney") or "").rstrip("/").rpartition("/")[2])
        if number.isascii() and number.isdigit():
            found[number] = [[side.value, clean(name, _NAME)]]
    return found


def united(one: Represented, other: Represented) -> dict[str, list[list[str]]]:
    """Both, each party of an attorney once, bounded."""
    found = {number: [list(p) for p in parties] for number, parties in one.items()}
    for number, parties in other.items():
        if number not in found and len(found) >= _MOST:
            continue
        mine = found.setdefault(number, [])
        mine += [list(p) for p in parties if list(p) not in mine][: max(0, _PARTIES_EACH - len(mine))]
    return found


def named(results: Iterable[object], represented: Represented) -> list[dict[str, object]]:
    """The attorneys of a page who represent somebody, as rows of the fact `counsel`."""
    rows: list[dict[str, object]] = []
    for entry in results:
        if not isinstance(entry, Mapping):
            continue
        number, name = str(entry.get("id") or ""), clean(str(entry.get("name") or ""), _NAME)
        parties = represented.get(number, ())
        firm = _firm(entry.get("contact_raw"), name)
        for side in dict.fromkeys(str(p[0]) for p in parties if len(p) == 2):
            theirs = [str(p[1]) for p in parties if p[0] == side]
            if name or firm:
                rows.append({"id": number, "name": name, "firm": firm, "side": side, "for": theirs})
    return rows


def _firm(contact: object, name: str) -> str:
    """The firm in a block of contact: its first line, unless that is the attorney or an address."""
    lines = [clean(line, _NAME) for line in str(contact or "").splitlines()[:3]]
    first = next((line for line in lines if line and line.casefold() != name.casefold()), "")
    return "" if _FIRM_LINE.search(first) else first


def _ended(role: object) -> bool:
    if isinstance(role, int):
        return role in _ENDED
    return bool(_ENDED_IN_WORDS.search(str(role or "")))


def _of_docket(entry: Mapping[str, Any], docket_id: str) -> bool:
    said = entry.get("docket_id") or entry.get("docket")
    return said is None or str(said).rstrip("/").rpartition("/")[2] == docket_id
