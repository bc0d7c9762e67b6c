"""What two states of one issue say otherwise, in sentences: for somebody who is about to sign the one and read the other. Pure.

What only the passing of time changes (days left, coverage read meanwhile) is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from monitor.bulletin.issue import HitView, IssueInput
from monitor.bulletin.safe import one_line
from monitor.bulletin.wording import rule_title
from monitor.model import Deadline
from monitor.texts import Texts

MOST = 8
"""Sentences; the others are counted."""


def differences(before: IssueInput, after: IssueInput, t: Texts) -> tuple[str, ...]:
    every = list(_every(before, after, t))
    told = tuple(islice(every, MOST))
    return (*told, t("bulletin.differs.more", count=len(every) - MOST)) if len(every) > MOST else told


def _every(before: IssueInput, after: IssueInput, t: Texts) -> Iterator[str]:
    old, new = _hits(before), _hits(after)
    for key, hit in new.items():
        if key not in old:
            yield t("bulletin.differs.added", entry=_named(hit, t))
    for key, hit in old.items():
        if key not in new:
            yield t("bulletin.differs.gone", entry=_named(hit, t))
    for key, hit in old.items():
        if key in new:
            yield from _changed(hit, new[key], t)
    known = {h.id for h in before.ended_hits}
    for hit in after.ended_hits:
        if hit.id not in known:
            key = "kept_out" if hit.handling.rule else "ended"
            state = t(f"word.state.{hit.state.value}")
            yield t(f"bulletin.differs.{key}", entry=_named(hit, t), state=state, rule=hit.handling.rule)
    yield from _clocks(before, after, t)


def _hits(source: IssueInput) -> dict[str, HitView]:
    told = (*source.new_hits, *source.changed_hits, *source.own_filings)
    return {h.id: h for h in sorted(told, key=lambda h: (h.entry_no, h.id))}


def _changed(old: HitView, new: HitView, t: Texts) -> Iterator[str]:
    for what, area, one, other in (
        ("state", "word.state", old.state.value, new.state.value),
        ("kind", "word.kind", old.kind.value, new.kind.value),
        ("risk", "bulletin.risk", old.risk, new.risk),
    ):
        if one != other:
            words = {"before": t(f"{area}.{one}"), "after": t(f"{area}.{other}")}
            yield t(f"bulletin.differs.{what}", entry=_named(new, t), **words)
    was, now = _days(old.deadlines), _days(new.deadlines)
    for rule in sorted(was.keys() | now.keys()):
        if was.get(rule) != now.get(rule):
            none = t("bulletin.differs.none")
            yield t(
                "bulletin.differs.clock",
                entry=_named(new, t),
                rule=one_line(rule_title(rule, t)),
                before=was.get(rule, none),
                after=now.get(rule, none),
            )


def _clocks(before: IssueInput, after: IssueInput, t: Texts) -> Iterator[str]:
    """Of what an earlier issue reported and this one only reminds of."""
    told = _hits(before).keys() | _hits(after).keys()
    old, new = ({h.id: h for h in s.open_hits if h.id not in told} for s in (before, after))
    for key in sorted(old.keys() | new.keys(), key=lambda k: (old.get(k) or new[k]).entry_no):
        was, now = (_days(h.deadlines) if h else {} for h in (old.get(key), new.get(key)))
        if was != now:
            yield t("bulletin.differs.open", entry=one_line((new.get(key) or old[key]).entry_no))


def _days(clocks: tuple[Deadline, ...]) -> dict[str, str]:
    return {d.rule: d.date.isoformat() for d in clocks}


def _named(hit: HitView, t: Texts) -> str:
    return t("bulletin.differs.entry", number=one_line(hit.entry_no), watched=one_line(hit.watched, 40))
