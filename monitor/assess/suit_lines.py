"""What is told of a suit beside its acts, in words: nature and cause beside the source's own, who is sued, who acts for whom,
what else the plaintiff brought. Pure.

Names of parties, lawyers and firms are hostile text: each is one line of bounded length wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.bulletin.places import court_in_short
from monitor.bulletin.safe import one_line
from monitor.model import Role
from monitor.texts import Texts

Facts = Mapping[str, object]

_NAME = 80  # characters of a name
_LAWYERS = 4  # of one firm, that are written out
_PARTIES = 2  # of one firm, that are written out
_COURTS = 4  # that are written out
_ENOUGH = 10  # cases of which a share says something
_CODE = re.compile(r"\s*0*(\d{1,5})(?::0*(\d{1,5}))?")


# --- nature and cause -----------------------------------------------------------------------------------


def nature(printed: str, texts: Texts) -> tuple[str, str]:
    """The number of a nature of suit and its words: "840 Trademark" → ("840", "商标"). On appeal a 3 stands before it. "" where
    it has none."""
    code = _CODE.match(printed)
    number = code[1] if code and not code[2] else ""
    on_appeal = number[1:] if len(number) == 4 and number.startswith("3") else ""
    words = (texts.find(f"us_courts.nature.{n}") for n in (number, on_appeal) if n)
    return number, next((w for w in words if w), "")


def cause(printed: str, texts: Texts) -> tuple[str, str, str]:
    """Title and section of the US Code a cause names, and its words: "15:1114 Trademark Infringement" → ("15", "1114", …)."""
    code = _CODE.match(printed)
    if not code or not code[2]:
        return "", "", ""
    return code[1], code[2], texts.find(f"us_courts.cause.{code[1]}-{code[2]}") or ""


def jury(facts: Facts, texts: Texts) -> tuple[str, ...]:
    value = _text(facts.get("jury_demand"))
    return (texts.find(f"us_courts.jury.{value.capitalize()}") or value,) if value else ()


# --- who is sued ----------------------------------------------------------------------------------------


def defendants(facts: Facts, texts: Texts) -> tuple[str, ...]:
    """How many are sued by name, and that a list of others is sealed. Of one defendant who stands in the caption nothing."""
    named, out, no_side = (
        _number(facts.get(f)) for f in ("defendants_named", "defendants_out", "parties_without_side")
    )
    listed = facts.get("ever_schedule_a") is True
    if not listed and named < 2:
        return ()
    said = []
    if named:
        said.append(texts("case.suit.defendants_named", count=named))
        if out:
            said.append(texts("case.suit.defendants_out", count=out))
    if no_side:
        said.append(texts("case.suit.no_side_too" if named else "case.suit.no_side", count=no_side))
    if listed:
        said.append(texts("case.suit.schedule_open" if named or no_side else "case.suit.schedule_sealed"))
    return (texts("case.suit.semicolon").join(said),)


# --- who acts for whom ----------------------------------------------------------------------------------


def plaintiff_counsel(facts: Facts, texts: Texts) -> tuple[str, ...]:
    return _acting(facts, Role.PLAINTIFF, texts, tells_for=False)


def defendant_counsel(facts: Facts, texts: Texts) -> tuple[str, ...]:
    """With whom each acts for: a defendant of many has counsel of his own."""
    return _acting(facts, Role.DEFENDANT, texts, tells_for=True)


def other_counsel(facts: Facts, texts: Texts) -> tuple[str, ...]:
    return _acting(facts, Role.PARTY, texts, tells_for=True)


def counsel_of_no_side(facts: Facts, texts: Texts) -> tuple[str, ...]:
    """Firms and lawyers a source lists without saying for whom, but for those of whom it is known."""
    rows = _rows(facts.get("counsel"))
    known = {_folded(_text(row.get(name))) for row in rows for name in ("firm", "name")}
    listed = [_text(t) for f in ("firms", "attorneys") for t in _listed(facts.get(f))]
    first, *rest = tuple(dict.fromkeys(t for t in listed if t and _folded(t) not in known)) or ("",)
    return (texts("case.suit.no_side_said", first=first), *rest) if first else ()


def _acting(facts: Facts, side: Role, texts: Texts, *, tells_for: bool) -> tuple[str, ...]:
    firms: dict[str, tuple[str, list[str], list[str]]] = {}
    for row in _rows(facts.get("counsel")):
        if row.get("side") != side.value:
            continue
        name, firm = _text(row.get("name")), _text(row.get("firm"))
        _, lawyers, parties = firms.setdefault(_folded(firm or name), (firm, [], []))
        lawyers += [name] if name and name not in lawyers else []
        parties += [p for t in _listed(row.get("for")) if (p := _text(t)) and p not in parties]
    return tuple(_firm(*each, texts, tells_for=tells_for) for each in firms.values())


def _firm(firm: str, lawyers: Sequence[str], parties: Sequence[str], texts: Texts, *, tells_for: bool) -> str:
    who = _some(lawyers, _LAWYERS, texts)
    said = texts("case.suit.firm", firm=firm, lawyers=who) if firm and who else firm or who
    if not tells_for or not parties:
        return said
    return texts("case.suit.acting_for", said=said, parties=_some(parties, _PARTIES, texts))


# --- what else was brought ------------------------------------------------------------------------------


def plaintiff_suits(facts: Facts, texts: Texts) -> tuple[str, ...]:
    """The plaintiff's other cases in this store. Of one behind a stand-in that they cannot be known."""
    if facts.get("pseudonymous_plaintiff") is True and not facts.get("plaintiff_suits"):
        return (texts("case.suit.plaintiff_hidden"),)
    return _others(facts.get("plaintiff_suits"), texts)


