"""Stores with any number of hits, some of them told by earlier issues, made without a matcher. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from monitor.assess.filers import with_known_brand
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, Verdict, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.rows import CaptureRow
from monitor.texts import Texts
from tests.collect.single_source import SOURCES
from tests.issue.unrendered import unrendered

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
SOURCE = "us-uspto-applications"
NAMES = tuple(
    WatchedName(f"w{i}", f"兰{chr(0x5000 + i)}月", owner=f"山西岚{chr(0x5000 + i)}酒业有限公司", nice_classes=(33,))
    for i in range(20)
)
_BATCH = 2000
_A_WEEK = 1000  # more than that no issue of the past told


def import_names(store: Store) -> None:
    store.watchlist.replace(NAMES, "v", "names.xlsx", AT)
    store.watchlist.switch_variant("w3", "LAN", on=False)


def find(store: Store, count: int, at: datetime) -> None:
    """One run that finds so many new hits; every tenth application has two watched names in it."""
    first = store.matters.count()
    run = store.runs.begin(SOURCE, at, None, at)
    made = 0
    batch: list[Scored] = []
    while made < count:
        number = first + len(batch)
        both = number % 10 == 0 and count - made > 1
        batch.append(_application(number, at, both=both))
        made += 2 if both else 1
    for start in range(0, len(batch), _BATCH):
        store.records.fold(batch[start : start + _BATCH], run, at)
    captures = sorted({s.capture for s in batch if s.capture})
    store.captures.keep(
        run, [CaptureRow(c, SOURCE, f"https://example.org/{c}", 200, "text/xml", 9, at, f"{c}.xml", True) for c in captures]
    )  # fmt: skip
    counts = {"items": len(batch), "records": len(batch)}
    store.runs.finish(run, Verdict.OK, at, "", counts=counts, newest_item=at.date())


def _application(number: int, at: datetime, *, both: bool) -> Scored:
    ours, other = NAMES[number % 20], NAMES[(number + 7) % 20]
    # Few file twice; every hundredth application or so is a collector's, of one name after the other.
    applicant = f"Collector {number // 1010} LLC" if number % 101 == 0 else f"QQ {number} LLC"
    mention = Mention(ours.name, Role.MARK, "mark", "zh", nice_classes=(33,))
    record = Record(
        SOURCE, f"tm:US:{number:08d}", "application", ours.name, "https://example.org/", as_of=at.date().isoformat(),
        jurisdiction="US", facts={"filed": (at.date() - timedelta(days=number % 90)).isoformat(), "classes": [33]},
        events=(Event("filed", at.date() - timedelta(days=20), "Filed"), Event("published", at.date(), "Published")),
        mentions=(mention, Mention(applicant, Role.APPLICANT, "owner", "en", "US")),
    )  # fmt: skip
    found = [(mention, _match(w, mention.text)) for w in ((ours, other) if both else (ours,))]
    capture = f"sha256:{number % 40:02d}" if number % 3 else ""
    return Scored(with_known_brand(record), Category.TRADEMARK, capture, tuple(found))


def _match(watched: WatchedName, text: str) -> Match:
    return Match(watched.id, 0.9, Band.ALERT, text, "given", "whole")


def tell(store: Store, at: datetime, *, release: bool = False) -> Built:
    """Build the issue of the week of that instant; released, its hits are told (without mail: at once)."""
    settings = Settings.model_construct(office_name="x")
    return build_issue(store, settings, SOURCES, Week.of(at), at, Texts("zh"), release=release)


def with_history(store: Store, told: int, new: int) -> None:
    """So many hits told by the issues of earlier weeks, and so many nobody was told of, found this week."""
    import_names(store)
    weeks = -(-told // _A_WEEK)
    for back in range(weeks, 0, -1):
        at = AT - timedelta(weeks=back)
        find(store, min(_A_WEEK, told), at - timedelta(hours=1))
        told -= min(_A_WEEK, told)
        with unrendered():  # nobody looks at them
            tell(store, at, release=True)
    find(store, new, AT - timedelta(hours=1))


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements the store is asked meanwhile."""
    asked: list[str] = []
    store.db.connection.set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        store.db.connection.set_trace_callback(None)
