"""Values as the JSON texts that columns hold, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from monitor.model import Band, Match, Mention, Reason, Role, Whose

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
"""json.dumps makes one for every value it is not asked to write in its own way; to fold a record takes dozens."""


def dumps(value: object) -> str:
    """JSON with sorted keys: equal values are equal texts."""
    return _ENCODER.encode(value)


def loads(text: str) -> Any:
    return json.loads(text)


def listed(values: Iterable[int] | Iterable[str]) -> str:
    """Ids as one parameter, for `… in (select value from json_each(?))`: one statement for any number of them, and no
    limit on how many variables a statement may have."""
    return json.dumps(sorted(set(values)), ensure_ascii=False)


def match_to_json(match: Match) -> str:
    """Whose right it is stands beside it: records of one matter may differ about that, whatever they match."""
    return dumps({k: v for k, v in asdict(match).items() if k != "whose" and (k != "also" or v)})


def match_from_json(text: str, whose: str = Whose.STRANGER) -> Match:
    data: dict[str, Any] = loads(text)
    data.pop("own_filing", None)  # as earlier versions wrote it
    return Match(
        **{
            **data,
            "whose": Whose(whose),
            "band": Band(data["band"]) if data["band"] else None,
            "span": tuple(data["span"]),
            "demoted_by": tuple(data["demoted_by"]),
            "also": tuple(data.get("also", ())),
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
