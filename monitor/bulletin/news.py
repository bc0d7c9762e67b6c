"""What is new in the entry of a hit that an earlier issue reported: what its readers can see, and nothing else. Pure.

`as_reported` is what an issue keeps of an entry, `news_of` what a later one finds otherwise. Time alone is no news: a clock
that ran out, and a risk that fell with it, are told of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from monitor.bulletin.issue import RISKS, HitView, News
from monitor.model import Band, Deadline
from monitor.model.filings import filing_of

Reported = Mapping[str, object]
"""What an issue keeps of an entry: "risk", "band", "state", "stage" (texts), "clocks" (rule, day, certainty, doubt each) and
"filings" (those whose acts the entry showed). {}: an issue of an earlier version, which kept nothing."""

_BANDS = [b.value for b in (Band.ALERT, Band.REVIEW, Band.DIGEST)]


def as_reported(view: HitView) -> Reported:
    """What an issue keeps of an entry, as JSON takes it."""
    return {
        "risk": view.risk,
        "band": view.band.value,
        "state": view.state.value,
        "stage": view.stage,
        "clocks": clocks_kept(view.deadlines),
        "filings": sorted({filing_of(e.ident) for e in view.events}),
    }


def clocks_kept(deadlines: Iterable[Deadline]) -> list[list[str]]:
    """The clocks of an entry as an issue keeps them."""
    return sorted([d.rule, d.date.isoformat(), d.certainty, d.doubt] for d in deadlines)


def showed(reported: Reported, ident: str) -> bool:
    """Whether the entry showed what happened in the filing of this event; also where that is not known."""
    filings = reported.get("filings")
    return not isinstance(filings, list) or filing_of(ident) in filings


def news_of(view: HitView, reported: Reported, today: date, *, raised: bool = False) -> tuple[News, ...]:
    """What of the entry is another than was reported, its events and its kind aside. Where it is not known what was reported,
    only that the hit rose (`raised`: its kind or band is another now), where that is grave."""
    if not reported:
        return (News(what="evidence"),) if raised and view.risk == RISKS[0] else ()
    found = list(_news_of_clocks(view, reported, today))
    if _rose(view.risk, reported.get("risk"), RISKS):
        found.append(News(what="risk", before=str(reported["risk"]), after=view.risk))
    if _rose(view.band.value, reported.get("band"), _BANDS):
        found.append(News(what="band", before=str(reported["band"]), after=view.band.value))
    if (stage := reported.get("stage")) is not None and stage != view.stage:
        found.append(News(what="stage", before=str(stage), after=view.stage))
    if (state := reported.get("state")) is not None and state != view.state.value:
        found.append(News(what="state", before=str(state), after=view.state.value))
    return tuple(found)


def has_news(view: HitView) -> bool:
    """Whether a reader who knows the entry of an earlier issue finds anything new in this one."""
    return bool(view.news or view.kind_before or any(e.new for e in view.events))


def _news_of_clocks(view: HitView, reported: Reported, today: date) -> list[News]:
    """A clock that was put off or brought forward, has begun, was stopped before its day, or has become doubtful."""
    kept = reported.get("clocks")
    before = {(str(c[0]), str(c[1])): (str(c[2]), str(c[3])) for c in kept} if isinstance(kept, list) else {}
    now = {(rule, day): (certainty, doubt) for rule, day, certainty, doubt in clocks_kept(view.deadlines)}
    gone = sorted(c for c in before.keys() - now.keys() if c[1] >= today.isoformat())
    found = []
    for rule, day in sorted(now.keys() - before.keys()):
        old = next((c for c in gone if c[0] == rule), None)
        if old is not None:
            gone.remove(old)
        what = "clock_begun" if old is None else "clock_moved"
        found.append(News(what=what, rule=rule, before=old[1] if old else "", after=day))
    found += [News(what="clock_ended", rule=rule, before=day, after="") for rule, day in gone]
    found += [
        News(what="clock_doubt", rule=rule, before=before[rule, day][0], after=day)
        for rule, day in sorted(now.keys() & before.keys())
        if now[rule, day] != before[rule, day]
    ]
    return found


def _rose(now: str, before: object, order: list[str] | tuple[str, ...]) -> bool:
    """Whether it stands before what it was, in an order that begins with the gravest."""
    return before in order and now in order and order.index(now) < order.index(str(before))
