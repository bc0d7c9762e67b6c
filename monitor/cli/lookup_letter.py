"""The answer to a letter on a terminal: one line for each thing found in it, the gravest first; then the details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.cli.common import Session
from monitor.cli.lookup_answer import show_parts, show_rests
from monitor.cli.lookup_matter import left, urgency
from monitor.cli.tables import Column, Styled

Json = Mapping[str, Any]

_STYLE = {"hit": "bad", "stored": "warn"}


_NAMED = 20  # of what was not looked up; --json names all


def _more(letter: Json) -> tuple[str, ...]:
    return ("…",) if len(letter["not_asked"]) > _NAMED else ()


def show_letter(session: Session, data: Json) -> None:
    t = session.texts
    letter = data["pasted"]
    things = letter["things"]
    if data["demo"]:
        session.say("cli.demo_data")
    known = [x for x in things if x["outcome"] != "unknown"]
    unknown = [x for x in things if x["outcome"] == "unknown"]
    found = sum(x["outcome"] == "hit" for x in things)
    session.told(
        t("answer.says.letter", lines=letter["lines"], count=len(things), found=found, unknown=len(unknown)), "strong"
    )
    session.line("")
    if known:
        _things(session, known)
    if unknown:
        session.facts(
            [(f"{x['as_name']} {_place(session, x)}", x["text"]) for x in unknown], t("answer.says.letter_unknown")
        )
    told: set[str] = set()
    for x in known:
        answer = data["answers"][x["answer"]]
        fresh = _without(answer, told)
        if fresh is not None:
            session.told(
                t("answer.says.answer_of", thing=f"{x['as_name']} {x['text']}", line=_place(session, x)), "strong"
            )
            show_parts(session, fresh, data["searched"])
            session.line("")
        told |= {*x["matters"], *(n["id"] for n in answer["firm"]["names"])} if answer["firm"] else set(x["matters"])
    for key, said in (
        ("letter_cut", {"characters": letter["characters"]} if letter["cut"] else None),
        (
            "letter_left",
            {"names": session.joined(letter["attachments_unread"])} if letter["attachments_unread"] else None,
        ),
        (
            "letter_not_asked",
            {
                "count": len(letter["not_asked"]),
                "names": session.joined([*(n["text"] for n in letter["not_asked"][:_NAMED]), *_more(letter)]),
            }
            if letter["not_asked"]
            else None,
        ),
    ):
        if said is not None:
            session.told(t(f"answer.says.{key}", **said), "notice")
    show_rests(session, data)


def _things(session: Session, things: list[Json]) -> None:
    t = session.texts
    session.table(
        [
            Column(t("answer.column.line"), whole=True),
            Column(t("answer.column.thing")),
            Column(t("answer.column.outcome")),
            Column(t("answer.column.next"), whole=True),
            Column(t("answer.column.hit"), whole=True),
        ],
        [
            [
                _place(session, x),
                f"{x['as_name']} {x['text']}",
                Styled(_outcome(session, x), _STYLE.get(x["outcome"], "")),
                _next(session, x),
                session.joined(f"#{i}" for i in x["hits"][:4]) or "—",
            ]
            for x in things
        ],
        title=t("answer.title.things"),
    )


def _outcome(session: Session, x: Json) -> str:
    t = session.texts
    if x["kind"]:
        return f"{x['subject']}{t('cli.list.then')}{t('word.kind.' + x['kind'])}{t('cli.list.then')}{t('answer.risk.' + x['risk'])}"
    return t(f"answer.outcome.{x['outcome']}")


def _next(session: Session, x: Json) -> str:
    d = x["deadline"]
    return Styled(f"{left(session, d['days_left'])}\n{d['date']}", urgency(d["days_left"])) if d else "—"


def _place(session: Session, x: Json) -> str:
    key = "line_times" if x["times"] > 1 else "line"
    return session.texts(f"answer.says.{key}", line=x["line"], times=x["times"])


def _without(answer: Json, told: set[str]) -> Json | None:
    """The answer without what stands above already; None where nothing is left."""
    matters = [m for m in answer["matters"] if m["matter"] not in told]
    found = [f for f in answer["found"] if f["matter"] not in told]
    words = answer["words"]
    if words:
        words = {
            **words,
            "found": [{**f, "told_before": f["told_before"] or f["matter"] in told} for f in words["found"]],
        }
    firm = answer["firm"] if answer["watched"] and answer["watched"] not in told else None
    readings = [
        {**r, "matters": [of for of in r["matters"] if of["matter"] not in told]}
        for r in answer["readings"]
        if r["answer"] != "stored" or any(of["matter"] not in told for of in r["matters"])
    ]
    found_in = [m for m in answer["found_in"] if m["matter"] not in told]
    left_over = readings or found or firm or (words and any(not f["told_before"] for f in words["found"]))
    if not left_over:
        return None
    return {
        **answer,
        "matters": matters,
        "found_in": found_in,
        "found": found,
        "words": words,
        "firm": firm,
        "readings": readings,
        "near": [],
    }
