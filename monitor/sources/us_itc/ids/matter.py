"""Stages of one investigation, with its docket before institution, as one record.

Events come from dated data. What IDS says without a date (a status, a disposition, an order) is an event whose date is
only the day of the snapshot, or the end of the stage where the stage has ended: `certain` is False.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from monitor.model import Event, Mention, Record, Role
from monitor.sources.kit.text import clean
from monitor.sources.us_itc.ids.row import Participation, Stage
from monitor.sources.us_itc.terms import JURISDICTION, ORDERS, docket_key, investigation_key, product_name

EVENTS = frozenset(
    {
        "complaint_filed", "institution", "stage_started", "party_added", "party_disposition", "determination",
        "final_determination", "termination", "termination_partial", "found_in_default", "status", "remedial_orders", *ORDERS,
    }
)  # fmt: skip
FACTS = frozenset(
    [
        "title",
        "product",
        "investigation",
        "docket",
        "status",
        "phase",
        "active",
        "complaint_date",
        "instituted",
        "target_date",
        "evidentiary_hearing",
        "evidentiary_hearing_end",
        "judge",
        "fr_citation",
        "determination",
        "asserted_rights",
        "unfair_acts",
        "hts",
        "orders",
        "parallel_litigation",
        "stages",
        "respondents_listed",
    ]
)
# How a party left, as the docket calls it → event; `whole` as an event says it.
_DISPOSED = (
    ("found_in_default", re.compile(r"\bdefault", re.IGNORECASE), None),
    (
        "termination_partial",
        re.compile(r"\b(?:settle|withdr|consent|arbitrat|terminat|dismiss)", re.IGNORECASE),
        False,
    ),
)
_PAGE = "https://ids.usitc.gov/case/{case}/investigation/{id}"


def matter_record(
    source: str, number: str, stages: Sequence[Stage], before: Sequence[Stage], dockets: Sequence[str], on: date | None
) -> Record:
    """`stages` of investigation `number`, or none; `before` the rows of its dockets; `on` the snapshot's date."""
    every = [*before, *stages]
    in_time = sorted(every, key=lambda s: (s.start or s.complaint or date.min, s.id))
    current = in_time[-1]
    first = next((s for s in in_time if s.phase.lower() == "violation" and s in stages), in_time[0])
    keys = [investigation_key(number)] if number else []
    keys += [docket_key(d) for d in dockets]
    topic = product_name(next((s.topic for s in (first, *in_time) if s.topic), "")) or _topic_of_title(first.title)
    events = unique_events(e for s in in_time for e in _events(s, s in before, bool(stages), topic, on))
    return Record(
        source=source,
        matter=keys[0],
        kind="investigation",
        title=topic or clean(first.title),
        url=_url(current),
        as_of=on.isoformat() if on else "",
        aliases=tuple(keys[1:]),
        jurisdiction=JURISDICTION,
        events=events,
        mentions=tuple(_mentions(in_time, topic)),
        facts=_facts(number, first, current, in_time, topic, dockets),
    )


def unique_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """One event per code and ident: a certain date beats an uncertain one, then the earlier one."""
    best: dict[tuple[str, str], Event] = {}
    for event in events:
        key = (event.code, event.ident)
        kept = best.get(key)
        if kept is None or (not event.certain, event.date) < (not kept.certain, kept.date):
            best[key] = event
    return tuple(best.values())


def _url(stage: Stage) -> str:
    return _PAGE.format(case=stage.case_id or stage.id, id=stage.id)


def _events(stage: Stage, is_before: bool, instituted: bool, topic: str, on: date | None) -> Iterator[Event]:
    url = _url(stage)
    main = stage.phase.lower() in ("violation", "")
    if stage.complaint and (main or is_before):
        yield Event("complaint_filed", stage.complaint, topic, url=url)
    if not is_before and not stage.is_docket:
        opened = stage.noi or stage.start
        if main and opened:
            yield Event("institution", opened, topic, url=url)
        elif stage.start:
            yield Event("stage_started", stage.start, stage.phase, ident=stage.id, url=url)
    # What was in force when the stage opened is no news of its own.
    opening = max((d for d in (stage.start, stage.noi, stage.complaint) if d), default=None)
    seen_on = stage.ended or on
    for p in stage.participants:
        who = f"{p.kind}: {p.name}"
        if p.since and opening and p.since > opening:
            ident = f"{p.role}:{p.name.casefold()}"
            yield Event("party_added", p.since, who, ident=ident, url=url, parties=(p.name, *p.aliases))
        day = p.disposed or seen_on
        if p.disposition and day:
            ident = f"{stage.id}:{p.name.casefold()}:{p.disposition.casefold()}"
            title = f"{who} — {p.disposition}"
            certain, names = p.disposed is not None, (p.name, *p.aliases)
            yield Event("party_disposition", day, title, ident, url, certain, parties=names)
            # What it is called, it is: told like the notice that prints it.
            for code, words, whole in _DISPOSED:
                if words.search(p.disposition) and p.role is Role.RESPONDENT:
                    yield Event(code, day, title, ident, url, certain, parties=names, whole=whole)
    for order in stage.orders:
        day = order.issued or seen_on
        if day:
            ident = f"{stage.id}:{order.title.casefold()}"
            yield Event(_order_code(order.title), day, order.title, ident, url, certain=order.issued is not None)
    if stage.determined:
        title = stage.determination or stage.phase
        yield Event("final_determination", stage.determined, title, ident=stage.id, url=url)
    # The bare "Determination Date" may be that of the judge's initial determination: it ends no clock.
    if stage.decided:
        yield Event("determination", stage.decided, stage.phase, ident=stage.id, url=url)
    if stage.terminated:
        yield Event("termination", stage.terminated, stage.phase or topic, ident=stage.id, url=url)
    elif stage.status and on and not (is_before and instituted):
        ident = f"{stage.id}:{stage.status.casefold()}"
        yield Event("status", on, stage.status, ident=ident, url=url, certain=False)


