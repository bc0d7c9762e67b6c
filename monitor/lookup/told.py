"""One matter in full, for whoever asks for it: how it stands, what it is to us, who stands in it, what the sources state.

A matter in which no listed name was found has a stage and clocks all the same: those of somebody who is proceeded against in
it (or may attack it). The door says so; nothing here is calmer for want of a hit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.assess.details import details_of, hit_json, known_json, known_to_anybody, standing_json
from monitor.assess.found_out import found_out
from monitor.bulletin.places import forum_name, matter_number
from monitor.cases.states import SET_ASIDE
from monitor.clock import beijing
from monitor.model import Category, HitKind, Mention, Role, gravity
from monitor.rules import title_of
from monitor.rules.deadlines import kind_of
from monitor.store import EventRow, HitRow, MatterRow, Store
from monitor.texts import Texts

RISKS = ("high", "medium", "low")

_POSITION: Mapping[Category, HitKind] = {
    Category.ITC337: HitKind.RESPONDENT,
    Category.SUIT: HitKind.DEFENDANT,
    Category.SEP: HitKind.DEFENDANT,
    Category.TRADEMARK: HitKind.SQUAT,
    Category.GI: HitKind.SQUAT,
    Category.DOMAIN: HitKind.SQUAT,
    Category.NEWS: HitKind.CITED,
}
"""As whom a matter is looked at in which nobody of ours was found: as one it is directed against."""


def told(
    store: Store, matters: Sequence[MatterRow], now: datetime, texts: Texts, *, demo: bool
) -> list[dict[str, Any]]:
    """The matters as `monitor lookup --json` prints them, in their order; a constant number of statements, and the keys of
    each."""
    ids = [m.id for m in matters]
    found = store.hits.of_matters(ids)
    hits = hits_told(store, [h for of in found.values() for h in of], now, texts, demo=demo)
    of_matter: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        of_matter.setdefault(hit["matter"], []).append(hit)
    events, mentions = store.events.of(ids), store.mentions.of(ids)
    out = found_out(store, matters, events, mentions)
    return [
        {
            **head(matter, texts),
            "keys": list(store.matters.keys(matter.id)),
            "url": matter.url,
            "sources": list(matter.sources),
            "hits": of_matter.get(matter.key, []),
            **_standing(matter, of_matter.get(matter.key, []), events[matter.id], out[matter.id], now, texts),
            "parties": parties_of(mentions[matter.id]),
            "texts": len(mentions[matter.id]),
            "facts": {**matter.facts, **out[matter.id]},
            "demo": demo,
        }
        for matter in matters
    ]


def _standing(
    matter: MatterRow,
    hits: Sequence[Mapping[str, Any]],
    events: Sequence[EventRow],
    found: Mapping[str, object],
    now: datetime,
    texts: Texts,
) -> dict[str, Any]:
    """Stage, advice, case and clocks: those of the gravest hit, with the clocks of all; without any, of somebody in the position
    the matter is directed against. `position` says as what; `ours`: whether that is a hit's. The events are all of the matter."""
    kind = _POSITION[matter.category]
    stands, known = known_to_anybody(kind, matter, events, found, now, texts.lang)
    standing = standing_json(matter, stands.events, stands.deadlines, stands.passed, stands.awaited, texts)
    told_of = known_json(known, texts)
    counting = [h for h in hits if not h["set_aside"]]
    if not counting:
        rows = {
            part: [{**d, "what": rule_title(d["rule"], texts), "hits": []} for d in standing[part]]
            for part in ("deadlines", "passed")
        }
        return {"ours": False, "position": kind.value, **told_of, **standing, **rows}
    gravest = counting[0]
    return {
        "ours": True,
        "position": gravest["kind"],
        **{name: gravest.get(name, value) for name, value in told_of.items()},
        "awaited": gravest["awaited"],
        "events": standing["events"],
        "deadlines": deadlines_of(counting, texts),
        "passed": deadlines_of(counting, texts, "passed"),
    }


