"""Deadlines as `monitor deadline list|explain|rules` give them: those of the hit list by day, one with its reasons, every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.assess.details import HitDetails, details_of, explained_of
from monitor.assess.silent import is_silent
from monitor.cases.states import SETTLED
from monitor.clock import BEIJING
from monitor.errors import UsageError
from monitor.forums import SHIPPED, Clock, Forum, Opening
from monitor.jobs.around import Around
from monitor.model import Deadline, State, SubjectKind
from monitor.rules import explain, rule_of, title_of
from monitor.rules.acts import asks_of, day_in_words, days_in_words, sureness_word, weight
from monitor.rules.deadlines import event_name
from monitor.rules.explaining import explain_opening, from_words, span
from monitor.store import Store
from monitor.texts import Texts


@dataclass(frozen=True, slots=True)
class Listed:
    """`rows`: the deadlines asked for, by day, as `monitor deadline list --json` prints them. `later`: how many lie beyond the days
    asked for. `undated`: how many hits of the list have no day at all (not begun, or not known); `suppressed`: how many hits with a
    day an exception rule keeps out. `passed`: days for an act that
    are long past and that nothing known has settled, the latest first, whatever was asked for."""

    rows: list[dict[str, Any]]
    later: int
    undated: int
    passed: list[dict[str, Any]]
    suppressed: int = 0


def deadline_rows(around: Around, within: int | None = None) -> Listed:
    """The running deadlines of every hit, those that passed a few days ago as well; of a settled one those alone that began or
    were moved since, of a duplicate those that the hit it was merged into has not. `within`: days left at most."""
    with Store.open(around.state, readonly=True) as store:
        demo = store.meta.get("demo") == "1"
        hits = [h for h in store.hits.find() if h.state is not State.FALSE_POSITIVE]
        found = details_of(store, hits, around.clock.now(), around.texts.lang)
        details = [d for d in found if not d.suppressed]
        numbers = store.issues.entry_numbers(h.id for h in hits)

    def rows_of(clocks: Iterable[tuple[Deadline, HitDetails]]) -> list[dict[str, Any]]:
        by_day = sorted(clocks, key=lambda found: (found[0].date, weight(found[0]), found[1].hit.id, found[0].rule))
        return [_row(d, deadline, around.texts, demo, numbers.get(d.hit.id, "")) for deadline, d in by_day]

    rows = rows_of((deadline, d) for d in details for deadline in d.deadlines if not is_silent(d, deadline))
    passed = rows_of((deadline, d) for d in details for deadline in d.passed if not is_silent(d, deadline))
    asked = [r for r in rows if within is None or r["days_left"] <= within]
    undated = sum(d.hit.state not in SETTLED and not (d.deadlines or d.passed) for d in details)
    suppressed = sum(d.suppressed and bool(d.deadlines) for d in found)
    past = [{**r, "passed": True} for r in reversed(passed)]
    return Listed(asked, len(rows) - len(asked), undated, past, suppressed)


def _row(details: HitDetails, deadline: Deadline, texts: Texts, demo: bool, entry_no: str) -> dict[str, Any]:
    hit, matter, watched = details.hit, details.hit.matter, details.watched
    return {
        "date": deadline.date.isoformat(),
        "days_left": deadline.days_left,
        "rule": deadline.rule,
        "what": title_of(deadline.rule, texts.lang),
        "hit": hit.id,
        "entry_no": entry_no,
        "kind": hit.kind.value,
        "watched": watched.name,
        "watched_id": hit.watched_id,
        "owner": watched.owner,
        "unlisted": hit.subject.kind is SubjectKind.FIRM,
        "matter": matter.key,
        "title": matter.title,
        "category": matter.category.value,
        "jurisdiction": matter.jurisdiction,
        "certainty": deadline.certainty,
        "certainty_word": certainty_word(deadline, texts),
        "sureness": sureness_word(deadline, texts),
        "day": day_in_words(deadline, texts),
        "left": days_in_words(deadline, texts),
        "asks": asks_of(deadline).value,
        "asks_word": texts(f"rules.asks.{asks_of(deadline).value}"),
        "basis": deadline.basis,
        "from_event": deadline.from_event,
        "zone": deadline.zone,
        "ends": ends_in_beijing(deadline.date, deadline.zone).isoformat(),
        "url": matter.url,
        "demo": demo,
        "passed": False,
    }


def certainty_word(deadline: Deadline, texts: Texts) -> str:
    """How sure a day is, in a sentence: of one that is not known, why."""
    if deadline.certainty == "unknown" and deadline.doubt:
        return texts(f"bulletin.doubt.{deadline.doubt}")
    return texts(f"bulletin.certainty.{deadline.certainty}")


def ends_in_beijing(day: date, zone: str) -> datetime:
    """The instant at which a day ends at the forum, in Beijing time."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(BEIJING)


