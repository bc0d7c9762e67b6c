"""A pasted letter: everything recognised in it looked up in one pass, the gravest first. Nothing of the letter is kept."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.errors import UsageError
from monitor.lookup.answer import Json, answer_to, rests_on
from monitor.lookup.desk import Desk
from monitor.lookup.letters import Letter
from monitor.lookup.numbers import numbers_in
from monitor.lookup.pasted import MOST, As, Thing, things_in, words_of_mail
from monitor.lookup.told import NEVER, RISKS, in_order, nearest
from monitor.matching import build_matcher
from monitor.model import WatchedName

_NO_NAME = frozenset({As.NUMBER, As.LISTED, As.JUDGE, As.CASE, As.MAIL})
"""What is not looked for as a name of somebody."""

OUTCOMES = ("hit", "stored", "named", "listed", "not_stored", "unknown")
"""What became of a thing, the gravest first. hit: a lead rests on it. stored: the matter is stored, and no lead. named: it stands in
stored matters. listed: on the list, and nowhere found. not_stored: a number that is read, and not stored. unknown: neither on
the list nor stored."""


def answered_letter(desk: Desk, letter: Letter, origin: str) -> Json:
    """The answer as `monitor lookup --paste --json` prints it. `origin`: the name of the file, "-" for standard input. Raises
    UsageError where the letter holds no text, or nothing that could be looked up."""
    if not letter.text.strip():
        raise UsageError("answer.errors.empty_paste" if origin == "-" else "answer.errors.empty_file", file=origin)
    matcher = build_matcher(desk.names) if desk.names else None
    things = things_in(letter.text, matcher, numbers_in)
    if not things:
        raise UsageError("answer.errors.nothing_recognised")
    by_id = {w.id: w for w in desk.names}
    answers = [_answer(desk, thing, by_id) for thing in things[:MOST]]
    told = [_thing_json(desk, thing, answer) for thing, answer in zip(things, answers, strict=False)]
    order = sorted(range(len(told)), key=lambda n: _gravity(told[n]))
    return {
        "pasted": {
            "from": origin,
            "lines": letter.text.count("\n") + 1,
            "characters": len(letter.text),
            "cut": letter.cut,
            "attachments_unread": list(letter.left),
            "things": [{**told[n], "answer": place} for place, n in enumerate(order)],
            "not_asked": [{"text": t.text, "line": t.line} for t in things[MOST:]],
        },
        "answers": [answers[n] for n in order],
        "demo": desk.demo,
        **rests_on(desk, answers),
    }


def _answer(desk: Desk, thing: Thing, by_id: Mapping[str, WatchedName]) -> Json:
    if thing.kind is As.MAIL:
        return answer_to(desk, words_of_mail(thing.text), (), by_name=False)
    return answer_to(
        desk,
        thing.text,
        thing.readings,
        by_name=thing.kind not in _NO_NAME,
        by_words=thing.kind is not As.LISTED,
        as_phrase=thing.kind is not As.NUMBER,  # a judge is not another one who has his first name
        watched=by_id.get(thing.watched),
    )


def _thing_json(desk: Desk, thing: Thing, answer: Json) -> Json:
    hits = _hits_of(answer)
    outcome = _outcome(thing, answer, hits)
    first = hits[0] if hits else None
    return {
        "as": thing.kind.value,
        "as_name": desk.texts(f"answer.as.{thing.kind.value}"),
        "text": thing.text,
        "line": thing.line,
        "column": thing.column,
        "times": thing.times,
        "outcome": outcome,
        "watched": answer["watched"],
        "hits": [h["id"] for h in hits],
        "risk": first["risk"] if first else None,
        "kind": first["kind"] if first else None,
        "subject": first["watched"] if first else None,
        "matters": _matters_of(answer),
        "deadline": _next_of(hits) or _next_of(answer["matters"]),
        "score": round(thing.match.score, 4) if thing.match else None,
    }


def _hits_of(answer: Json) -> list[Json]:
    """The leads that rest on a thing, the gravest first; of what merely stands in a matter of words, none."""
    hits = [h for m in answer["matters"] for h in m["hits"]]
    if answer["firm"]:
        hits += [h for part in ("attacked", "suits", "squats", "rights", "others") for h in answer["firm"][part]]
    return sorted((h for h in {h["id"]: h for h in hits}.values() if not h["set_aside"]), key=in_order)


def _matters_of(answer: Json) -> list[str]:
    found = [m["matter"] for m in answer["matters"]]
    found += [h["matter"] for h in _hits_of(answer)]
    found += [f["matter"] for f in (*answer["found"], *answer["told_under"])]
    found += [u["matter"] for u in answer["unlisted"]]
    found += [f["matter"] for f in answer["words"]["found"]] if answer["words"] else []
    return list(dict.fromkeys(found))


def _next_of(those: list[Json]) -> Json | None:
    rows = [d for one in those for d in one["deadlines"]]
    return min(rows, key=lambda d: (nearest([d]), d["date"]), default=None)


def _outcome(thing: Thing, answer: Json, hits: list[Json]) -> str:
    if hits or answer["unlisted"]:
        return "hit"
    if answer["matters"]:
        return "stored"
    if _matters_of(answer):
        return "named"
    if answer["watched"]:
        return "listed"
    return "not_stored" if thing.kind is As.NUMBER else "unknown"


def _gravity(thing: Json) -> tuple[int, int, int, int, int]:
    risk = RISKS.index(thing["risk"]) if thing["risk"] else len(RISKS)
    left = nearest([thing["deadline"]]) if thing["deadline"] else NEVER
    return (OUTCOMES.index(thing["outcome"]), risk, left, thing["line"], thing["column"])
