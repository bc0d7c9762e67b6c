"""Dataclasses of the model as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from monitor.model import Band, Match, Mention, Reason, Role
from monitor.store.base import dumps, loads


def match_to_json(match: Match) -> str:
    return dumps(asdict(match))


def match_from_json(text: str) -> Match:
    data: dict[str, Any] = loads(text)
    return Match(
        **{
            **data,
            "band": Band(data["band"]) if data["band"] else None,
            "span": tuple(data["span"]),
            "demoted_by": tuple(data["demoted_by"]),
            "reasons": tuple(Reason(r["key"], r["params"]) for r in data["reasons"]),
        }
    )


def mention_details(mention: Mention) -> str:
    """Everything of a mention beside role, field and text; empty parts left out."""
    details = {
        "language": mention.language,
        "country": mention.country,
        "aliases": list(mention.aliases),
        "address": mention.address,
        "nice": list(mention.nice_classes),
        "extra": dict(mention.extra),
    }
    return dumps({k: v for k, v in details.items() if v})


def distinct_mentions(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """A record's mentions as the store keeps them: one for each role, field and text. What a record prints several times
    has the classes and the other names of all of them, and a country if it is one; of anything else the greatest holds,
    whatever their order."""
    same: dict[tuple[Role, str, str], list[Mention]] = {}
    for m in mentions:
        same.setdefault((m.role, m.field, m.text), []).append(m)
    return tuple(_as_one(group) if len(group) > 1 else group[0] for group in same.values())


def _as_one(group: Sequence[Mention]) -> Mention:
    countries = {m.country for m in group if m.country}
    return replace(
        max(group, key=mention_details),
        country=countries.pop() if len(countries) == 1 else "",
        nice_classes=tuple(sorted({c for m in group for c in m.nice_classes})),
        aliases=tuple(sorted({a for m in group for a in m.aliases})),
    )


def mention_from_row(role: str, field: str, text: str, details: str) -> Mention:
    data: Mapping[str, Any] = loads(details)
    return Mention(
        text=text,
        role=Role(role),
        field=field,
        language=data.get("language", ""),
        country=data.get("country", ""),
        aliases=tuple(data.get("aliases", ())),
        address=data.get("address", ""),
        nice_classes=tuple(data.get("nice", ())),
        extra=data.get("extra", {}),
    )