def _order_code(title: str) -> str:
    return next((code for code, words in ORDERS.items() if words.search(title)), "remedial_orders")


def _mentions(stages: Sequence[Stage], topic: str) -> Iterator[Mention]:
    if topic:
        yield Mention(topic, Role.PRODUCT, "Topic", "en")
    grouped: dict[tuple[str, Role], list[Participation]] = {}
    for stage in stages:
        for p in stage.participants:
            grouped.setdefault((p.name.casefold(), p.role), []).append(p)
    for (_, role), same in grouped.items():
        last = same[-1]
        extra: dict[str, object] = {}
        if dispositions := list(dict.fromkeys(p.disposition for p in same if p.disposition)):
            extra["dispositions"] = dispositions
        since = min((p.since for p in same if p.since), default=None)
        if since:
            extra["since"] = since.isoformat()
        yield Mention(
            text=last.name,
            role=role,
            field=f"Participants: {last.kind}" if last.kind else "Participants",
            language="en",
            country=next((p.country for p in reversed(same) if p.country), ""),
            aliases=tuple(dict.fromkeys(a for p in same for a in p.aliases)),
            extra=extra,
        )


def _facts(
    number: str, first: Stage, current: Stage, stages: Sequence[Stage], topic: str, dockets: Sequence[str]
) -> dict[str, object]:
    def earliest(days: Iterable[date | None]) -> date | None:
        return min((d for d in days if d), default=None)

    complaint = first.complaint or earliest(s.complaint for s in stages)
    opened = (first.noi or first.start) if number else None
    rights = dict.fromkeys(r for s in stages for r in s.rights)
    facts: dict[str, object] = {
        "title": topic or clean(first.title),
        "product": topic,
        "investigation": f"337-TA-{int(number)}" if number else None,
        "docket": f"DN {', '.join(dockets)}" if dockets else None,
        "status": current.status,
        "phase": current.phase,
        "active": current.active,
        "complaint_date": complaint.isoformat() if complaint else None,
        "instituted": opened.isoformat() if opened else None,
        "respondents_listed": _respondents(first) if number else None,
        "target_date": current.target.isoformat() if current.target else None,
        **_hearing(current),
        "judge": current.judge,
        "fr_citation": first.citation,
        "determination": current.determination,
        "asserted_rights": [{"type": t, "number": n, "expires": e} for t, n, e in rights],
        "unfair_acts": _all(s.unfair_acts for s in stages),
        "hts": _all(s.hts for s in stages),
        "orders": list(dict.fromkeys(o.title for s in stages for o in s.orders)),
        "parallel_litigation": _all(s.litigation for s in stages),
        "stages": [
            {
                "id": s.id,
                "phase": s.phase,
                "status": s.status,
                "start": s.start.isoformat() if s.start else "",
                "end": s.terminated.isoformat() if s.terminated else "",
            }
            for s in stages
        ],
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _hearing(stage: Stage) -> dict[str, str]:
    """The days of the evidentiary hearing as the docket lists them; a last day before the first is no last day."""
    first, last = stage.hearing
    if first is None:
        return {}
    until = {"evidentiary_hearing_end": last.isoformat()} if last and last >= first else {}
    return {"evidentiary_hearing": first.isoformat(), **until}


def _respondents(stage: Stage) -> int | None:
    """How many respondents a stage had when it was opened: who was added later is not counted. None where none is listed."""
    opened = stage.noi or stage.start
    listed = (p for p in stage.participants if p.role is Role.RESPONDENT)
    return len({p.name.casefold() for p in listed if not (p.since and opened and p.since > opened)}) or None


def _all(lists: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))


def _topic_of_title(title: str) -> str:
    """ "Certain Widgets; Inv. No. 337-TA-1478 (Violation)" → "Certain Widgets"."""
    return product_name(title.split("; Inv.", maxsplit=1)[0])
