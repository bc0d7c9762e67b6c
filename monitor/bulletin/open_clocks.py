"""What is to be done (在办事项与到期提醒): every open entry with a running clock, in every issue until the clock has ended or a person
closed it. Pure.

One line is one firm or mark, in one matter, on one day. What a firm must do stands before what others decide; within each
by day, and on one day the weightier act first. A clock that ran out stays for a while, said to have passed, and longer where
its true day may be a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.bulletin.issue import Open, OpenClock, OpenHit, OpenLine
from monitor.bulletin.places import matter_number
from monitor.bulletin.safe import one_line
from monitor.bulletin.wording import rule_title
from monitor.model import Deadline, State
from monitor.rules.acts import Asks, asks_of, bare_day, day_in_words, weight
from monitor.rules.runs import grace_of
from monitor.texts import Texts

MOST = 40
"""Lines in an issue; the others are counted, with the nearest day among them."""
KEPT_FOR_MILESTONES = 10
"""Lines that what a firm must do leaves to what others decide."""
_NAME_LIMIT = 80
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Grouped:
    """One line before it is in words: its hits, and the clocks that end on its day, the weightiest first."""

    asks: Asks
    hits: tuple[OpenHit, ...]
    clocks: tuple[Deadline, ...]


def lines_of(hits: Iterable[OpenHit]) -> tuple[tuple[Grouped, ...], tuple[Grouped, ...]]:
    """The lines an issue shows, in order, and those it only counts."""
    found: dict[tuple[str, str, Asks, str], list[tuple[Deadline, OpenHit]]] = {}
    for hit in hits:
        for clock in hit.deadlines:
            if clock.days_left >= -grace_of(clock.kind, earliest=clock.earliest):
                key = (hit.matter, hit.owner or hit.watched, asks_of(clock), clock.date.isoformat())
                found.setdefault(key, []).append((clock, hit))
    lines = sorted((_grouped(key[2], group) for key, group in found.items()), key=_order)
    due = [line for line in lines if line.asks is Asks.DUE]
    milestones = [line for line in lines if line.asks is Asks.MILESTONE]
    first = due[: MOST - min(len(milestones), KEPT_FOR_MILESTONES)]
    then = milestones[: MOST - len(first)]
    return (*first, *then), (*due[len(first) :], *milestones[len(then) :])


def open_clocks(hits: Sequence[OpenHit], in_issue: Mapping[str, str], t: Texts) -> Open:
    """The section in words. `in_issue`: hit → the hit whose entry of this issue tells of it."""
    shown, counted = lines_of(hits)
    every = (*shown, *counted)
    return Open(
        due=tuple(_line(g, in_issue, t) for g in shown if g.asks is Asks.DUE),
        milestones=tuple(_line(g, in_issue, t) for g in shown if g.asks is Asks.MILESTONE),
        rest=_rest(counted, t),
        count=len({(g.hits[0].matter, _whom_key(g.hits[0])) for g in every}),
        due_count=sum(g.asks is Asks.DUE for g in every),
        milestone_count=sum(g.asks is Asks.MILESTONE for g in every),
        passed=sum(g.clocks[0].days_left < 0 for g in every),
        nearest=_nearest(every),
        nearest_due=_nearest([g for g in every if g.asks is Asks.DUE]),
    )


def in_words(days_left: int, t: Texts, *, about: bool) -> str:
    """剩14天, 约剩18天, 今天到期, 已过3天."""
    kind = "passed" if days_left < 0 else "days" if days_left else "today"
    return t(f"bulletin.open.{'about_' if about else ''}{kind}", days=abs(days_left))


def is_sure(clock: Deadline) -> bool:
    return clock.certainty in ("certain", "computed")


def nearest_said(found: Open, t: Texts) -> str:
    """Which day comes first of all that is open, and which first asks for something, where that is another one."""
    first, due = found.nearest, found.nearest_due
    if first is None:
        return t("bulletin.open.only_passed", count=found.passed, which=_which_passed(found, t))
    words = {"date": day_in_words(first, t), "days": in_words(first.days_left, t, about=not is_sure(first))}
    if asks_of(first) is Asks.DUE:
        said = t("bulletin.open.first_due", **words)
    elif due is None:
        said = t("bulletin.open.first_milestone", **words)
    else:
        said = t("bulletin.open.first_both", due=day_in_words(due, t), **words)
    if not found.passed:
        return said
    return said + t("bulletin.open.and_passed", count=found.passed, which=_which_passed(found, t))


def _which_passed(found: Open, t: Texts) -> str:
    """Of the days that have passed the latest by its name, what a firm must do before what others decide: none is only a number."""
    gone = [line for line in (*found.due, *found.milestones) if line.days_left < 0]
    last = max(gone, key=lambda line: (line.asks == Asks.DUE.value, line.date))
    key = "passed_one" if found.passed == 1 else "passed_first"
    return t(f"bulletin.open.{key}", whom=last.name, day=last.bare)


def bare_nearest(found: Open, t: Texts) -> str:
    """For a subject: 最早12月3日, 最早约12月7日."""
    if found.nearest is None:
        return t("bulletin.open.subject_passed")
    key = "subject_day" if is_sure(found.nearest) else "subject_about"
    return t(f"bulletin.open.{key}", date=bare_day(found.nearest, t))


def _grouped(asks: Asks, group: list[tuple[Deadline, OpenHit]]) -> Grouped:
    clocks = {(c.rule, c.certainty, c.doubt): c for c, _ in group}
    hits = {h.id: h for _, h in group}
    return Grouped(
        asks,
        tuple(sorted(hits.values(), key=lambda h: (h.entry_no, h.watched, h.id))),
        tuple(sorted(clocks.values(), key=lambda c: (weight(c), c.rule))),
    )


def _order(line: Grouped) -> tuple[object, ...]:
    clock, hit = line.clocks[0], line.hits[0]
    return (clock.date, weight(clock), hit.entry_no, hit.matter, hit.id)


def _nearest(lines: Iterable[Grouped]) -> Deadline | None:
    running = [c for line in lines for c in line.clocks if c.days_left >= 0]
    return min(
        running, key=lambda c: (c.date, c.days_left, asks_of(c) is not Asks.DUE, weight(c), c.rule), default=None
    )


def _line(line: Grouped, in_issue: Mapping[str, str], t: Texts) -> OpenLine:
    first = line.clocks[0]
    told = next((in_issue[h.id] for h in line.hits if h.id in in_issue), "")
    times = 1 + max(h.reminders.get((c.rule, c.date.isoformat()), 0) for h in line.hits for c in line.clocks)
    return OpenLine(
        hits=tuple(h.id for h in line.hits),
        entry=told,
        entry_no=next((one_line(h.entry_no) for h in line.hits if h.entry_no), ""),
        asks=line.asks.value,
        date=first.date.isoformat(),
        days_left=first.days_left,
        days=in_words(first.days_left, t, about=not is_sure(first)),
        day=day_in_words(first, t),
        what=t("bulletin.text.clause_separator").join(
            dict.fromkeys(one_line(rule_title(c.rule, t)) for c in line.clocks)
        ),
        whom=_whom(line.hits, t),
        name=one_line(line.hits[0].watched, _NAME_LIMIT),
        bare=bare_day(first, t),
        sure=is_sure(first),
        first_step="" if told else next((one_line(h.first_step) for h in line.hits if h.first_step), ""),
        url="" if told else next((h.url for h in line.hits if h.url), ""),
        number=one_line(matter_number(line.hits[0].matter), _NAME_LIMIT),
        times=times,
        reminder=t("bulletin.open.reminder", times=times),
        status=_status(line.hits, t),
        new=times == 1,
        urgency=_urgency(line.asks, first.days_left),
        clocks=tuple(OpenClock(rule=c.rule, certainty=c.certainty, doubt=c.doubt) for c in line.clocks),
    )


def _status(hits: Sequence[OpenHit], t: Texts) -> str:
    """Of several the one that asks for something first."""
    if into := next((h.into for h in hits if h.into), ""):
        return t("bulletin.open.merged", entry_no=one_line(into))
    found = {h.state for h in hits} - {State.NEW}
    first = State.EXPIRED if State.EXPIRED in found else next((h.state for h in hits if h.state in found), None)
    return t(f"word.state.{first.value}") if first else ""


def _urgency(asks: Asks, days_left: int) -> str:
    if asks is Asks.MILESTONE:
        return "milestone"
    return "overdue" if days_left < 0 else "urgent" if days_left <= 7 else "soon" if days_left <= 21 else "later"


def _whom_key(hit: OpenHit) -> str:
    return hit.owner or hit.watched


def _whom(hits: Sequence[OpenHit], t: Texts) -> str:
    """The marks, and whose they are; of a firm its name alone."""
    names = list(dict.fromkeys(one_line(h.watched, _NAME_LIMIT) for h in hits))
    text = t("bulletin.open.name_separator").join(names[:_NAMES])
    if len(names) > _NAMES:
        text = t("bulletin.open.names_more", names=text, count=len(names))
    owner = one_line(hits[0].owner, _NAME_LIMIT)
    return t("bulletin.open.of_owner", names=text, owner=owner) if owner and owner not in names else text


def _rest(counted: Sequence[Grouped], t: Texts) -> str:
    if not counted:
        return ""
    first = min((g.clocks[0] for g in counted), key=lambda c: c.date)
    return t("bulletin.open.rest", count=len(counted), date=day_in_words(first, t))
