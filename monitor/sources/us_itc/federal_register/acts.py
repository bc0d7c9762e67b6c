"""What a notice after institution does to single parties, from its running text: whom it adds, drops, finds in default,
ends the case against, hits with an order.

A sentence says what is done (`ANCHORS`) and, beside those words, to whom: a list of names, a term the notice defined
for one or several of them, or words that stand for all. A name is read only there. Where a sentence does something to
parties that cannot be read, the passage is kept as residue, and nobody is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from monitor.sources.us_itc.federal_register.act_parties import (
    LONGEST_LIST,
    Known,
    collect_terms,
    complainants_of,
    fold,
    last_noun,
    listed,
    stand_for,
    subjects,
)
from monitor.sources.us_itc.federal_register.act_words import (
    ALL_EXCEPT,
    ANCHORS,
    ASKED,
    GRANTED,
    LIST_ENDS,
    NAMED,
    NOT_SO,
    OF_CLAIMS,
    RECALLED,
    RESPONDENT_BESIDE,
    STARTS_A_SENTENCE,
    STILL_IN,
    Anchor,
)
from monitor.sources.us_itc.party import FIRM_INSIDE, Party, is_abbreviation
from monitor.sources.us_itc.terms import DATE, us_date

PER_PARTY = frozenset(
    {
        "found_in_default",
        "termination_partial",
        "exclusion_order_limited",
        "cease_and_desist",
        "consent_order",
        "party_added",
        "show_cause",
    }
)
"""Codes of acts that concern the parties they name, and no other."""
_DATE = re.compile(DATE)
_MOST_ACTS = 12  # of one kind in one sentence


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to some parties. `code` is that of the event; `parties` are their names and aliases as printed,
    () where the notice does not say whom. `recalled`: an earlier act the notice only tells of, `on` that day where it says
    one."""

    code: str
    parties: tuple[str, ...]
    text: str
    recalled: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """`respondents` are those who are or were it, `proposed` those a motion asks to make it."""

    respondents: tuple[Party, ...] = ()
    proposed: tuple[Party, ...] = ()
    complainants: tuple[Party, ...] = ()
    acts: tuple[Act, ...] = ()
    residue: tuple[str, ...] = ()

    def of(self, code: str) -> tuple[str, ...]:
        """The parties a notice that tells of this code tells it of: those of its own acts, without any those it recalls;
        () where it names none."""
        for recalled in (False, True):
            named = (p for act in self.acts if act.code == code and act.recalled is recalled for p in act.parties)
            if parties := tuple(dict.fromkeys(named)):
                return parties
        return ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells. `keys` is None where the parties cannot be read at all; `words` are those read; `left` what of
    the list could not be read; `state`: it says what they are, not what is done."""

    code: str
    keys: tuple[str, ...] | None
    words: str
    state: bool = False
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A telling with its sentence. `incomplete`: the list of its parties was not read to its end."""

    code: str
    keys: tuple[str, ...]
    sentence: str
    recalled: bool
    on: date | None
    incomplete: bool


