"""One run of one source.

The order of things: window → requests → (fetch → response gate → known already? → read → match → store a batch)* →
verdict → one transaction with the last batch, the cursor, what is known of each document, and the run itself.
Records are stored whatever the verdict, because a hit is a hit; cursor, ETags and window move only when the run counts
as checked. A killed run leaves batches that the next run stores again without effect.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from monitor import health, sources
from monitor.assess.canary import unstored, unstored_firm
from monitor.assess.filers import with_known_brand
from monitor.assess.region import firms_of_region
from monitor.assess.scoring import is_unread, score_mentions
from monitor.clock import beijing
from monitor.collect.doubts import DoubtsOfRun
from monitor.collect.faults import is_of_the_source, place, tripped, why
from monitor.collect.folder import files_of, passed_over
from monitor.collect.planning import (
    TRUSTED_FOR,
    believed,
    key_of,
    latin_names,
    options_of,
    reach_of,
    reading_of,
    rules_of,
    values_of,
)
from monitor.collect.prune import prune_captures
from monitor.collect.quarantine import Quarantine
from monitor.collect.storing import RecordsOfRun, check_record, is_of_a_record
from monitor.collect.streams import StreamsOfRun
from monitor.collect.units import UnitsOfRun, earliest_unread
from monitor.collect.workbench import Workbench
from monitor.config import SourceConfig
from monitor.errors import Absent, FetchFailed, Skipped, SourceError, Unparsed
from monitor.failpoints import reached
from monitor.fetch import NotModified
from monitor.fetch.transport import request_url
from monitor.model import (
    Advance,
    Band,
    Capture,
    Category,
    Follow,
    Ignored,
    Match,
    Mention,
    OfUnit,
    ProvenEmpty,
    Reason,
    Record,
    Request,
    Seen,
    Skip,
    Stated,
    StreamSays,
    Suspect,
    Unknown,
    Verdict,
)
from monitor.redaction import redact
from monitor.sources.base import Gate, Plan, Source
from monitor.sources.kit.text import clean
from monitor.sources.streams import StreamKind
from monitor.store.records import Scored
from monitor.store.rows import CaptureRow
from monitor.store.sources import Document
from monitor.waiting import Stopped

_MOST_REQUESTS = 2_000
_MOST_REVISITED = 1_500  # suits of five months, of which the source chooses
_WEEK = timedelta(days=7, hours=12)  # a weekly issue that is some hours late is not missing yet


@dataclass(frozen=True, slots=True)
class RunResult:
    source: str
    verdict: Verdict
    items: int
    records: int
    skipped: int
    new_hits: frozenset[int]
    changed_hits: frozenset[int]
    parsed: int
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()


def run_source(config: SourceConfig, bench: Workbench) -> RunResult:
    """Run one source once and record the run. Never raises for trouble of the source itself, be it that its program is at
    fault. Raises what stops every source: trouble of the disk or the database, Stopped; and ConfigError for options that
    are wrong."""
    try:
        return _Run(config, bench).go()
    except Stopped:
        raise
    except Exception:
        with suppress(Exception):  # what is raised is the trouble itself
            bench.store.runs.cut_off(bench.clock.now(), config.id)
        raise


class _Run:
    def __init__(self, config: SourceConfig, bench: Workbench) -> None:
        self.config = config
        self.bench = bench
        self.now = bench.clock.now()
        self.facts = health.RunFacts()
        self.documents: dict[str, Document] = {}
        self.once: set[str] = set()
        self.sliced: dict[str, Request] = {}
        self.stream_of: dict[str, str] = {}  # document → the stream it is of
        self.advances: dict[str, str] = {}
        self.quarantine = Quarantine(bench.store.state, config.id)
        self.captures: list[CaptureRow] = []
        self.over = time.monotonic() + config.limits.for_run
        self.begun_reading = False
        self.broken: SourceError | None = None  # the program of the source cannot be used at all
        self.source: Source[Any]
        self.reading = ""
        try:
            self.source = sources.load(config.format)
            self.options = options_of(config, self.source)
            self.reading = reading_of(config, self.source, self.options)
        except Exception as error:
            if not is_of_the_source(error):
                raise
            self.broken = tripped(config, error)
        anew = bench.store.sources.read_with(config.id) not in ("", self.reading) and self.broken is None
        self.reach = reach_of(
            config,
            self.now,
            bench.store.sources.checked_until(config.id),
            asked=bench.since,
            anew=anew,
            unread=earliest_unread(bench.store, config.id),
        )
        since = self.reach.since.date()
        self.units = UnitsOfRun(config, bench.store, self.now, since, held=bench.calendar)
        self.streams = StreamsOfRun(config.id, bench.store, self.now, held=bench.calendar)
        self.doubts = DoubtsOfRun(config.id, bench.store, self.now)
        whole = self.broken is None and self.source.streams.kind is StreamKind.SNAPSHOT
        self.records = RecordsOfRun(
            config,
            bench,
            self.now,
            self.facts,
            self.units,
            self.quarantine,
            self.reading if anew else "",
            over_again=whole,
        )

    # --- the order of things --------------------------------------------------------------------------

    def go(self) -> RunResult:
        reach = self.reach
        self.facts.window = reach.until - reach.since
        run = self.bench.store.runs.begin(self.config.id, self.now, reach.since, reach.until)
        reached("begun")
        if reach.lost is not None:
            out_of_reach = {"since": beijing(reach.lost), "until": beijing(reach.since)}
            self.facts.remarks.append(Reason("health.out_of_reach", out_of_reach))
        try:
            self._may_run()
            if self.broken is not None:
                raise self.broken
            self.facts.unheard += unstored(
                self.bench.matcher, self.config.category, self.bench.store, self.config.id, run, self.now
            )
            self.facts.unheard += unstored_firm(
                self.bench.region, self.config.category, self.bench.store, self.config.id, run, self.now
            )
            self.units.begin(self.source, self.options)
            self.streams.begin(self.config, self.source, self.reading)
            self.begun_reading = True
            self._work(self._plan())
        except Exception as error:
            if not is_of_the_source(error):
                raise
            self.facts.failures.append(tripped(self.config, error))
        decision = self._finish()
        reached("committed")
        if decision.verdict.checked:
            prune_captures(self.config, self.bench.store, self.now)
        return RunResult(
            self.config.id,
            decision.verdict,
            self.facts.items,
            self.facts.records,
            self.facts.skipped,
            self.records.applied.new_hits,
            self.records.applied.changed_hits,
            self.facts.parsed,
            decision.reasons,
            self._notes(),
        )

    def _notes(self) -> tuple[Reason, ...]:
        """What does not touch the verdict and is told all the same."""
        aside = self.facts.set_aside
        odd = [Reason("health.set_aside", {"where": clean(aside[0], 200)})] if len(aside) == 1 else []
        optional = health.distinct(Reason(e.key, e.params) for e in self.facts.optional_failures)
        return (*self.facts.remarks, *self.doubts.seen, *odd, *optional, *self.facts.unknowns.reasons())

    def _may_run(self) -> None:
        paused = self.bench.store.sources.paused(self.config.id)
        if paused is not None:
            raise Skipped("health.paused", reason=paused or "-")
        missing = self.config.missing_keys(self.bench.secret)
        if missing and not self.bench.replay:
            raise Skipped("health.no_key", name=", ".join(missing))

    def _plan(self) -> Plan[Any]:
        config, store, source = self.config, self.bench.store, self.source
        folder = config.folder
        revisit: tuple[Mapping[str, object], ...] = ()
        if source.revisit_fact:
            revisit = tuple(store.matters.to_revisit(config.id, source.revisit_fact, _MOST_REVISITED))
        return Plan(
            source=config.id,
            urls=config.urls,
            since=self.reach.since.date(),
            until=self.now.date(),
            now=self.now,
            cursor=store.sources.cursor(config.id),
            options=self.options,
            jurisdiction=config.jurisdiction,
            has_key=bool(values_of(config, self.bench.secret)),
            folder=folder,
            folder_files=files_of(folder) if folder is not None else (),
            watched_queries=latin_names(store.watchlist.names()) if source.asks_by_name else (),
            days_read=self.streams.days_read(),
            revisit=revisit,
        )

    def _work(self, plan: Plan[Any]) -> None:
        queue: deque[Request] = deque(_requests(self.source, plan))
        if plan.folder is not None:
            passed = passed_over(plan.folder, [r.path for r in queue if r.path is not None])
            self.facts.passed_over += passed.reasons
            self.facts.remarks += passed.remarks
        asked: set[tuple[str, str]] = set()
        for request in queue:
            self.streams.wanted(request)
        while queue:
            if self.bench.stop():
                raise Stopped
            if self.left() <= 0:
                self.facts.failures.append(FetchFailed("fetch.run_too_long", url=queue[0].url))
                return
            if self.facts.records >= self.config.limits.items or len(asked) >= _MOST_REQUESTS:
                self.facts.cut_short = "health.item_limit"
                return
            request = queue.popleft()
            if request.days is not None and self._has_no_room(len(asked), queue):
                continue  # its days are left for the next run
            identity = (request_url(request), request.once or request.body.decode("latin-1"))
            if identity in asked:
                self.streams.answered(request)
                continue
            asked.add(identity)
            follows: list[Request] = []
            try:
                for follow in self._ask(plan, request):
                    self.streams.wanted(follow)
                    follows.append(follow)
                self.streams.answered(request)
            except Skipped as error:
                # A spent budget: what is left would only be refused as well.
                (self.facts.optional_failures if request.optional else self.facts.failures).append(error)
                if any(not r.optional for r in queue):
                    self.facts.failures.append(error)
                return
            except SourceError as error:
                self.streams.failed(request)
                excused = request.optional or isinstance(error, Absent)
                (self.facts.optional_failures if excused else self.facts.failures).append(error)
            # A slice is read to its end before the next one is begun: what a budget leaves over are whole slices.
            queue.extend(f for f in follows if f.days is None)
            queue.extendleft(f for f in reversed(follows) if f.days is not None)

    def _has_no_room(self, asked: int, queue: Iterable[Request]) -> bool:
        """Whether the requests of an hour are used up, but for those that are asked of every run. A run is over within it."""
        most = self.config.budget.per_hour
        return most is not None and asked + sum(r.days is None for r in queue) >= most

    # --- one answer -----------------------------------------------------------------------------------

    def _ask(self, plan: Plan[Any], request: Request) -> Iterator[Request]:
        store, key = self.bench.store, key_of(request)
        known = believed(store.sources.document(self.config.id, key), self.reading, self.now, once=bool(request.once))
        if known is not None and request.once:
            self.facts.unchanged += 1
            self.units.known(request, known.digest, known.at)
            return
        self.bench.progress.request(self.config.id, request.url)
        answer = self.bench.fetcher.fetch(
            request, rules_of(self.config, self.source, self.bench.secret, known, self.left)
        )
        reached("fetched")
        if isinstance(answer, NotModified):
            self.facts.unchanged += 1
            self.units.known(request, known.digest if known else "", self.now)
            return
        try:
            self._keep_capture()
            if answer.status == 404 and (request.optional or request.may_be_absent):
                raise Absent("health.status", url=request.url, status=404)
            gate = self.source.gates.get(request.tag, self.source.gates.get("", Gate()))
            keyed = bool(values_of(self.config, self.bench.secret))
            health.check_response(answer, gate, keyed=keyed)
            reached("gated")
            if known is None and not request.once:
                known = store.sources.same_answer(
                    self.config.id, key, answer.id, self.reading, self.now - TRUSTED_FOR, self.now
                )
            if known is not None and known.digest == answer.id and self.units.accounted(request, answer.id):
                self.facts.unchanged += 1
                self.units.known(request, answer.id, known.at)
                return
            headers = answer.headers
            self.documents[key] = Document(
                headers.get("etag", ""), headers.get("last-modified", ""), answer.id, self.reading, self.now
            )
            if request.once:
                self.once.add(key)
            self.stream_of[key] = self.streams.of(request)
            if request.days is not None:
                self.sliced[key] = request
            try:
                yield from self._read(plan, answer)
                self.facts.parsed += 1
            except Exception as error:
                self.units.cut_off(answer)
                if not is_of_the_source(error):
                    raise
                del self.documents[key]
                if isinstance(error, SourceError):
                    raise
                # A parser that trips over a shape it did not foresee has not understood the answer.
                file, line = place(self.config.format, error)
                raise Unparsed(
                    "health.reader_tripped", url=request.url, file=file, line=line, why=why(error)
                ) from error
        finally:
            self.bench.fetcher.archive.discard(answer)

    def _read(self, plan: Plan[Any], capture: Capture) -> Iterator[Request]:
        silent = True
        for outcome in self.source.read(capture, plan):
            if self.bench.stop():
                raise Stopped
            if not isinstance(outcome, OfUnit | Unknown | Advance | StreamSays) and not (
                isinstance(outcome, Seen) and not outcome.count
            ):
                silent = False
            if isinstance(outcome, Suspect) and self.doubts.is_seen(outcome.key, outcome.params, outcome.about):
                continue
            self.units.count(outcome)
            match outcome:
                case Record():
                    self._record(outcome, capture)
                case Follow(Request() as request):
                    yield request
                case Skip(str(), str(), bytes()):
                    self.facts.skipped += 1
                    self.facts.set_aside.append(outcome.where)
                    self.quarantine.put(outcome, capture.id)
                case Ignored(str()):
                    self.facts.ignored += 1
                case Stated(str() as what, int() as total, approximate):
                    self.facts.stated[what] = (total, approximate)
                case Seen(str() as what, int() as count):
                    self.facts.seen[what] = self.facts.seen.get(what, 0) + count
                case Unknown(str(), str(), Mapping()):
                    self.facts.unknowns.note(outcome)
                case Suspect(str() as key, Mapping() as params):
                    self.facts.suspects.append(Reason(key, params))
                    self.streams.doubt(capture.request)
                case StreamSays():
                    self.streams.says(capture.request, outcome)
                case ProvenEmpty():
                    self.facts.proven_empty = True
                case OfUnit(date()):
                    if (other := self.units.says(outcome, capture)) is not None:
                        self.facts.suspects.append(other)
                case Advance(str() as name, str() as value):
                    self.advances[name] = value
                case _:
                    raise TypeError(f"read() gave {outcome!r}"[:200])
        if silent and not capture.request.optional:
            self.facts.unproven += 1
        reached("parsed")
        if self.units.ended(capture):
            self.records.store()  # a unit is read when its records are stored, so that a run cut off later keeps both
            self.units.keep()

    def _record(self, record: Record, capture: Capture) -> None:
        facts = self.facts
        check_record(record)
        facts.count(record, self.config.canary, self.now.date())
        if facts.records % 200 == 0:
            self.bench.progress.records(self.config.id, facts.records)
        category = record.category or self.config.category
        try:
            matches = score_mentions(record.mentions, category, self.bench.matcher, self.bench.families, record.matter)
            firms = firms_of_region(record.mentions, category, self.bench.region, matches, self.bench.families.names)
        except Exception as error:  # one text nobody foresaw costs its record, and not the answer it stands in
            if not is_of_the_source(error):
                raise
            self.records.set_aside(Scored(record, category, capture.id), tripped(self.config, error))
            return
        reached("matched")
        self._note_unread(record, matches)
        goods = None
        if not matches and "goods" in record.facts:
            # Nine tenths of a register's bulk is goods hardly anybody will read: they are kept apart.
            goods = record.facts["goods"]
            record = replace(record, facts={k: v for k, v in record.facts.items() if k != "goods"})
        if category is Category.TRADEMARK:
            record = with_known_brand(record)
        stream, day = self.streams.of(capture.request), self.units.day
        self.records.add(Scored(record, category, capture.id, matches, firms, goods, stream, day))

    def _note_unread(self, record: Record, matches: Iterable[tuple[Mention, Match]]) -> None:
        """A watched name that stands where parties do, in a text that became no party: nobody can say in what role, and the
        answer was not read whole."""
        for mention, match in matches:
            if is_unread(mention) and match.band in (Band.ALERT, Band.REVIEW):
                watched = self.bench.families.names.get(match.watched_id)
                name = watched.name if watched else match.watched_id
                about = {"matter": record.matter, "name": name, "text": mention.text[:300]}
                if not self.doubts.is_seen("health.unread_name", about, (record.matter, *record.aliases)):
                    self.facts.suspects.append(Reason("health.unread_name", about))

    # --- the end --------------------------------------------------------------------------------------

    def _history(self) -> health.History:
        store, source = self.bench.store, self.config.id
        # An item of days to come was seen under a clock that was wrong; it must not make a dead source look alive.
        newest = store.runs.newest_item(source, self.now.date() + timedelta(days=2))
        week = store.runs.news(source, self.now - _WEEK, self.now)
        begun = self.now
        # Whether its week is full is all that is asked: runs of longer ago do not matter.
        for run in store.runs.of(
            source, since=self.now - 3 * _WEEK
        ):  # a source that was off for longer is watched anew: its week is not full yet
            if begun - run.started > _WEEK:
                break
            begun = min(begun, run.started)
        days = (self.now - begun) / timedelta(days=1)
        canary = self.config.canary
        items, met = store.runs.canary_met(source, canary.term, self.now - timedelta(days=canary.days), self.now)
        return health.History(newest, week, days, items, met)

    def _finish(self) -> health.Decision:
        try:
            return self._conclude()
        except Exception as error:
            if self.records.all_stored or not is_of_a_record(error):
                raise
            self.records.store()  # by then everything else is known to be sound
            return self._conclude()

    def _conclude(self) -> health.Decision:
        facts, store = self.facts, self.bench.store
        reached("before_commit")
        self._keep_capture()
        with store.immediate():
            run = self.records.flush()
            if self.begun_reading:
                self._settle_units()
                facts.streams, facts.streams_well = self.streams.keep(), self.streams.well
                self.doubts.keep()
                facts.suspects += self.doubts.open_again()
            facts.remarks += self.records.counts_that_differ()
            decision = health.decide(facts, self.config.expect, self.config.canary, self.now, self._history())
            store.captures.keep(run, self.captures)
            store.unread.quarantine(self.config.id, run, self.quarantine.listed, self.now)
            store.unread.note_unknowns(self.config.id, facts.unknowns.first, self.now)
            reached("in_commit")
            documents = {k: d for k, d in self.documents.items() if d.digest not in self.records.unstored}
            if decision.verdict.checked:
                store.sources.keep_documents(self.config.id, documents, frozenset(self.once))
                until = None if self.reach.leaves_hole else self.reach.until
                store.sources.advance(self.config.id, self.advances, until, self.reading)
                store.events.end_again(self.config.id)
                self.streams.keep_days()
            elif decision.but_for_streams:
                # The streams that are well were read; of the others everything is asked for again.
                well = {k: d for k, d in documents.items() if self.stream_of.get(k) not in self.streams.doubted}
                store.sources.keep_documents(self.config.id, well, frozenset(self.once))
                until = None if self.reach.leaves_hole or facts.units else self.reach.until
                store.sources.advance(self.config.id, self.advances, until, self.reading)
                if not self.records.unstored:
                    self.streams.keep_days()
            elif decision.only_failures:
                # Only other requests failed, or a unit is not there: an immutable document that was read without
                # complaint need not be asked for again (some sources count downloads of one file).
                whole = not facts.failures  # of a folder with a gap in it, what lies there is known
                read = {
                    k: d
                    for k, d in documents.items()
                    if k in self.once or (whole and k.startswith("file:")) or self._of_whole_slice(k)
                }
                store.sources.keep_documents(self.config.id, read, frozenset(self.once))
                if not self.records.unstored:
                    self.streams.keep_days()
                if {r.key for r in decision.reasons} == {health.DAYS_LEFT}:
                    store.sources.advance(self.config.id, self.advances, None)
            told = (*decision.reasons, *facts.remarks)  # a remark shows in `status` though all is well
            store.runs.finish(
                run,
                decision.verdict,
                self.bench.clock.now(),
                _stored(told) if told else "",
                notes=_stored(self._notes()),
                counts={
                    "items": facts.items,
                    "records": facts.records,
                    "skipped": facts.skipped,
                    "ignored": facts.ignored,
                    "parsed": facts.parsed,
                    "new": len(self.records.applied.new_hits),
                    "changed": len(self.records.applied.changed_hits),
                    "canary_met": facts.term_met,
                },
                newest_item=facts.newest,
                canary=self.config.canary.term,
            )
        return decision

    def _of_whole_slice(self, key: str) -> bool:
        """Whether a document is of a slice that was read to its end: where it comes again, so has all it leads to."""
        return key in self.sliced and self.streams.is_whole(self.sliced[key])

    def _settle_units(self) -> None:
        """The source is asked here what its units are called; where it trips, this run does not count."""
        facts = self.facts
        try:
            self.units.keep()
            facts.units, remarks = self.units.settle(found_something=bool(facts.parsed or facts.unchanged))
            facts.remarks += remarks
            if (left := self.streams.days_left) is not None:
                facts.units.append(left)
        except Exception as error:
            if not is_of_the_source(error):
                raise
            facts.failures.append(tripped(self.config, error))

    def left(self) -> float:
        """Seconds left for asking: whatever its servers do, a run ends."""
        return self.over - time.monotonic()

    # --- small things ---------------------------------------------------------------------------------

    def _keep_capture(self) -> None:
        for kept in self.bench.fetcher.archive.take():
            c = kept.capture
            url = redact(request_url(c.request))
            self.captures.append(
                CaptureRow(c.id, kept.source, url, c.status, c.media_type, c.size, c.fetched_at, kept.file, kept.body)
            )


def _requests(source: Source[Any], plan: Plan[Any]) -> Iterator[Request]:
    for request in source.requests(plan):
        if not isinstance(request, Request):
            raise TypeError(f"requests() gave a {type(request).__name__}")
        yield request


def _stored(reasons: Iterable[Reason]) -> str:
    return redact(json.dumps([[r.key, dict(r.params)] for r in reasons], ensure_ascii=False, default=str))
