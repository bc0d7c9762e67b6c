"""The patterns of entries.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DECOR = (
    r"(?:\W|\b(?:\d+\)?|sealed|ex parte|emergency|amended|agreed|stipulated|unopposed|first|second|third|fourth|modified|final|corrected|consent|joint|"
    r"paperless|endorsed|electronic|text|order granting|minute order|minutes?|order:|in chambers|civil|the|an?|and|enter(?:ing)?|with|by|for)\b)*"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `code` is its one act, "" where it has none or its text decides."""

    kind: str
    code: str
    some: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]

    def fits(self, body: str) -> bool:
        return any(p.search(body) for p in self.some) and not any(p.search(body) for p in self.none)


@dataclass(frozen=True, slots=True)
class Relief:
    """What a motion can ask for. `alone`: found first, nothing else in the same motion counts. Codes are "" where asking for
    it, giving it or refusing it is no act of its own."""

    name: str
    pattern: re.Pattern[str]
    alone: bool
    motion: str
    granted: str
    denied: str


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    active: re.Pattern[str]
    past: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Deed:
    verb: str
    thing: re.Pattern[str]
    code: str
    beside: bool  # other lines may hold too


@dataclass(frozen=True, slots=True)
class Table:
    papers: tuple[Paper, ...]
    reliefs: tuple[Relief, ...]
    verbs: tuple[Verb, ...]
    deeds: tuple[Deed, ...]
    titles: tuple[tuple[re.Pattern[str], str], ...]
    label: re.Pattern[str]
    on_motion: re.Pattern[str]
    closing: Paper


@cache
def table() -> Table:
    read = tomllib.loads(Path(__file__).with_name("entries.toml").read_text(encoding="utf-8"))
    return Table(
        papers=tuple(_paper(p, str(p["kind"])) for p in read["paper"]),
        reliefs=tuple(
            Relief(
                str(r["name"]),
                _compiled(r.get("first") or r["any"]),
                "first" in r,
                *(str(r.get(k, "")) for k in ("motion", "granted", "denied")),
            )
            for r in read["relief"]
        ),
        verbs=tuple(
            Verb(str(v["name"]), _compiled(rf"\b(?:{v['active']})\b"), _compiled(rf"\b(?:{v['past']})\b"))
            for v in read["verb"]
        ),
        deeds=tuple(
            Deed(str(d["verb"]), _compiled(d["thing"]), str(d["code"]), bool(d.get("beside"))) for d in read["deed"]
        ),
        titles=tuple((_compiled(t["any"].replace("{decor}", _DECOR)), str(t["code"])) for t in read["title"]),
        label=_compiled(read["ruled"]["label"]),
        on_motion=_compiled(read["ruled"]["on_motion"]),
        closing=_paper(read["closing"], "closing"),
    )


def _paper(row: Mapping[str, Any], kind: str) -> Paper:
    some, none = (tuple(_compiled(p) for p in row.get(k, ())) for k in ("any", "none"))
    return Paper(kind, str(row.get("code", "")), some, none)


def _compiled(pattern: object) -> re.Pattern[str]:
    return re.compile(str(pattern), re.IGNORECASE)
