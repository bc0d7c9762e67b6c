"""What was really checked in a period: the coverage box of the bulletin, and `status`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.bulletin import calendar_words as when
from monitor.bulletin.places import us_court_name
from monitor.clock import BEIJING, beijing
from monitor.config import SourceConfig
from monitor.health import (
    DAYS_LEFT,
    STREAM,
    Standing,
    Stretch,
    first_gap,
    short_of_streams,
    short_of_units_alone,
    spans_of,
)
from monitor.locks import COLLECT, is_held
from monitor.model import Category, Coverage, Reason, SourceState, StreamState, UnitSpan, UnitState, Verdict
from monitor.schedule import last_due, out_of_reach, overdue_since
from monitor.sources.streams import StreamKind
from monitor.store import Store
from monitor.store.periods import SourceNow, SourcePeriod
from monitor.store.rows import RunRow
from monitor.store.sources import Remembered
from monitor.store.units import UnitRow
from monitor.texts import Texts
from monitor.texts.reasons import in_public

_REMEMBERED = timedelta(days=28)
_INSTANT = timedelta(microseconds=1)


def coverage_of(
    store: Store,
    sources: Mapping[str, SourceConfig],
    begin: datetime,
    end: datetime,
    texts: Texts,
    now: datetime | None = None,
    *,
    after_run: int | None = None,
) -> tuple[Coverage, ...]:
    """Coverage of [begin, end) per enabled source, and of those that were enabled until lately. `after_run`: the last run
    the period before has counted; what that one and those before it listed is not counted again.

    A stretch counts as checked when a run that counts reached over it. The part after the last scheduled fetch is not
    owed yet; a pause of up to a day between runs is not called a gap, since windows overlap. Until a run begun after the
    period has reached back over its end, what goes on `now` (None: at the end of the period) counts as well: a run that
    failed, was cut off, or is overdue. However many sources and years of runs there are, the store is asked a constant
    number of times.
    """
    now = now or end
    enabled = [c for c in sources.values() if c.enabled]
    given_up = _given_up(store, sources, begin, end)
    periods = store.periods.of([*(c.id for c in enabled), *given_up], begin, end + timedelta(seconds=1), after_run)
    kinds = store.periods.kinds_of(s for s in given_up if s not in sources)
    first, after = begin.astimezone(BEIJING).date(), (end - _INSTANT).astimezone(BEIJING).date() + timedelta(days=1)
    ledgers = store.units.up_to([c.id for c in enabled], after)
    streams = store.streams.of([c.id for c in enabled])
    remembered = store.sources.remembered(c.id for c in enabled)
    lately = store.periods.now([c.id for c in enabled], now + timedelta(seconds=1))
    read_now = being_read(store)

    def moment(source: str) -> Moment:
        return Moment(now, lately[source], remembered.get(source, Remembered()), being_read=source in read_now)

    return (
        *(
            replace(
                _enabled(c, periods[c.id], _units_of(ledgers[c.id], first), begin, end, moment(c.id), texts),
                streams=courts_of(streams[c.id]),
                doubted=tuple(dict.fromkeys(reason_in_public(d, texts) for s in streams[c.id] for d in s.doubts)),
            )
            for c in enabled
        ),
        *(_of_given_up(s, sources.get(s), periods[s], kinds, begin, texts) for s in given_up),
    )


def being_read(store: Store) -> frozenset[str]:
    """The sources that a process reads at this moment."""
    return store.runs.unfinished() if is_held(store.state, COLLECT) else frozenset()


@dataclass(frozen=True, slots=True)
class Moment:
    """How a source stands when it is asked about, whatever period is asked about."""

    now: datetime
    lately: SourceNow
    remembered: Remembered
    being_read: bool


@dataclass(frozen=True, slots=True)
class UnitsOfPeriod:
    """What the ledger of a source says of the days of a period: how many units were read (None: it keeps no ledger), which
    are late; which were excused lately; and which are missing, of that period and of those before it."""

    read: int | None = None
    late: tuple[UnitSpan, ...] = ()
    missing: tuple[UnitSpan, ...] = ()
    excused: tuple[UnitSpan, ...] = ()


def _units_of(ledger: list[UnitRow], first: date) -> UnitsOfPeriod:
    """Of a ledger that ends with the period; `first` is the first day of the period."""
    if not ledger:
        return UnitsOfPeriod()
    every = [standing_of(u) for u in ledger]
    inside = [u for u in every if u.day >= first]
    return UnitsOfPeriod(
        read=sum(u.state is UnitState.READ for u in inside),
        late=spans_of(inside, {UnitState.LATE}),
        missing=spans_of(every, {UnitState.MISSING}),
        excused=spans_of([u for u in every if u.day >= first - _REMEMBERED], {UnitState.EXCUSED}),
    )


def standing_of(unit: UnitRow) -> Standing:
    return Standing(unit.day, unit.state, unit.name, bool(unit.capture), unit.reason)


def _enabled(
    config: SourceConfig,
    period: SourcePeriod,
    units: UnitsOfPeriod,
    begin: datetime,
    end: datetime,
    moment: Moment,
    texts: Texts,
) -> Coverage:
    # A run looks back from where it stands: none that was begun before the period reaches into it.
    # One that lacks days of the calendar, and nothing else, covers the rest; the days it lacks are named by themselves.
    checked = [Stretch(r.since or r.started, r.started) for r in period.runs if counts(r)]
    due = last_due(config.schedule, end)
    gap = first_gap(checked, begin, max(begin, due))
    last_ok = period.last_checked.started if period.last_checked else None
    left = next((_days_left(r) for r in period.runs if counts(r)), ())
    if not period.runs and gap is None:
        gap = None if last_ok is not None and last_ok >= due else Stretch(begin, end)
    complete = gap is None and not units.missing and not left
    state, lost = _state(config, period, moment, end, complete=complete)
    last = _latest(period, moment, end, state)
    gap_from = gap.since if gap else None
    if gap_from is None and state is not SourceState.FINE and not (units.missing or left or _but_for_units(last)):
        gap_from = last_ok
    return Coverage(
        source=config.id,
        title=config.title_in(texts.lang),
        category=config.category,
        jurisdiction=config.jurisdiction,
        verdict=last.verdict if last else None,
        last_ok=last_ok,
        newest_item=period.newest_item,
        items=sum(r.items for r in period.runs),
        usual=period.usual,
        complete=complete,
        message=_why(last, state, lost, moment, texts),
        gap_from=gap_from,
        attribution=config.terms.attribution,
        units_read=units.read,
        units_late=units.late,
        units_missing=units.missing,
        units_excused=units.excused,
        days_left=left,
        but_for_units=_but_for_units(last),
        judged=state,
        looked_at=_looked_at(period),
        read_in_doubt=state is SourceState.FAILING and _read_in_doubt(period, begin, max(begin, due)),
    )


def _state(
    config: SourceConfig, period: SourcePeriod, moment: Moment, end: datetime, *, complete: bool
) -> tuple[SourceState, Reason | None]:
    """The judgement, and what can never be made up for, if that is why."""
    if moment.remembered.paused is not None:
        return SourceState.PAUSED, None
    if not _reached(moment, end):
        lately = moment.lately
        if lately.cut_off is not None and not moment.being_read:
            return SourceState.INTERRUPTED, None
        if lately.last is None:
            return SourceState.NEVER, None
        if _but_for_units(lately.last):
            return SourceState.GAP, None
        if not counts(lately.last):
            return SourceState.FAILING, None
        if (lost := out_of_reach(config, moment.remembered.checked_until, moment.now)) is not None:
            return SourceState.GAP, lost
        begun = lately.cut_off or lately.last.started
        if not moment.being_read and overdue_since(config, begun, moment.now) is not None:
            return SourceState.OWED, None
    last = period.runs[0] if period.runs else None
    if last is not None and not counts(last):
        return SourceState.FAILING, None
    if last is not None and _but_for_units(last):
        return SourceState.GAP, None
    return SourceState.FINE if complete else SourceState.GAP, None


def _reached(moment: Moment, end: datetime) -> bool:
    """Whether a run that counts, begun when the period was over, has looked back over its end."""
    found = (moment.lately.last, moment.lately.last_checked)
    return end < moment.now and any(r is not None and counts(r) and r.started >= end for r in found)


def _latest(period: SourcePeriod, moment: Moment, end: datetime, state: SourceState) -> RunRow | None:
    """The run whose verdict is told: the last one of the period, or a later one that is why it is not checked."""
    inside = period.runs[0] if period.runs else None
    lately = moment.lately.last
    if state not in (SourceState.FAILING, SourceState.GAP) or _reached(moment, end):
        return inside
    return lately if lately is not None and lately.verdict is not None and not lately.verdict.checked else inside


def _looked_at(period: SourcePeriod) -> bool:
    """Whether any run of the period counts, or listed something that may not be trusted."""
    return any(counts(r) or r.items for r in period.runs)


def _read_in_doubt(period: SourcePeriod, begin: datetime, due: datetime) -> bool:
    """Whether every run that does not count read something all the same, and together with the others all of it."""
    doubtful = [r for r in period.runs if not counts(r)]
    if any(r.verdict is not Verdict.SUSPICIOUS or not r.items for r in doubtful):
        return False
    return first_gap([Stretch(r.since or r.started, r.started) for r in period.runs], begin, due) is None


def courts_of(streams: Iterable[StreamState]) -> tuple[StreamState, ...]:
    """The streams a reader knows by name and asks about: which courts are read at all. A question to a search is none."""
    return tuple(s for s in streams if s.kind == StreamKind.COURT)


def _days_left(run: RunRow) -> tuple[tuple[date, date], ...]:
    """The days a run that reads slice by slice left for the next one."""
    said = next((p for k, p in json.loads(run.message or "[]") if k == DAYS_LEFT), None)
    stretches = said["days"]["stretches"] if said else ()
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in stretches)


def counts(run: RunRow) -> bool:
    """Whether a finished run covers the stretch of time it looked back over."""
    return run.verdict is not None and (run.verdict.checked or but_for_units(run))


def _but_for_units(run: RunRow | None) -> bool:
    return run is not None and but_for_units(run)


def but_for_units(run: RunRow) -> bool:
    """Whether a run fell short of the calendar of its source, or in single streams of several, and in nothing else. Where an
    issue is asked for by its own address, the answer that there is none (404) is no trouble beside that."""
    if run.verdict not in (Verdict.SUSPICIOUS, Verdict.FAILED):
        return False
    told = json.loads(run.message or "[]")
    if short_of_streams(told):
        return True
    return short_of_units_alone([k for k, p in told if not (k == "health.status" and p.get("status") == 404)])


def _given_up(store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime) -> list[str]:
    """Sources that were run until lately and are now switched off or taken out of sources.yaml: readers who counted on
    them must be told, for some issues, that nobody looks there any more."""
    ran = store.periods.sources(begin - _REMEMBERED, end)
    return [s for s in ran if s not in sources or not sources[s].enabled]


def _of_given_up(
    source: str,
    config: SourceConfig | None,
    period: SourcePeriod,
    kinds: Mapping[str, tuple[Category, str]],
    begin: datetime,
    texts: Texts,
) -> Coverage:
    if config is not None:
        category, jurisdiction = config.category, config.jurisdiction
    else:
        category, jurisdiction = kinds.get(source, (Category.NEWS, ""))
    last_ok = period.last_checked.started if period.last_checked else None
    why = "health.removed" if config is None else "health.disabled"
    return Coverage(
        source=source,
        title=config.title_in(texts.lang) if config else source,
        category=category,
        jurisdiction=jurisdiction,
        verdict=period.runs[0].verdict if period.runs else None,
        last_ok=last_ok,
        newest_item=period.newest_item,
        items=sum(r.items for r in period.runs),
        usual=period.usual,
        complete=False,
        message=in_public(Reason(why, {"since": beijing(period.last.started) if period.last else "-"}), texts),
        gap_from=max(begin, last_ok) if last_ok else begin,
        judged=SourceState.OFF,
        looked_at=_looked_at(period),
        attribution=config.terms.attribution if config else "",
    )


def _why(last: RunRow | None, state: SourceState, lost: Reason | None, moment: Moment, texts: Texts) -> str:
    """Why a period was not checked, as anybody may read it. What a run that counts remarks on besides is no reason."""
    if state is SourceState.PAUSED:
        return texts("health.paused", reason=moment.remembered.paused or "-")
    if lost is not None:
        return in_public(lost, texts)
    if last is None:
        return "" if state is SourceState.FINE else texts("health.never_ran")
    return "" if last.verdict and last.verdict.checked else public_message_of(last.message, texts)


def public_message_of(stored: str, texts: Texts) -> str:
    """The reasons a run was recorded with, as anybody may read them: what servers, files and programs said is left out."""
    said = [reason_in_public(Reason(key, params), texts) for key, params in json.loads(stored)] if stored else []
    return texts("health.then").join(dict.fromkeys(said))


def reason_in_public(reason: Reason, texts: Texts) -> str:
    """A reason as anybody may read it, with courts and moments in words."""
    return in_public(_named(reason, texts), texts)


def _named(reason: Reason, texts: Texts) -> Reason:
    """The reason with courts and moments in words."""
    named: dict[str, object] = {}
    of = reason.params.get("of")
    if isinstance(of, dict) and (court := of.get("params", {}).get("court")):
        named["of"] = {**of, "params": {"court": us_court_name(str(court), texts)}}
    if court := str(reason.params.get("court", "")):
        named["court"] = us_court_name(court, texts)
    if (built := reason.params.get("built")) is not None:
        named["built"] = _built(str(built), texts)
    return Reason(reason.key, {**reason.params, **named})


def _built(stated: str, texts: Texts) -> str:
    """When a feed says it was made ("Fri, 20 Nov 2026 01:40:03 GMT"), in Beijing time and words: "11月20日09:40"."""
    try:
        at = parsedate_to_datetime(stated)
    except ValueError:
        return texts("health.public.long_ago")
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(BEIJING)
    return texts("health.public.at", day=when.month_day(local.date(), texts), time=local.strftime("%H:%M"))


def message_of(stored: str, texts: Texts) -> str:
    """The reasons a run was recorded with, as one text of one language."""
    return texts("health.then").join(sentences_of(stored, texts))


def sentences_of(stored: str, texts: Texts) -> list[str]:
    """Reasons as the store keeps them, [[key, parameters], …] or "", each in words."""
    told = [Reason(key, params) for key, params in json.loads(stored)] if stored else []
    return [texts.reason(_named(r, texts) if r.key.startswith(STREAM) else r) for r in told]
