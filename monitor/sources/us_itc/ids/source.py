"""The ITC's daily snapshot of all investigations, `investigations.json` of IDS (about 40 MB, no key), streamed.

One row per stage (Violation, Remand, Enforcement …), grouped here into one matter by number. A docket before
institution is listed as "337-<docket>" and comes again under its investigation number with that docket number: the two
are one matter. Dates are month first ("04-05-2026" is 5 April); object dates are a day at noon UTC and may say that
they do not apply. Addresses are never given, countries are.

urls: `snapshot`. A snapshot that lost more than 2 % and more than 10 of the matters known from the last checked run is
a truncated download: `Suspect`, and the known count stays.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import ijson
from pydantic import Field

from monitor.errors import Unparsed
from monitor.model import (
    Advance,
    Capture,
    Ignored,
    Outcome,
    Record,
    Request,
    Role,
    Seen,
    Skip,
    Stated,
    StreamSays,
    Suspect,
    Unknown,
)
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.kit.fence import TRIPS
from monitor.sources.kit.fields import Missing
from monitor.sources.streams import StreamKind, Streams, Units
from monitor.sources.us_itc.ids.matter import EVENTS, FACTS, matter_record
from monitor.sources.us_itc.ids.row import Stage, ids_date, is_337, read_stage

KNOWN_CASES, NEWEST = "known_cases", "newest_number"  # kept from run to run
_NUMBER = re.compile(r"us-itc:337-TA-(\d+)")
_LATEST, _BARE, _SAID = 40, 2, 5  # numbers that are the newest; of them without a party; named
_PARTIES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})


class SnapshotOptions(Options):
    """A snapshot that lost more than `shrink_share` and more than `shrink_cases` of the known matters is refused."""

    shrink_share: float = Field(default=0.02, ge=0, lt=1)
    shrink_cases: int = Field(default=10, ge=0)


class Investigations(Source[SnapshotOptions]):
    version = "4"
    gates = {
        "": Gate(media_types=("application/json", "application/octet-stream", "text/json"), sentinels=(b'"data"',)),
    }
    authentication = None
    options = SnapshotOptions
    streams = Streams(StreamKind.SNAPSHOT)
    units = Units(StreamKind.SNAPSHOT, late_days=1)
    writes = FACTS
    events = EVENTS
    matched = frozenset({"complainant", "respondent"})
    formerly = ("ids_investigations",)

    def requests(self, plan: Plan[SnapshotOptions]) -> Iterable[Request]:
        """The whole snapshot; nothing can be asked for by date."""
        yield Request(plan.urls["snapshot"])

    def read(self, capture: Capture, plan: Plan[SnapshotOptions]) -> Iterator[Outcome]:
        """Rows are read one by one and only what is kept of the 337 rows stays in memory. Raises Unparsed where the JSON
        breaks off, after the records read so far were yielded."""
        stages: list[Stage] = []
        unknown: dict[object, Unknown] = {}
        rows = 0
        broken = False
        try:
            with capture.open() as file:
                for row in ijson.items(file, "data.item", use_float=True):
                    rows += 1
                    if not isinstance(row, dict):
                        yield Skip("us_itc.ids.unreadable.row", f"row {rows}", json.dumps(row).encode())
                        continue
                    if not is_337(row):
                        yield Ignored("us_itc.ids.ignored.other_investigation")
                        continue
                    try:
                        stage, unread = read_stage(row)
                    except (Missing, *TRIPS) as error:
                        yield Skip("us_itc.ids.unreadable.row", f"row {rows}: {error}", json.dumps(row).encode())
                        continue
                    stages.append(stage)
                    for what in unread:
                        unknown.setdefault(what.identity, replace(what, where=f"row {rows}"))
        except (ijson.JSONError, UnicodeDecodeError):
            broken = True
        if not rows and not broken:
            _require_data(capture, plan)
        on, total = (None, None) if broken else _stated(capture, plan)
        yield from sorted(unknown.values(), key=lambda u: u.identity)
        if on is not None:
            yield StreamSays(made=on)
        matters = 0
        numbered: dict[int, Record] = {}
        for outcome in _matters(stages, plan, on):
            if isinstance(outcome, Record):
                matters += 1
                if found := _NUMBER.fullmatch(outcome.matter):
                    numbered[int(found[1])] = outcome
            yield outcome
        if broken:
            raise Unparsed("us_itc.ids.errors.snapshot_broken", source=plan.source, url=capture.request.url, rows=rows)
        if total is not None:
            yield Stated("investigations", total)
        yield Seen("investigations", rows)
        yield from _shrunken(matters, plan)
        yield from _newest(numbered, plan)


def _shrunken(matters: int, plan: Plan[SnapshotOptions]) -> Iterator[Outcome]:
    options = plan.options
    before = plan.cursor.get(KNOWN_CASES, "")
    known = int(before) if before.isdigit() else 0
    lost = known - matters
    if not matters:
        yield Suspect("us_itc.ids.suspect.snapshot_empty")
    elif lost > options.shrink_cases and lost > known * options.shrink_share:
        yield Suspect("us_itc.ids.suspect.snapshot_shrunk")
    else:
        yield Advance(KNOWN_CASES, str(matters))


def _newest(numbered: Mapping[int, Record], plan: Plan[SnapshotOptions]) -> Iterator[Outcome]:
    """Numbers are given one after the other and no case is ever taken out: a snapshot that ends before the last number known has
    lost its newest, and of the newest, several without any party were not filled in."""
    before, highest = plan.cursor.get(NEWEST, ""), max(numbered, default=0)
    if before.isdigit() and int(before) > highest:
        yield Suspect("us_itc.ids.suspect.newest_gone", {"known": f"337-TA-{before}", "last": f"337-TA-{highest}"})
    elif highest:
        yield Advance(NEWEST, str(highest))
    latest = sorted(n for n in numbered if n > highest - _LATEST)
    bare = [n for n in latest if not any(m.role in _PARTIES for m in numbered[n].mentions)]
    if len(bare) >= _BARE:
        said = ", ".join(f"337-TA-{n}" for n in bare[-_SAID:])
        yield Suspect("us_itc.ids.suspect.no_parties", {"numbers": said, "count": len(bare)})


def _matters(stages: Iterable[Stage], plan: Plan[SnapshotOptions], on: date | None) -> Iterator[Outcome]:
    """Stages grouped by number; a docket joins the one investigation that names it."""
    groups: dict[str, list[Stage]] = defaultdict(list)
    dockets: dict[str, list[Stage]] = defaultdict(list)
    for stage in stages:
        (dockets if stage.is_docket else groups)[stage.number].append(stage)
    named: dict[str, set[str]] = defaultdict(set)
    for number, members in groups.items():
        for stage in members:
            for docket in stage.dockets:
                named[docket].add(number)
    shared = {docket for docket, numbers in named.items() if len(numbers) > 1}
    for docket in sorted(shared):
        yield Unknown(
            "us_itc.ids.unknown.shared_docket", params={"docket": docket, "numbers": ", ".join(sorted(named[docket]))}
        )
    for number, members in groups.items():
        own = {d for stage in members for d in stage.dockets} - shared
        before = [stage for docket in sorted(own) for stage in dockets.pop(docket, [])]
        yield matter_record(plan.source, number, members, before, sorted(own), on)
    for docket, members in dockets.items():
        yield matter_record(plan.source, "", [], members, [docket], on)


def _stated(capture: Capture, plan: Plan[SnapshotOptions]) -> tuple[date | None, int | None]:
    """The snapshot's own date and count, which may stand before or behind the rows."""
    found: dict[str, object] = {}
    for name in ("date", "count"):
        with capture.open() as file:
            found[name] = next(iter(ijson.items(file, name)), None)
    on = ids_date(found["date"])
    count = found["count"]
    return on, count if isinstance(count, int) else None


def _require_data(capture: Capture, plan: Plan[SnapshotOptions]) -> None:
    """No row at all: an empty list is one thing, another shape is another."""
    with capture.open() as file:
        for prefix, event, _ in ijson.parse(file):
            if prefix == "data" and event == "start_array":
                return
    raise Unparsed("us_itc.ids.errors.no_data", source=plan.source, url=capture.request.url)
