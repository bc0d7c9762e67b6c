"""A name and what is known of it, as `monitor lookup --json` prints it."""

from __future__ import annotations

from typing import Any

from monitor.assess.details import Known, Sighting, known_json, known_of
from monitor.lookup.desk import Desk
from monitor.lookup.names import Answer, Found, look_up
from monitor.lookup.told import head
from monitor.matching import explain
from monitor.matching.firms.printed import folded_firm
from monitor.model import Subject, SubjectKind
from monitor.texts import Texts


def name_json(desk: Desk, name: str) -> dict[str, Any]:
    """Where a name was found, in whatever spelling; `found` under the name itself, `told_under` under another of its family."""
    answer = look_up(desk.store, name, progress=desk.progress)
    every = [*answer.found, *(u.found for u in answer.told_under)]
    seen = [Sighting(f.kind, f.matter, f.mention.text, f.match) for f in every]
    known = known_of(desk.store, seen, desk.now, desk.texts.lang)
    hits = desk.store.hits.of_matters({f.matter.id for f in every})
    by_name = {(h.matter.key, h.watched_id): h.id for of in hits.values() for h in of}
    entries = [
        {**_entry(f, of_it, desk.texts), "hit": by_name.get((f.matter.key, f.match.watched_id))}
        for f, of_it in zip(every, known, strict=True)
    ]
    unlisted = desk.store.hits.find(subject=Subject(folded_firm(name), SubjectKind.FIRM))
    return {
        "name": name,
        "watched": answer.watched.id if answer.watched else None,
        "variants": [{"text": v.text, "kind": v.kind, "prior": v.prior} for v in answer.variants],
        "found": entries[: len(answer.found)],
        "told_under": [
            {**entry, "watched": u.watched.name, "watched_id": u.watched.id}
            for u, entry in zip(answer.told_under, entries[len(answer.found) :], strict=True)
        ],
        "unlisted": [{"id": h.id, "matter": h.matter.key, "text": h.text} for h in unlisted],
        "near": [_near(answer, n) for n in range(len(answer.near))],
        "name_searched": {"matters": answer.matters, "texts": answer.mentions},
    }


NOT_ASKED: dict[str, Any] = {
    "watched": None, "variants": [], "found": [], "told_under": [], "unlisted": [], "near": [], "name_searched": None,
}  # fmt: skip
"""Of a question that is no name."""


def _near(answer: Answer, n: int) -> dict[str, Any]:
    near = answer.near[n]
    return {
        "matter": near.matter.key,
        "title": near.matter.title,
        "role": near.role.value,
        "text": near.text,
        "spelling": near.spelling,
        "likeness": round(near.likeness, 3),
    }


def _entry(f: Found, known: Known, texts: Texts) -> dict[str, Any]:
    return {
        **head(f.matter, texts),
        "role": f.mention.role.value,
        "kind": f.kind.value,
        "own_filing": f.match.own_filing,
        "text": f.mention.text,
        "score": round(f.match.score, 4),
        "band": f.match.band.value if f.match.band else None,
        "explanation": explain.sentence(f.match, texts),
        "source": f.source,
        "url": f.matter.url,
        **known_json(known, texts),
    }