def deadlines_of(hits: Sequence[Mapping[str, Any]], texts: Texts, part: str = "deadlines") -> list[dict[str, Any]]:
    """The clocks of these hits, what ends first before what has passed; one that runs for several names of a matter, once.
    `part`: "passed" for those that are long past."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for hit in hits:
        for d in hit[part]:
            row = rows.setdefault(
                (d["date"], d["rule"], hit["matter"]),
                {
                    **d,
                    "what": rule_title(d["rule"], texts),
                    "hits": [],
                    "matter": hit["matter"],
                    "number": hit["number"],
                    "title": hit["title"],
                    "watched": hit["watched"],
                    "kind": hit["kind"],
                    "renewal": kind_of(d["rule"]) == "renewal",
                },
            )
            row["hits"].append(hit["id"])
    return sorted(rows.values(), key=lambda r: (nearest([r]), r["date"], r["asks"], r["matter"], r["rule"]))


def rule_title(rule: str, texts: Texts) -> str:
    """The rule's title; its id if the rule is no longer in the book."""
    return title_of(rule, texts.lang) if kind_of(rule) else rule


def head(matter: MatterRow, texts: Texts) -> dict[str, Any]:
    """What a matter is called, and where it lies."""
    return {
        "matter": matter.key,
        "number": matter_number(matter.key),
        "title": matter.title,
        "category": matter.category.value,
        "jurisdiction": matter.jurisdiction,
        "forum": forum_name(matter.key, matter.jurisdiction, matter.category, texts),
    }


def hits_told(store: Store, hits: Sequence[HitRow], now: datetime, texts: Texts, *, demo: bool) -> list[dict[str, Any]]:
    """Hits as `monitor hit list --json` prints them, each with its number in the bulletins ("" before the first); the gravest
    first, and those a person set aside last."""
    numbers = store.issues.entry_numbers(h.id for h in hits)
    listed = []
    for details in details_of(store, hits, now, texts.lang):
        matter = details.hit.matter
        listed.append(
            {
                **hit_json(details, texts, demo=demo),
                "number": matter_number(matter.key),
                "forum": forum_name(matter.key, matter.jurisdiction, matter.category, texts),
                "entry_no": numbers.get(details.hit.id, ""),
                "set_aside": details.hit.state in SET_ASIDE,
                "status": str(matter.facts.get("status") or ""),
                "expires": str(matter.facts.get("expires") or ""),
                "own_filing": details.hit.own_filing,
                "last_event": beijing(details.hit.last_changed)[:10],
            }
        )
    return sorted(listed, key=in_order)


def in_order(hit: Mapping[str, Any]) -> tuple[bool, int, int, float, int]:
    """What nobody set aside, the riskiest, what ends first (a day that has passed after those to come), the likest."""
    return (hit["set_aside"], RISKS.index(hit["risk"]), nearest(hit["deadlines"]), -hit["score"], hit["id"])


NEVER = 10**6
"""Days left where no clock runs."""


def nearest(deadlines: Sequence[Mapping[str, Any]]) -> int:
    """Days left of the next clock; one that has passed comes after all that run, and before none at all."""
    left = [int(d["days_left"]) for d in deadlines]
    running = [n for n in left if n >= 0]
    return min(running) if running else NEVER // 2 - max(left) if left else NEVER


def parties_of(mentions: Sequence[tuple[str, Mention]]) -> list[dict[str, Any]]:
    """Who stands in a matter, in which capacity, the gravest first; one that several sources print, once."""
    seen: dict[tuple[Role, str], dict[str, Any]] = {}
    for source, m in mentions:
        if not (m.role.is_party or m.role is Role.MARK):
            continue
        entry = seen.setdefault(
            (m.role, m.text), {"role": m.role.value, "text": m.text, "country": "", "address": "", "sources": []}
        )
        entry["country"] = entry["country"] or m.country
        entry["address"] = entry["address"] or m.address
        if source not in entry["sources"]:
            entry["sources"].append(source)
    return [seen[k] for k in sorted(seen, key=lambda k: -gravity(k[0]))]
