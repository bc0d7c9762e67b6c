"""What the program finds out about suits: how many are sued, who acts for whom, and what else the plaintiff has brought, as far as
this store knows.

What is counted is what is stored, and every number is told with since when that is. A plaintiff behind a stand-in is nobody
whose other cases could be counted, and so is a case of which no plaintiff is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from monitor.clock import BEIJING
from monitor.model import Category, Mention, Role
from monitor.store import EventRow, MatterRow, Store
from monitor.store.suits import FIRM, PLAINTIFF, Named, folded

_NAMES = 3  # plaintiffs, and firms, of one case whose other cases are told
_STATED = "caseName", "title", "parties.name"
"""Fields of a plaintiff that is printed as such, in the order in which the first is taken."""

Mentions = Mapping[int, Sequence[tuple[str, Mention]]]


def suit_facts(
    store: Store, matters: Iterable[MatterRow], events: Mapping[int, Sequence[EventRow]], mentions: Mentions
) -> dict[int, dict[str, object]]:
    """Facts by id of the suits among some matters, however many, in a constant number of statements; none where there is no
    suit. `events` and `mentions`: all that is stored of each."""
    suits = [m for m in matters if m.category is Category.SUIT and m.kind == "docket"]
    found: dict[int, dict[str, object]] = {}
    for matter in suits:
        found[matter.id] = {**_sued(matter, mentions[matter.id]), **_counsel(matter, events[matter.id])}
    if not suits or not store.suits.ready():
        return found
    asked: dict[int, list[tuple[str, Named]]] = {}
    for matter in suits:
        counsel = found[matter.id].get("counsel", matter.facts.get("counsel"))
        names = [(n, (PLAINTIFF, folded(n))) for n in _plaintiffs(mentions[matter.id])]
        asked[matter.id] = names + [(n, (FIRM, folded(n))) for n in _firms(counsel)]
    others = store.suits.of((matter, named) for matter, names in asked.items() for _, named in names)
    since = store.suits.since()
    month = f"{since.astimezone(BEIJING):%Y-%m}" if since else ""
    for matter_id, names in asked.items():
        for fact, role in (("plaintiff_suits", PLAINTIFF), ("firm_suits", FIRM)):
            rows = [
                {"name": name, **asdict(others[matter_id, named]), "since": month}
                for name, named in names
                if named[0] == role and (role == PLAINTIFF or others[matter_id, named].cases)
            ]
            if rows:
                found[matter_id][fact] = rows
    return found


def _sued(matter: MatterRow, mentions: Sequence[tuple[str, Mention]]) -> dict[str, object]:
    """How many are sued by name, how many of them are out again, and how many names have no side."""
    sides: dict[Role, dict[str, list[Mention]]] = {Role.DEFENDANT: {}, Role.PLAINTIFF: {}, Role.PARTY: {}}
    for _, m in mentions:
        if m.role in sides and (key := folded(m.text)):
            sides[m.role].setdefault(key, []).append(m)
    sued = sides[Role.DEFENDANT]
    other_names = {folded(a) for m in (m for ms in sued.values() for m in ms) for a in m.aliases}
    no_side = sides[Role.PARTY].keys() - sued.keys() - sides[Role.PLAINTIFF].keys() - other_names
    out = [k for k, ms in sued.items() if any(m.extra.get("disposition") for m in ms)]
    return {
        "defendants_named": len(sued),
        "defendants_out": len(out),
        "parties_without_side": len(no_side),
    }


def _counsel(matter: MatterRow, events: Sequence[EventRow]) -> dict[str, object]:
    """Who acts for whom: as the list of attorneys says, and the entries by which somebody appeared."""
    stated = matter.facts.get("counsel")
    rows = [row for row in stated if isinstance(row, Mapping)] if isinstance(stated, list) else []
    known = {folded(str(row.get("name", ""))) for row in rows}
    for event in events:
        appeared = event.says.get("counsel")
        for row in appeared if isinstance(appeared, list) else ():
            if isinstance(row, Mapping) and folded(str(row.get("name", ""))) not in known:
                rows.append(row)
                known.add(folded(str(row.get("name", ""))))
    return {"counsel": rows} if rows else {}


def _plaintiffs(mentions: Sequence[tuple[str, Mention]]) -> list[str]:
    """The plaintiffs by name, those of the caption first; each once."""
    found = [m for _, m in mentions if m.role is Role.PLAINTIFF and folded(m.text)]
    found.sort(key=lambda m: _STATED.index(m.field) if m.field in _STATED else len(_STATED))
    return list({folded(m.text): m.text for m in reversed(found)}.values())[::-1][:_NAMES]


def _firms(counsel: object) -> list[str]:
    rows = counsel if isinstance(counsel, list) else []
    firms = (str(r.get("firm", "")) for r in rows if isinstance(r, Mapping) and r.get("side") == Role.PLAINTIFF.value)
    return list({folded(f): f for f in firms if folded(f)}.values())[:_NAMES]
