"""Dataclasses of the model as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
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
    """Of mentions with one role, field and text the one that is kept (`mentions` holds one), where the first stood."""
    kept: dict[tuple[Role, str, str], Mention] = {}
    for m in mentions:
        key = (m.role, m.field, m.text)
        if key not in kept or mention_details(m) > mention_details(kept[key]):
            kept[key] = m
    return tuple(kept.values())


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
