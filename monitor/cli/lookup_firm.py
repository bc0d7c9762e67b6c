"""The overview of one owner on a terminal: deadlines first, then attacks, suits, filings of others, own rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.cli.common import Session
from monitor.cli.lookup_matter import how_sure, left, urgency
from monitor.cli.rule_words import exception_in_words
from monitor.cli.tables import Column, Styled

_MOST = 15  # rows of one part; --json has all

Json = Mapping[str, Any]


def show_firm(session: Session, firm: Json) -> None:
    t = session.texts
    if len(firm["names"]) > 1:
        session.told(t("answer.say.family", names=session.joined(n["name"] for n in firm["names"])))
    said = [(t(f"answer.title.products_{sort}"), session.joined(listed)) for sort, listed in firm["products"].items()]
    said += [(t("watchlist.field.goods"), "\n".join(g for g in dict.fromkeys(n["goods"] for n in firm["names"]) if g))]
    said += [(t("watchlist.field.markets"), session.joined(firm["markets"]))]
    if any(value for _, value in said):
        session.facts(((label, value) for label, value in said if value), t("answer.title.of_list"))
    counts = firm["counts"]
    if not counts["hits"]:
        session.told(t("answer.say.firm_none"))
        return
    states = session.joined(f"{t(f'word.state.{s}')} {n}" for s, n in counts["by_state"].items())
    session.told(t("answer.say.firm_counts", count=counts["hits"], states=states))
    session.line("")
    _deadlines(session, firm["deadlines"])
    if firm["passed"]:
        _clocks(session, "passed", firm["passed"])
    for part in ("attacked", "suits", "squats", "rights", "others"):
        if firm[part]:
            _hits(session, part, firm[part])


def _titled(session: Session, part: str, rows: Sequence[Json]) -> str:
    title = session.texts(f"answer.title.{part}")
    if len(rows) <= _MOST:
        return title
    return session.texts("answer.say.shown_of", title=title, shown=_MOST, count=len(rows))


def _deadlines(session: Session, rows: Sequence[Json]) -> None:
    t = session.texts
    if not rows:
        session.told(t("answer.say.no_deadlines_of_firm"))
        session.line("")
        return
    _clocks(session, "deadlines", rows)


def _clocks(session: Session, part: str, rows: Sequence[Json]) -> None:
    t = session.texts
    session.table(
        [
            Column(t("answer.column.date"), whole=True),
            Column(t("answer.column.left"), whole=True),
            Column(t("answer.column.what")),
            Column(t("answer.column.number"), whole=True),
            Column(t("answer.column.hit"), whole=True),
            Column(t("answer.column.watched"), below=2, mute=True),
            Column(t("answer.column.certainty"), below=1, mute=True),
        ],
        [
            [
                d["date"],
                Styled(left(session, d["days_left"]), urgency(d["days_left"])),
                d["what"],
                d["number"],
                session.joined(f"#{i}" for i in d["hits"]),
                d["watched"],
                how_sure(session, d),
            ]
            for d in rows[:_MOST]
        ],
        title=_titled(session, part, rows),
    )


def _hits(session: Session, part: str, hits: Sequence[Json]) -> None:
    t = session.texts
    own = part in ("rights", "attacked")
    columns = [
        Column(t("answer.column.hit"), whole=True),
        Column(t("answer.column.matter")),
        Column(t("answer.column.number"), whole=True),
        Column(t("answer.column.ours")),
        Column(t("answer.column.next"), whole=True),
        *([Column(t("answer.column.expires"), whole=True)] if own else []),
        Column(t("answer.column.forum"), below=1, mute=True),
        Column(t("answer.column.state"), below=2, mute=True),
    ]
    session.table(columns, [_row(session, h, own=own) for h in hits[:_MOST]], title=_titled(session, part, hits))
    for h in hits:
        if h["exception"]:
            session.told(
                t("answer.say.exception", id=h["id"], said=exception_in_words(session, h["exception"])), "warn"
            )


def _row(session: Session, h: Json, *, own: bool) -> list[object]:
    from monitor.bulletin.kinds_in_words import kind_in_words

    t = session.texts
    running = [d for d in h["deadlines"] if d["days_left"] >= 0]
    # A day that has passed is told where nothing runs or is waited for: no dash where one was missed.
    soonest = min(
        running or ([] if h["awaited"] else h["deadlines"] or h["passed"]),
        key=lambda d: abs(d["days_left"]),
        default=None,
    )
    waits = h["awaited"][0]["short"] if h["awaited"] else "—"
    where = [h["forum"], h["stage"]["name"] if h["stage"] else h["status"]]
    handled = [t(f"word.state.{h['state']}"), h["entry_no"]]
    return [
        f"#{h['id']}",
        h["title"] if h["text"] in h["title"] else f"{h['title']}\n{t('answer.says.found_as', text=h['text'])}",
        h["number"] or h["matter"],
        f"{h['watched']}\n{kind_in_words(h['kind'], h['state'], t)}",
        Styled(f"{left(session, soonest['days_left'])}\n{soonest['date']}", urgency(soonest["days_left"]))
        if soonest
        else waits,
        *([h["expires"] or "—"] if own else []),
        " · ".join(filter(None, where)),
        " · ".join(filter(None, handled)),
    ]
