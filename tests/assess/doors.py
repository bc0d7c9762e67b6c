"""Every door that says what a record means: a run with its hit list, matching again, the look-up, screening a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.assess.rematch import Rematched, list_in_use, rematch
from monitor.assess.scoring import score_mentions
from monitor.config import SourceConfig
from monitor.lookup.names import look_up
from monitor.model import Category, Event, Mention, Record, Role, Seen, WatchedKind, WatchedName, Whose, hit_kind
from monitor.screening import ScreenRow, screen
from monitor.store import Store
from monitor.store.records import Scored
from tests.collect.single_source import NOW, feed, pacer, parsed_by, ran, replay

FIRM = "山西岚谷禾酒业有限公司"
FIRM_EN = "Shanxi Languhe Liquor Co., Ltd."
STRANGER = "Golden Harbor Beverage Trading LLC"
MARK = WatchedName("w1", "岚谷禾", aliases=("LANGUHE",), owner=FIRM, owner_en=FIRM_EN, nice_classes=(33,))
SECOND = WatchedName("w2", "岚谷春", owner=FIRM, owner_en=FIRM_EN, nice_classes=(33,))
OTHER = WatchedName("w3", "云杼", aliases=("YUNZHU",), nice_classes=(25,))
FIRM_WATCHED = WatchedName("c1", FIRM, WatchedKind.COMPANY, aliases=(FIRM_EN,), city="吕梁")
GLASS = WatchedName("c2", "祁县晋川屿玻璃制品有限公司", WatchedKind.COMPANY, aliases=("JCYGLASS",), city="晋中")
LIST = (MARK, SECOND, OTHER, FIRM_WATCHED, GLASS)

Told = tuple[str, str, str, str, str, float, str, str, Whose]
"""Watched id, matter, role, field, text, score, band, kind, whose right."""


def record(
    *mentions: Mention, number: int = 1, category: Category | None = None, source: str = "us-pacer-rss"
) -> Record:
    return Record(
        source=source, matter=f"tm:US:{number}", kind="application", title="", url="", as_of="2026-11-19",
        jurisdiction="US", events=(Event("filed", date(2026, 11, 19), ""),), mentions=mentions, category=category,
    )  # fmt: skip


def mark(text: str, *classes: int, role: Role = Role.MARK) -> Mention:
    return Mention(text, role, "mark", nice_classes=classes)


def applicant(text: str, country: str = "CN", aliases: tuple[str, ...] = (), role: Role = Role.APPLICANT) -> Mention:
    return Mention(text, role, "party", "en", country, aliases)


def collect(
    store: Store, folder: Path, records: Sequence[Record], config: SourceConfig | None = None, items: str = ""
) -> None:
    """Run a source that publishes these records, the way every run goes. Other `items` make another answer."""

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield Seen("items", len(records))
        yield from records

    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        parsed_by(parse, patch)
        ran(store, config or pacer("ilnd"), replay(folder, feed("ilnd", items)))


def hit_list(store: Store) -> set[Told]:
    """What the hit list says of everything stored: its evidence."""
    return {
        (
            h.watched_id, h.matter.key, e.role, e.field, e.text, e.score, e.band, hit_kind(Role(e.role), e.whose),
            e.whose,
        )
        for h in store.hits.find()
        for e in store.hits.evidence([h.id])[h.id]
    }  # fmt: skip


def looked_up(store: Store, names: Sequence[WatchedName] = LIST, *, everything: bool = False) -> set[Told]:
    """What the look-up says of each watched name."""
    return {
        (
            w.id, f.matter.key, f.mention.role.value, f.mention.field, f.mention.text, f.match.score,
            str(f.match.band), f.kind, f.match.whose,
        )
        for w in names
        for f in look_up(store, w.id, everything=everything).found
    }  # fmt: skip


def screened(records: Sequence[Record], names: Sequence[WatchedName] = LIST, *, table: bool = False) -> set[Told]:
    """What screening a file with these records says, a register's file or a table."""
    rows = [ScreenRow(n, r.matter, r.mentions, r.category, table) for n, r in enumerate(records)]
    return {
        (
            h.match.watched_id, h.row.id, h.role.value, h.mention.field, h.text, h.match.score, str(h.match.band),
            hit_kind(h.role, h.match.whose), h.match.whose,
        )
        for _, hits in screen(rows, names, jobs=1)
        for h in hits
    }  # fmt: skip


def matched_again(store: Store) -> Rematched:
    return rematch(store, list_in_use(store), NOW + timedelta(days=1))


def score_in(store: Store, records: Sequence[Record]) -> None:
    """Score records and store them one after the other, as a run would, without the run."""
    using = list_in_use(store)
    for one in records:
        category = one.category or Category.TRADEMARK
        matches = score_mentions(one.mentions, category, using.matcher, using.families, one.matter)
        run = store.runs.begin(one.source, NOW, None, None)
        store.records.fold([Scored(one, category, "", matches)], run, NOW)
