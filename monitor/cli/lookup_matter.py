"""One matter on a terminal: is it ours, what ends when, who stands in it, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.bulletin.kinds_in_words import kind_in_words
from monitor.cases.states import CONFIRMED
from monitor.cli.common import Session
from monitor.cli.rule_words import exception_in_words
from monitor.cli.tables import Column, Styled
from monitor.model import OUR_RIGHTS, SubjectKind

_EVENTS = 8  # the latest ones are shown
_PARTIES = 6  # of one role

Json = Mapping[str, Any]


def show_matter(session: Session, m: Json, searched: Json) -> None:
    """The answer in the first lines, then the case."""
    t = session.texts
    session.told(m["title"], "strong")
    for line, style in ours(session, m, searched):
        session.told(line, style)
    soonest = m["deadlines"][0] if m["deadlines"] else None
    if soonest is not None:
        session.told(next_deadline(session, soonest), urgency(soonest["days_left"]))
    elif not m["awaited"]:
        session.told(t("answer.say.no_deadline"))
    for a in m["awaited"]:
        session.told(t("answer.say.awaited", title=a["title"], short=a["short"]))
    open_ = [h["id"] for h in m["hits"]]
    if open_:
        session.told(t("answer.say.open_hit", id=" / ".join(map(str, open_))))
    session.line("")
    _deadlines(session, m)
    _case(session, m)
    _parties(session, m["parties"])
    _events(session, m["events"])
    _advice(session, m)


def ours(session: Session, m: Json, searched: Json) -> list[tuple[str, str]]:
    """Whether it is ours, and as what; that it is not, only of names that were compared."""
    t = session.texts
    said = []
    counting = [h for h in m["hits"] if not h["set_aside"]]
    for h in counting:
        said.append((ours_line(session, h), "bad" if h["risk"] == "high" else "warn"))
        if h["exception"]:
            said.append(
                (t("answer.say.exception", id=h["id"], said=exception_in_words(session, h["exception"])), "warn")
            )
    if aside := [f"#{h['id']}" for h in m["hits"] if h["set_aside"]]:
        said.append((t("answer.say.set_aside", ids=session.joined(aside)), ""))
    if not searched["names"]:
        said.append((t("answer.say.no_list"), "warn"))
    elif not counting:
        said.append((t("answer.say.not_ours", texts=m["texts"], names=searched["names"]), ""))
    if searched["rematch_owed"]:
        said.append((t("answer.say.not_ours_list_changed"), "warn"))
    for fact in ("geo_ordered", "geo_requested"):  # binds whoever is named nowhere
        if m["facts"].get(fact):
            said.append((t(f"answer.say.{fact}"), "warn"))
            break
    if m["facts"].get("ever_schedule_a"):
        said.append((t("answer.say.not_ours_schedule_a"), ""))
    return said


def ours_line(session: Session, h: Json) -> str:
    """Ours where a person said so or it is our own right; else perhaps."""
    t = session.texts
    key = "own_right" if h["kind"] in OUR_RIGHTS else "ours" if h["state"] in CONFIRMED else "perhaps_ours"
    said = {
        "subject": h["watched"],
        "kind": kind_in_words(h["kind"], h["state"], t),
        "state": t(f"word.state.{h['state']}"),
    }
    line = t(f"answer.say.{key}", **said, risk=t(f"answer.risk.{h['risk']}"))
    unlisted = h["subject"]["kind"] == SubjectKind.FIRM
    return t("answer.say.unlisted", line=line) if unlisted else line


def how_sure(session: Session, d: Json) -> str:
    """How sure a day is; an estimate is told with its day: 最早可能12月7日，以实际送达日为准."""
    return str(d["day"]) if d["certainty"] == "unknown" else session.texts(f"word.certainty.{d['certainty']}")


def next_deadline(session: Session, d: Json) -> str:
    t = session.texts
    return t(
        "answer.say.next_deadline",
        date=d["date"],
        left=left(session, d["days_left"]),
        certainty=how_sure(session, d),
        what=d["what"],
    )


def left(session: Session, days: int) -> str:
    if days < 0:
        return session.texts("answer.left.passed", days=-days)
    return session.texts("answer.left.days", days=days) if days else session.texts("answer.left.today")


def urgency(days: int) -> str:
    return "bad" if 0 <= days <= 14 else "warn" if 0 <= days <= 30 else ""


def _deadlines(session: Session, m: Json) -> None:
    t = session.texts
    if (m["deadlines"] or m["passed"]) and not m["ours"]:
        session.told(t("answer.say.position", position=t(f"answer.position.{m['position']}")))
    for part in ("deadlines", "passed"):
        if m[part]:
            _clocks(session, part, m[part])


def _clocks(session: Session, part: str, rows: Sequence[Json]) -> None:
    t = session.texts
    session.table(
        [
            Column(t("answer.column.date"), whole=True),
            Column(t("answer.column.left"), whole=True),
            Column(t("answer.column.what")),
            Column(t("answer.column.certainty"), below=2, mute=True),
            Column(t("answer.column.basis"), below=1),
        ],
        [
            [
                d["date"],
                Styled(left(session, d["days_left"]), urgency(d["days_left"])),
                d["what"],
                how_sure(session, d),
                d["basis"],
            ]
            for d in rows
        ],
        title=t(f"answer.title.{part}"),
    )


def _case(session: Session, m: Json) -> None:
    from monitor.bulletin.places import matter_number

    t = session.texts
    keys = [n for k in m["keys"] if (n := matter_number(k)) and n != m["number"] and ":pacer-" not in k]
    rows = [
        ("number", m["number"] or m["matter"]),
        ("keys", session.joined(dict.fromkeys(keys))),
        ("forum", m["forum"]),
        ("category", t(f"word.category.{m['category']}")),
        ("stage", m["stage"]["name"] if m["stage"] else ""),
        ("sources", ", ".join(m["sources"])),
        ("official", m["url"]),
    ]
    session.facts((t(f"answer.field.{name}"), value) for name, value in rows if value)
    if m["stated"]:
        said = ((s["title"], "\n".join(filter(None, (s["value"], s.get("original", ""))))) for s in m["stated"])
        session.facts(said, t("answer.title.stated"))


def _parties(session: Session, parties: Sequence[Json]) -> None:
    t = session.texts
    by_role: dict[str, list[str]] = {}
    for p in parties:
        by_role.setdefault(p["role"], []).append(p["text"])
    rows = []
    for role, names in by_role.items():
        said = session.joined(names[:_PARTIES])
        more = t("answer.say.more_parties", said=said, count=len(names)) if len(names) > _PARTIES else said
        rows.append((t(f"word.role.{role}"), more))
    if rows:
        session.facts(rows, t("answer.title.parties"))


def _events(session: Session, events: Sequence[Json]) -> None:
    from monitor.assess.stated import printed

    t = session.texts
    if not events:
        return
    shown = events[-_EVENTS:]
    session.table(
        [Column(t("answer.column.date"), whole=True), t("answer.column.event"), t("answer.column.title")],
        [
            [
                e["date"] + ("" if e["certain"] else " ?"),
                e["words"],
                "\n".join(filter(None, (e["original"], printed(e["says"], e["parties"], t)))),
            ]
            for e in shown
        ],
        title=t("answer.title.events"),
    )
    if len(events) > len(shown):
        session.told(t("answer.say.more_events", count=len(events) - len(shown)))


def _advice(session: Session, m: Json) -> None:
    """As `hit show` says it, for the matter's stage."""
    t = session.texts
    gap = t("bulletin.text.sentence_gap")
    steps = [f"{n}. {step}" for n, step in enumerate(m["first_steps"], start=1)]
    rows = [
        ("first_steps", "\n".join(steps) or t("bulletin.entry.watch_only")),
        ("if_silent", m["consequence"]),
        ("avoid", gap.join(m["avoid"])),
        ("basis", m["advice_basis"]),
        ("advice_reviewed", m["advice_reviewed"] or t("bulletin.entry.advice_unreviewed")),
    ]
    stage = t("bulletin.entry.at_stage", stage=m["stage"]["name"]) if m["stage"] else ""
    session.facts(
        ((t(f"bulletin.entry.{name}"), value) for name, value in rows if value), t("answer.title.advice") + stage
    )
