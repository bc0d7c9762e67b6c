"""Hits as `monitor hit list` and `monitor hit show` give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from monitor.assess.details import HitDetails, details_of, hit_json
from monitor.cases.states import SETTLED
from monitor.clock import Week
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.jobs.choosing import asks_for_kept_out, check_known, conditions, holds, subjects_called
from monitor.jobs.confirming import confirmed_rows
from monitor.jobs.handled import actions_json
from monitor.model import Band, Category, State, Subject, SubjectKind, WatchedName
from monitor.store import Store


def hit_rows(
    around: Around,
    *,
    state: str = "",
    band: str = "",
    name: str = "",
    category: str = "",
    where: str | None = None,
    newest: bool = False,
    suppressed: bool = False,
) -> tuple[list[dict[str, Any]], int]:
    """Hits as `monitor hit list --json` prints them (DESIGN §5.6): the highest risk first, among these the nearest day that is
    still to come, what is settled behind all that is not; with `newest` as they were found, the latest first. And how many more
    of them an exception rule keeps out; with `suppressed` those alone. `where`: as `monitor.jobs.choosing` reads it. Raises
    UsageError for a filter that is none."""
    # A misspelt filter must not read as "nothing found".
    _known(around, "--status", state, "word.state", [s.value for s in State])
    _known(around, "--band", band, "word.band", [b.value for b in Band])
    _known(around, "--category", category, "word.category", [c.value for c in Category])
    wanted = conditions(where) if where is not None else ()
    with Store.open(around.state, readonly=True) as store:
        check_known(around, store, wanted)
        demo = store.meta.get("demo") == "1"
        hits = store.hits.find(state=state, band=band, category=category)
        if name:
            subjects = subjects_called(store, name)
            hits = [h for h in hits if h.subject in subjects]
        every = details_of(store, hits, around.clock.now(), around.texts.lang)
        found = [d for d in every if holds(d, wanted)]
        every_one = asks_for_kept_out(wanted)  # then the condition itself says which
        details = found if every_one else [d for d in found if d.suppressed is suppressed]
        numbers = store.issues.entry_numbers(d.hit.id for d in details)
        rows = [hit_json(d, around.texts, demo=demo) for d in details]
    listed = [{**row, "entry_no": numbers.get(row["id"], "")} for row in rows]
    left_out = 0 if suppressed else len(found) - len(details)
    return (listed if newest else sorted(listed, key=_urgency)), left_out


_RISKS = ("high", "medium", "low")


def _urgency(row: dict[str, Any]) -> tuple[bool, int, int, int, int]:
    """What a person looks at first. Of one rank: days to come, the nearest first; then days that have passed, the latest first;
    then those without a day, the latest found first."""
    risk = _RISKS.index(row["risk"]) if row["risk"] in _RISKS else len(_RISKS)
    days = [d["days_left"] for d in (*row["deadlines"], *row["passed"])]
    coming = [d for d in days if d >= 0]
    over = State(row["state"]) in SETTLED
    if coming:
        return over, risk, 0, min(coming), -row["id"]
    return (over, risk, 1, -max(days), -row["id"]) if days else (over, risk, 2, 0, -row["id"])


def hit_called(around: Around, said: str) -> int:
    """The hit a person names: its number ("12", "#12"), or that of its entry in a bulletin ("YS-2026-47-001").

    Raises UsageError for what is neither, for an entry no bulletin has, and for one that stands for several hits."""
    found = hits_called(around, said)
    if len(found) > 1:
        ids = around.texts("cli.list.and").join(map(str, found))
        raise UsageError("errors.entry_of_several", number=said.strip(), ids=ids)
    return found[0]


def hits_called(around: Around, said: str) -> tuple[int, ...]:
    """The same; of an entry that stands for several hits all of them. Never empty."""
    text = said.strip()
    number = text.removeprefix("#")
    if number.isdecimal() and len(number) < 19:
        return (int(number),)
    entry = re.fullmatch(r"[^\s-]+(?:-[^\s-]+)*?-(20\d\d)-([0-5]?\d)-\d+", text)
    if entry is None or not 1 <= int(entry[2]) <= 53:
        raise UsageError("errors.not_hit_number", value=said)
    with Store.open(around.state, readonly=True) as store:
        found = store.issues.hits_of_entry(text, Week(int(entry[1]), int(entry[2])))
    if not found:
        raise UsageError("errors.unknown_entry", number=text)
    return tuple(found)


def names_called(store: Store, name: str) -> set[Subject]:
    """The watched names written so, or of that id. Raises UsageError where there is none."""
    found = {s for s in subjects_called(store, name) if s.kind is SubjectKind.NAME}
    if not found:
        raise UsageError("errors.unknown_name", name=name)
    return found


def _known(around: Around, option: str, value: str, words: str, known: Sequence[str]) -> None:
    if value and value not in known:
        shown = around.texts("cli.list.and").join(f"{k} {around.texts(f'{words}.{k}')}" for k in known)
        raise UsageError("errors.unknown_choice", option=option, value=value, known=shown)


OF_OWNER = ("contact", "phone", "email", "products", "markets")
"""What the list says of an owner that helps to ask about a hit and to weigh it."""


def _owner_of(name: WatchedName | None) -> dict[str, Any]:
    """Whom the office asks about a hit. For the office alone: no mail and no bulletin carries it."""
    if name is None:
        return {"name": "", **{field: [] for field in OF_OWNER}}
    return {"name": name.owner, **{field: list(getattr(name, field)) for field in OF_OWNER}}


def _beside(around: Around, store: Store, details: HitDetails) -> list[dict[str, Any]]:
    """The other hits of the same matter, and those that were merged into this one."""
    others = {h.id: h for h in store.hits.of_matters([details.hit.matter.id])[details.hit.matter.id]}
    others |= {h.id: h for h in store.hits.find(ids=store.actions.merged_into(details.hit.id))}
    others.pop(details.hit.id, None)
    numbers = store.issues.entry_numbers(others)
    return [
        {
            "id": d.hit.id,
            "entry_no": numbers.get(d.hit.id, ""),
            "watched": d.watched.name,
            "kind": d.hit.kind.value,
            "state": d.hit.state.value,
            "matter": d.hit.matter.key,
        }
        for d in details_of(store, list(others.values()), around.clock.now(), around.texts.lang)
    ]


def hit_in_full(around: Around, hit_id: int) -> dict[str, Any]:
    """One hit with all evidence. Raises UsageError for an unknown id."""
    with Store.open(around.state, readonly=True) as store:
        hit = store.hits.get(hit_id)
        if hit is None:
            raise UsageError("errors.unknown_hit", id=hit_id)
        details = details_of(store, [hit], around.clock.now(), around.texts.lang)[0]
        data = hit_json(details, around.texts, demo=store.meta.get("demo") == "1")
        data["entry_no"] = store.issues.entry_numbers([hit.id]).get(hit.id, "")
        data["keys"] = list(store.matters.keys(hit.matter.id))
        data["facts"] = dict(hit.matter.facts)
        data["confirmed"] = confirmed_rows(store, [hit.id])
        data["log"] = actions_json(details.file.actions)
        data["beside"] = _beside(around, store, details)
        data["owner"] = _owner_of(store.watchlist.by_id([hit.watched_id]).get(hit.watched_id))
        evidence = store.hits.evidence([hit.id])[hit.id]
        captures = store.captures.by_id(e.capture for e in evidence)
        data["evidence"] = [
            {
                "role": e.role,
                "field": e.field,
                "text": e.text,
                "source": e.source,
                "score": e.score,
                "capture": e.capture,
                "file": captures[e.capture].file if e.capture in captures else "",
            }
            for e in evidence
        ]
        return data