def hit_explained(around: Around, hit_id: int) -> list[dict[str, Any]]:
    """The deadlines of one hit, each with the steps by which its day was found. Raises UsageError for an unknown hit."""
    with Store.open(around.state, readonly=True) as store:
        hit = store.hits.get(hit_id)
        if hit is None:
            raise UsageError("errors.unknown_hit", id=hit_id)
        demo = store.meta.get("demo") == "1"
        details = details_of(store, [hit], around.clock.now(), around.texts.lang)[0]
        entry_no = store.issues.entry_numbers([hit.id]).get(hit.id, "")
    return [
        {
            **_row(details, e.deadline, around.texts, demo, entry_no),
            "steps": list(e.steps),
            "changes": list(e.changes),
            "note": e.note,
            "source": e.source,
            "checked": e.checked.isoformat() if e.checked else "",
        }
        for e in explained_of(details, around.clock.now(), around.texts.lang)
    ]


def rule_explained(around: Around, rule_id: str) -> dict[str, Any]:
    """One rule, or one day from which something may be done, in full. Raises UsageError for an unknown one."""
    lang = around.texts.lang
    forums = tuple(map(SHIPPED.read, SHIPPED.codes()))
    for forum in forums:
        for opening in forum.openings:
            if opening.id == rule_id:
                return {**_opening(opening, forum, around.texts), "text": explain_opening(opening, lang)}
    clock = rule_of(rule_id)
    forum = next(f for f in forums if clock in f.clocks)
    return {**_rule(clock, forum, around.texts), "text": explain(rule_id, lang)}


def rule_rows(around: Around, forum: str = "") -> list[dict[str, Any]]:
    """Every rule of the forums, or of one, each forum's days from which something may be done behind its deadlines. Raises
    UsageError for an unknown forum."""
    if forum and forum not in SHIPPED.codes():
        raise UsageError("errors.unknown_forum", forum=forum, known=around.texts("cli.list.and").join(SHIPPED.codes()))
    rows = []
    for each in map(SHIPPED.read, [forum] if forum else SHIPPED.codes()):
        rows += [_rule(clock, each, around.texts) for clock in each.clocks]
        rows += [_opening(opening, each, around.texts) for opening in each.openings]
    return rows


def _rule(clock: Clock, forum: Forum, texts: Texts) -> dict[str, Any]:
    return {
        "id": clock.id,
        "forum": forum.code,
        "forum_name": forum.name[texts.lang],
        "kind": clock.kind,
        "title": clock.title[texts.lang],
        "span": span(texts, clock.length),
        "from": from_words(texts, clock),
        "basis": clock.basis[texts.lang],
        "certainty": "certain" if clock.length.set_by_office else clock.certainty,  # shown only where it is printed
        "confidence": clock.confidence,
        "source": clock.source,
        "checked": clock.checked.isoformat() if clock.checked else "",
        "note": clock.note.get(texts.lang, ""),
        "zone": "" if forum.zones else forum.zone,  # a court system of many zones: each deadline has that of its court
    }


def _opening(opening: Opening, forum: Forum, texts: Texts) -> dict[str, Any]:
    """A day from which something may be done, as a rule: its kind is "opening"."""
    return {
        "id": opening.id,
        "forum": forum.code,
        "forum_name": forum.name[texts.lang],
        "kind": "opening",
        "title": opening.title[texts.lang],
        "span": texts("rules.span.after", span=span(texts, opening.length)),
        "from": texts("rules.or").join(event_name(texts, code) for code in opening.start),
        "basis": opening.basis[texts.lang],
        "certainty": "unknown" if opening.confidence == "unverified" else "computed",
        "confidence": opening.confidence,
        "source": opening.source,
        "checked": "",
        "note": opening.note.get(texts.lang, ""),
        "zone": "" if forum.zones else forum.zone,
    }
