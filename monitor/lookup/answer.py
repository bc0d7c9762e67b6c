"""One question – a number, a name, words – and everything that is known: the answer of every door.

What a question may be is asked in order: a number by its form, with all its readings; a name of the list, a firm, a mark; words.
A number that is stored is not asked for as a name or a word besides; what was asked for how stands in the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.errors import UsageError
from monitor.lookup.by_name import NOT_ASKED, name_json
from monitor.lookup.by_word import PER_PAGE, words_json
from monitor.lookup.desk import Desk
from monitor.lookup.names import kind_of, matters_to_judge
from monitor.lookup.numbers import Reading, readings_of
from monitor.lookup.readings_told import reading_json, stored_under
from monitor.lookup.suggest import is_only_a_form, looks_like_a_number, near_names
from monitor.lookup.told import told
from monitor.matching.normalise import squash
from monitor.model import Band, State, WatchedKind, WatchedName
from monitor.store import MatterRow

LONGEST = 300  # characters of a question
WAYS = ("number", "name", "words")
_SHORT_NUMBER = 5  # digits up to which a bare number may be a mark as well

Json = dict[str, Any]
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»「」『』', " "))


MOST_JUDGED = 5000
"""Matters that are compared with a name nobody watches, one by one. What stands in more of them is a word and no name: words are
asked for alone, and the answer says so."""


def checked(text: str) -> str:
    """The question without what stands around it. Raises UsageError, with what to type instead, where it is none."""
    asked = " ".join(text.split())
    if len(asked) > LONGEST:
        raise UsageError("answer.errors.too_long", size=len(asked), most=LONGEST)
    if len(squash(asked)) < 2 and not readings_of(asked):  # "#8" is the number of a lead
        raise UsageError("errors.name_too_short", name=asked)
    if is_only_a_form(asked):
        raise UsageError("answer.errors.only_a_form", text=asked)
    return asked


def answered(desk: Desk, question: str, *, page: int = 1) -> Json:
    """The answer as `monitor lookup --json` prints it (docs/lookup.md). Raises UsageError for a question that is none, and for
    something like a number that is read in no known way and stands nowhere."""
    asked = checked(question)
    readings = readings_of(asked)
    by_name = not readings or _may_be_a_mark(asked) or desk.on_the_list(asked) is not None
    answer = answer_to(desk, asked, readings, by_name=by_name, page=page)
    nothing = is_nothing(answer)
    whole = answer["words"] is None or answer["words"]["indexed"]  # else the answer says that the index is not complete
    if nothing and whole and not readings and looks_like_a_number(asked):
        raise UsageError("answer.errors.unknown_number", text=asked)
    near = [] if readings or answer["watched"] else near_names(desk.names, asked)
    answer["suggested"] = [_suggested(desk, w) for w in near]
    return {**answer, **rests_on(desk, [answer])}


def answer_to(
    desk: Desk,
    asked: str,
    readings: Sequence[Reading],
    *,
    by_name: bool,
    by_words: bool = True,
    as_phrase: bool = False,
    watched: WatchedName | None = None,
    page: int = 1,
) -> Json:
    """What is known of a question that is read in these ways. Words are not asked for where a number is stored; `watched`: the
    name of the list that is meant, where that is known; `as_phrase`: its words count where they follow each other."""
    stored = [stored_under(desk.store, reading) for reading in readings]
    matters = each_once(matter for of in stored for matter, _ in of)
    watched = watched or desk.on_the_list(asked)
    word = by_name and by_words and not watched and kind_of(asked) is not WatchedKind.COMPANY
    common = matters_to_judge(desk.store, asked) if word else 0
    by_name &= common <= MOST_JUDGED
    name = name_json(desk, asked) if by_name else {"name": asked, **NOT_ASKED}
    found_in = _found_in(desk, name) if not watched else []
    words = None
    if by_words and not matters:
        typed = f'"{asked.translate(_QUOTES)}"' if as_phrase else asked
        words = words_json(desk, typed, page, {f["matter"] for f in (*name["found"], *name["told_under"])})
    ways = {"number": bool(readings), "name": by_name, "words": words is not None and not words["why_not"]}
    sources = desk.searched["sources"]
    return {
        **name,
        "question": asked,
        "demo": desk.demo,
        "watched": watched.id if watched else None,
        "readings": [reading_json(r, of, sources, desk.texts) for r, of in zip(readings, stored, strict=True)],
        "matters": told(desk.store, matters, desk.now, desk.texts, demo=desk.demo),
        "found_in": found_in,
        "firm": _overview(desk, watched) if watched else None,
        "words": words,
        "suggested": [],
        "too_common": common if common > MOST_JUDGED else 0,
        "asked_as": [way for way, was in ways.items() if was],
    }


def is_nothing(answer: Mapping[str, Any]) -> bool:
    """Whether nothing at all was found, and the name is not on the list either."""
    words = answer["words"]
    found = answer["matters"] or answer["watched"] or answer["found"] or answer["told_under"] or answer["unlisted"]
    return not (found or (words and words["total"]))


def rests_on(desk: Desk, answers: Sequence[Mapping[str, Any]]) -> Json:
    """What was searched, in which ways, and what of the finds is not shown; and the coverage of the last seven days."""
    every = desk.searched
    ways = [way for way in WAYS if any(way in answer["asked_as"] for answer in answers)]
    suppressed: dict[str, int] = {}
    for answer in answers:
        for what, count in _suppressed(answer).items():
            suppressed[what] = suppressed.get(what, 0) + count
    coverage = ("source", "title", "complete", "last_ok", "gap_from", "not_read", "message")
    return {
        "searched": {
            **every,
            "ways": [{"way": way, "fields": desk.texts(f"answer.fields.{way}")} for way in ways],
            "suppressed": suppressed,
        },
        "coverage": [{name: s[name] for name in coverage} for s in every["sources"]],
    }


def _may_be_a_mark(asked: str) -> bool:
    """ "1573" is a mark as well as a number; "#8" is none."""
    bare = squash(asked)
    return "#" not in asked and bare.isdigit() and len(bare) <= _SHORT_NUMBER


def each_once(matters: Iterable[MatterRow]) -> list[MatterRow]:
    return list({m.id: m for m in matters}.values())


def _found_in(desk: Desk, name: Mapping[str, Any]) -> list[Json]:
    """The first matters a name that is not on the list was found in, in full, the surest finds first: they may be ours by
    another name, however weak this one is."""
    surest = sorted(name["found"], key=lambda f: f["band"] == Band.DIGEST and not f["own_filing"])
    keys = list(dict.fromkeys(f["matter"] for f in surest))[:PER_PAGE]
    rows = (desk.store.matters.get(key) for key in keys)
    return told(desk.store, [r for r in rows if r is not None], desk.now, desk.texts, demo=desk.demo)


def _suggested(desk: Desk, watched: WatchedName) -> Json:
    """A name that was perhaps meant, with what is stored under it: "nothing found" must not stand where it has leads."""
    firm = _overview(desk, watched)
    return {
        "id": watched.id,
        "name": watched.name,
        "kind": watched.kind.value,
        "hits": firm["counts"]["hits"],
        "deadline": firm["deadlines"][0] if firm["deadlines"] else None,
    }


def _overview(desk: Desk, watched: WatchedName) -> Json:
    from monitor.assess.rematch import confirmed_in
    from monitor.assess.scoring import families_of
    from monitor.lookup.firm import family_of, overview

    families = families_of(desk.names, confirmed_in(desk.store))
    family = family_of(desk.names, watched, families)
    return overview(desk.store, family, desk.now, desk.texts, demo=desk.demo)


def _suppressed(answer: Mapping[str, Any]) -> dict[str, int]:
    """What was found and is not told with the rest, by why."""
    found = [*answer["found"], *answer["told_under"]]
    hits = [h for m in answer["matters"] for h in m["hits"]]
    firm, words = answer["firm"], answer["words"]
    if firm:
        hits += [h for part in ("attacked", "suits", "squats", "rights", "others") for h in firm[part]]
    by_id = {h["id"]: h for h in hits}
    return {
        "other_pages": words["total"] - len(words["found"]) if words else 0,
        "told_before": sum(f["told_before"] for f in words["found"]) if words else 0,
        "own_filings": len({f["matter"] for f in found if f["own_filing"]}),
        "folded": len(found) - len({(f["matter"], f["role"], f["text"]) for f in found}),
        "below_band": len(answer["near"]),
        "set_aside": (firm["counts"]["set_aside"] if firm else 0) + sum(h["set_aside"] for h in by_id.values()),
        "closed": sum(h["state"] in (State.CLOSED, State.HANDED_OVER) for h in by_id.values()),
    }