def firm_suits(facts: Facts, texts: Texts) -> tuple[str, ...]:
    return _others(facts.get("firm_suits"), texts)


def _others(value: object, texts: Texts) -> tuple[str, ...]:
    rows = _rows(value)
    if not rows:
        return ()
    said = texts("case.suit.semicolon").join(_other(row, texts) for row in rows)
    since = _month(rows[0].get("since"), texts)
    return (texts("case.suit.in_this_store", said=said, since=since),)


def _other(row: Facts, texts: Texts) -> str:
    name, cases, restrained = _text(row.get("name")), _number(row.get("cases")), _number(row.get("restrained"))
    if not cases:
        return texts("case.suit.no_others", name=name)
    said = texts("case.suit.others", name=name, count=cases, courts=_courts(row.get("courts"), texts))
    first, last = _month(row.get("first"), texts), _month(row.get("last"), texts)
    if first:
        said += (
            texts("case.suit.filed_in", month=first)
            if first == last
            else texts("case.suit.filed_from_to", first=first, last=last)
        )
    if restrained:
        said += texts("case.suit.restrained", count=restrained)
        if cases >= _ENOUGH:
            said += texts("case.suit.share", percent=round(100 * restrained / cases))
    return said


def _courts(value: object, texts: Texts) -> str:
    courts = [
        texts("case.suit.court", court=court_in_short(str(code), texts), count=_number(count))
        for code, count in (value.items() if isinstance(value, Mapping) else ())
        if code
    ]
    return _some(courts, _COURTS, texts)


def _month(value: object, texts: Texts) -> str:
    year, _, month = str(value or "").partition("-")
    return texts("case.suit.month", year=year, month=int(month)) if month.isdigit() else ""


# --- small things ---------------------------------------------------------------------------------------


def _some(items: Sequence[str], shown: int, texts: Texts) -> str:
    said = texts("case.suit.and").join(items[:shown])
    return texts("case.suit.and_more", said=said, count=len(items) - shown) if len(items) > shown else said


def _rows(value: object) -> list[Facts]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _text(value: object) -> str:
    return one_line(value, _NAME) if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
