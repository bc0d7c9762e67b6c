"""The coverage box: what was checked, and in plain sentences what was not. "Not checked" never reads as "nothing". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.bulletin import calendar_words as when
from monitor.bulletin import streams_in_words
from monitor.bulletin.issue import CoverageRow
from monitor.bulletin.places import place_name
from monitor.bulletin.safe import one_line
from monitor.model import Coverage, Reading, SourceState, UnitSpan, Verdict
from monitor.texts import Texts
from monitor.texts.days import as_param, days_in_words, stretches_in_words
from monitor.texts.reasons import state_in_words

_MESSAGE_LIMIT = 200
_SENTENCE = 300
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CoverageBox:
    rows: tuple[CoverageRow, ...]
    unchecked: tuple[str, ...]
    summary: str
    total: int
    missing: int
    unlooked: int  # of those missing, the ones of which nothing was looked at
    unreadable: int  # records set aside, over all sources
    left_out: int  # courts of which new suits cannot be seen


def coverage_box(
    sources: tuple[Coverage, ...],
    quarantined: Mapping[str, int],
    begins: datetime,
    ends: datetime,
    t: Texts,
) -> CoverageBox:
    """Of the period [begins, ends). Rows in the order given, the unchecked ones first."""
    first = begins.astimezone(when.BEIJING).date()
    last = max(first, (ends.astimezone(when.BEIJING) - _INSTANT).date())
    ordered = sorted(sources, key=lambda s: s.checked)
    missing = [s for s in ordered if not s.checked]
    sentences = _gap_sentences([s for s in missing if not _lacks_units_alone(s)], first, last, t)
    for unchecked in missing:
        sentences += _unit_sentences(unchecked, t)
    for each in ordered:
        sentences += streams_in_words.unseen(each, t)
    titles = {s.source: s.title or s.source for s in sources}
    aside = {source: count for source, count in sorted(quarantined.items()) if count > 0}
    for source, count in aside.items():
        sentences.append(one_line(t("bulletin.coverage.quarantined", title=titles.get(source, source), count=count)))
    return CoverageBox(
        rows=tuple(_row(s, aside.get(s.source, 0), t) for s in ordered),
        unchecked=tuple(sentences),
        summary=_summary(len(sources), len(missing), t) + _beside(sources, t),
        total=len(sources),
        missing=len(missing),
        unlooked=sum(s.reading is Reading.NOT for s in missing),
        unreadable=sum(aside.values()),
        left_out=sum(streams_in_words.blind(s) for each in sources for s in each.streams),
    )


def _lacks_units_alone(source: Coverage) -> bool:
    """Whether all that is unchecked are some units of the calendar, or single streams: they are named, and the rest is not called
    unchecked."""
    if source.state is not SourceState.GAP or source.gap_from is not None:
        return False
    if source.days_left or (source.units_missing and source.units_read):
        return True
    return source.but_for_units and bool(source.doubted) and not source.units_missing


def _unit_sentences(source: Coverage, t: Texts) -> list[str]:
    title = one_line(source.title or source.source, 80)
    found = []
    if source.days_left:
        days = stretches_in_words([(a.isoformat(), b.isoformat()) for a, b in source.days_left], t)
        found.append(one_line(t("bulletin.coverage.days_left", title=title, days=days)))
    for key, arrived in (("units_missing", False), ("units_not_whole", True)):
        if spans := [s for s in source.units_missing if s.arrived is arrived]:
            found.append(one_line(t(f"bulletin.coverage.{key}", title=title, days=_days(spans, t))))
    if source.but_for_units:  # of one that is doubted as a whole, its reason says it
        for why in source.doubted:
            found.append(one_line(t("bulletin.coverage.stream_doubted", title=title, why=one_line(why, _SENTENCE))))
    return found


def _beside(sources: tuple[Coverage, ...], t: Texts) -> str:
    """What does not make a source unchecked and is said: units that are late, and those a person said do not exist."""
    said = []
    for source in sources:
        title = one_line(source.title or source.source, 80)
        if source.units_late:
            said.append(t("bulletin.coverage.units_late", title=title, days=_days(source.units_late, t)))
        for span in source.units_excused:
            reason = one_line(span.reason, _MESSAGE_LIMIT)
            said.append(t("bulletin.coverage.units_excused", title=title, days=_days([span], t), reason=reason))
    return "".join(t("bulletin.coverage.before_sentence") + one_line(s) for s in said)


def _days(spans: Iterable[UnitSpan], t: Texts) -> str:
    return days_in_words([as_param(s) for s in spans], t)


def _row(source: Coverage, quarantined: int, t: Texts) -> CoverageRow:
    status, tone = _status(source, t)
    usual = f"{source.usual:,.0f}" if source.usual is not None else ""
    items_key = "usual" if usual else "usual_unknown"
    return CoverageRow(
        source=one_line(source.source),
        title=one_line(source.title or source.source, 80),
        place=one_line(place_name(source.jurisdiction, t), 40),
        category=t(f"word.category.{source.category.value}"),
        status=status,
        tone=tone,
        reading=source.reading.value,
        last_ok=when.moment(source.last_ok, t) if source.last_ok else t("bulletin.coverage.never"),
        items=t(f"bulletin.coverage.{items_key}", items=source.items, usual=usual),
        newest=source.newest_item.isoformat() if source.newest_item else "",
        effect="" if source.checked else one_line(source.message, _MESSAGE_LIMIT),
        attribution=one_line(source.attribution, _MESSAGE_LIMIT),
        quarantined=quarantined,
        units_read=source.units_read,
        units_late=source.units_late,
        units_missing=source.units_missing,
        units_excused=source.units_excused,
        units=t("bulletin.coverage.lacks", days=_days(source.units_missing, t)) if source.units_missing else "",
        streams=streams_in_words.listed(source, t),
    )


def _status(source: Coverage, t: Texts) -> tuple[str, str]:
    if source.checked:
        return state_in_words(source.state, source.verdict, t), "good"
    bad = source.verdict is None or not (source.verdict.checked or source.verdict.value in ("suspicious", "skipped"))
    return state_in_words(source.state, source.verdict, t), "bad" if bad else "warn"


def _gap_sentences(sources: Iterable[Coverage], first: date, last: date, t: Texts) -> list[str]:
    """A sentence for each thing that is to be said: what was not looked at, what was and is doubted, what is incomplete.
    Sources of which the same is said, for the same reason, share one."""
    order = list(Reading)
    alike: dict[tuple[str, str], list[str]] = {}
    for source in sorted(sources, key=lambda s: order.index(s.reading), reverse=True):
        # Of a source that was not run it is said already that it was not.
        why = "" if source.message == t("health.never_ran") else source.message
        reason = one_line(why, _MESSAGE_LIMIT).rstrip("。.")
        alike.setdefault((_gap(source, first, last, t), reason), []).append(one_line(source.title or source.source, 80))
    return [one_line(_said_of(titles, gap, reason, t)) for (gap, reason), titles in alike.items()]


def _said_of(titles: Sequence[str], gap: str, reason: str, t: Texts) -> str:
    if len(titles) == 1:
        said = t("bulletin.coverage.of_one", title=titles[0], gap=gap)
    else:
        listed = t("bulletin.coverage.source_and").join(titles)
        said = t("bulletin.coverage.of_several", count=len(titles), gap=gap, titles=listed)
    return said + (t("bulletin.coverage.reason", message=reason) if reason else "")


def _gap(source: Coverage, first: date, last: date, t: Texts) -> str:
    """What is said of a source, without its name. The stretch ends with the period."""
    start = source.gap_from.astimezone(when.BEIJING).date() if source.gap_from else None
    since = start is not None and start > first
    begin = min(start, last) if start is not None and since else first
    key = _gap_key(source, since=since)
    return t(f"bulletin.coverage.{key}", start=when.month_day(begin, t), end=when.month_day(last, t))


def _gap_key(source: Coverage, *, since: bool) -> str:
    reading, state = source.reading, source.state
    if reading is Reading.IN_DOUBT:
        return "in_doubt"
    if reading is Reading.PART:
        if state is SourceState.FAILING and source.verdict is Verdict.SUSPICIOUS:
            return "in_doubt_part"
        # What runs that count did cover must not be called unchecked.
        if state is SourceState.GAP or not since:
            return "partial"
    elif state is SourceState.NEVER and source.last_ok is None:
        return "never_checked"
    if since and state in (SourceState.OWED, SourceState.INTERRUPTED, SourceState.PAUSED):
        return state.value
    if reading is Reading.NOT and source.verdict is None and state is not SourceState.PAUSED:
        return "not_run"
    return "unchecked_since" if since else "unchecked"


def _summary(total: int, missing: int, t: Texts) -> str:
    if not total:
        return t("bulletin.coverage.no_sources")
    key = "all" if not missing else "none" if missing == total else "some"
    return t(f"bulletin.coverage.{key}", total=total, done=total - missing, missing=missing)