def read_acts(body: str, title: str = "") -> Acts:
    """The parties and acts of a notice's running text (from SUMMARY on). `title` helps to tell what was granted."""
    known = Known()
    sentences = list(_sentences(body.replace("..", ".")))
    granted = bool(
        re.search(r"\bgrant\w*[^.;]{0,200}\b(?:amend|add|join|substitut)", f"{title}. {body}", re.IGNORECASE)
        and not re.search(
            r"\bden(?:y|ying|ied)[^.;]{0,200}\b(?:amend|add|join|substitut)", f"{title}. {body}", re.IGNORECASE
        )
    )
    complainants = complainants_of(sentences)
    named: dict[str, None] = {}
    proposed: dict[str, None] = {}
    found: list[_Found] = []
    residue: dict[str, None] = {}
    # Definitions first: a term may be used in the summary and defined below it.
    for sentence in sentences:
        for m in NAMED.finditer(sentence):
            named.update(dict.fromkeys(listed(sentence[m.end() :][:LONGEST_LIST], known).keys))
    for sentence in (*sentences, *sentences):
        for m in islice(RESPONDENT_BESIDE.finditer(sentence), 4 * _MOST_ACTS):
            keys = listed(sentence[m.end() :][:LONGEST_LIST], known).keys
            if not _is_added(sentence):
                named.update(dict.fromkeys(keys))
        collect_terms(sentence, known)
    at_first = tuple(named)
    in_default: dict[str, None] = {}
    for _ in range(2):  # "the defaulting respondents" may be named by a later sentence
        found.clear()
        residue.clear()
        for sentence in sentences:
            for told in _acts_of(sentence, known, at_first, tuple(in_default)):
                keys = told.keys or ()
                missed = told.words if told.keys is None else told.left
                if FIRM_INSIDE.search(missed):
                    residue[missed] = None
                if told.code == "party_added":
                    asked = bool(ASKED.search(sentence)) and not GRANTED.search(sentence) and not granted
                    (proposed if asked else named).update(dict.fromkeys(keys))
                    if asked:
                        continue
                else:
                    named.update(dict.fromkeys(keys))
                if told.code == "found_in_default":
                    in_default.update(dict.fromkeys(keys))
                recalled = told.state or told.code == "show_cause" or _is_recalled(sentence)
                on = _day_of(sentence, first=told.code == "show_cause") if recalled and not told.state else None
                found.append(_Found(told.code, keys, sentence, recalled, on, bool(told.left)))
    names = {fold(p.name) for p in complainants}
    respondents = tuple(known.parties[k] for k in named if k not in names)
    return Acts(
        respondents,
        tuple(known.parties[k] for k in proposed if k not in named),
        complainants,
        tuple(_folded(found, known)),
        tuple(residue),
    )


def _folded(found: Iterable[_Found], known: Known) -> Iterator[Act]:
    """One act per code and day: a notice says the same thing in its summary and below. A recalled act of parties it does
    not name is none, and so is one that the notice itself does again to the same."""
    acts: dict[tuple[str, bool, date | None], tuple[dict[str, None], str]] = {}
    unsure: set[str] = set()  # codes of own acts that concern more than could be read: then nobody is left out
    for one in found:
        if one.incomplete and not one.recalled:
            unsure.add(one.code)
        if one.recalled and not one.keys:
            continue
        parties, _ = acts.setdefault((one.code, one.recalled, one.on), ({}, one.sentence))
        for key in one.keys:
            party = known.parties[key]
            parties.update(dict.fromkeys((party.name, *party.aliases)))
    told: dict[str, set[str]] = {}
    for (code, recalled, on), (parties, sentence) in sorted(acts.items(), key=lambda a: (a[0][1], a[0][2] is None)):
        before = told.setdefault(code, set())
        left = [p for p in parties if not recalled or p not in before]
        before.update(parties)
        if left or not parties:
            yield Act(code, () if code in unsure and not recalled else tuple(left), sentence[:500], recalled, on)


def _is_recalled(sentence: str) -> bool:
    """Whether a sentence tells of an earlier act: not where the Commission says in it what it does now."""
    if re.search(r"\bunreviewed\b|\bnot\s+reviewed\b|\bComm(?:'n|ission)\s+Notice\s*\(", sentence):
        return True
    now = re.search(r"\bhereby\b|\b(?:has|have)\s+(?:also\s+|further\s+|now\s+)?(?:determined|issued)\b", sentence)
    return bool(RECALLED.search(sentence)) and not now


def _day_of(sentence: str, first: bool) -> date | None:
    """The last day a sentence names, that of the notice by which an order became final; the `first`, where the order also
    sets a day ("On May 1, 2026, … to show cause by May 15, 2026")."""
    days = [d for m in _DATE.finditer(sentence) if (d := us_date(m[0]))]
    return (days[0] if first else days[-1]) if days else None


def _is_added(sentence: str) -> bool:
    return any(a.code == "party_added" and a.shape.search(sentence) for a in ANCHORS)


def _acts_of(sentence: str, known: Known, named: Sequence[str], in_default: Sequence[str]) -> Iterator[_Told]:
    """What one sentence tells."""
    for term, keys in known.terms.items():
        is_of_default = re.search(r"\bdefault", term) and not re.search(r"non-?default", term)
        if len(keys) > 1 and is_of_default and term in sentence.casefold():
            yield _Told("found_in_default", keys, term, state=True)
    for anchor in ANCHORS:
        for m in islice(anchor.shape.finditer(sentence), _MOST_ACTS):
            behind = anchor.side == "behind"
            reach = 200 if behind else LONGEST_LIST
            clause = sentence[max(0, m.start() - reach) : m.end()]
            if anchor.code != "show_cause" and NOT_SO.search(clause):
                continue
            if anchor.code == "termination_partial" and STILL_IN.search(clause):
                continue
            yield from (
                _behind(anchor, sentence[m.end() :][:LONGEST_LIST], known, named, in_default)
                if behind
                else _before(anchor, sentence[: m.start()][-LONGEST_LIST:], known, named, in_default)
            )


def _behind(
    anchor: Anchor, text: str, known: Known, named: Sequence[str], in_default: Sequence[str]
) -> Iterator[_Told]:
    """The parties that stand behind the words of an act."""
    names = listed(text, known)
    if names.keys:
        but = re.match(r"\s*,?\s*(?:except(?:\s+for)?|other\s+than)\s+", text[len(names.words) :])
        left_out = listed(text[len(names.words) + but.end() :], known).keys if but else ()
        keys = tuple(k for k in names.keys if k not in left_out)
        if anchor.code == "termination_partial" and OF_CLAIMS.match(text[len(names.words) :]):
            return
        yield _Told(anchor.code, keys, names.words, anchor.state, names.left)
        return
    stands_for = stand_for(text, known, named, in_default)
    if stands_for is not None:
        yield _Told(anchor.code, stands_for, text[:300], anchor.state)
    elif FIRM_INSIDE.search(head := LIST_ENDS.split(f"{text} ", maxsplit=1)[0][:600]):
        yield _Told(anchor.code, None, head, anchor.state)


def _before(
    anchor: Anchor, before: str, known: Known, named: Sequence[str], in_default: Sequence[str]
) -> Iterator[_Told]:
    """The parties that stand before the words of an act, as their subject."""
    if re.search(r"(?:investigation|proceeding|ID|it)$", before.strip()):
        return
    words = before[-300:]
    if but := list(ALL_EXCEPT.finditer(before[-1000:])):
        # "All respondents except Foo": whoever stands there is the one it is not done to.
        text = before[-1000:][but[-1].start() :]
        text = text[:1].lower() + text[1:]
        yield _Told(anchor.code, stand_for(text, known, named, in_default), text, anchor.state)
        return
    if keys := subjects(before, known):
        yield _Told(anchor.code, keys, words)
    elif (stands_for := stand_for(last_noun(before), known, named, in_default)) is not None:
        yield _Told(anchor.code, stands_for, words)
    elif anchor.code == "found_in_default" and FIRM_INSIDE.search(words):
        yield _Told(anchor.code, None, words)


def _sentences(body: str) -> Iterator[str]:
    """Sentences of running text; a full stop of an abbreviation ends none, unless a word follows that begins one."""
    start = 0
    for m in re.finditer(r"[.!?]\s+(?=[A-Z\"“(\[])(?!(?:Order\s+No|See\b|Id\.|Comm'n|EDIS|\())", body):
        before, behind = body[start : m.start()], body[m.end() :]
        if before.count("(") > before.count(")"):
            continue
        month = re.search(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fed|Reg|Inv|al|v|Id|e\.g|i\.e)$", before)
        if (is_abbreviation(before) and not STARTS_A_SENTENCE.match(behind)) or month:
            continue
        yield body[start : m.end()].strip()
        start = m.end()
    if tail := body[start:].strip():
        yield tail
