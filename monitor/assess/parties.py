"""Which acts of a matter concern the party that a hit is about: of forty defendants one was served, another dismissed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import Enum

from monitor.legal_forms import Use, latin_words
from monitor.matching.normalise import fold, key
from monitor.model import HitKind, Match, Mention
from monitor.model.facts import is_day
from monitor.model.filings import filing_of, is_label, says_how
from monitor.store import EventRow

_PARTY_KINDS = frozenset({HitKind.RESPONDENT, HitKind.DEFENDANT, HitKind.PARTY})
"""Who is proceeded against, and whose side is not known. The acts of a matter all concern him who began it."""
_NUMBERS_ONLY = re.compile(r"(?:defendants?|respondents?|does?|nos?|numbers?|and|through|to|\W|\d)+", re.IGNORECASE)
"""Parties by their number in a list that is not the act's: "Defendant Nos. 12 and 45", "Doe 7"."""
_WORD = re.compile(r"\w+")
_SERVICES = frozenset({"served", "waiver_sent", "waiver_returned", "party_added"})
"""Acts that start a time to answer. What one prints is a day that may be ours; any other act may move a day that is not."""
_SHORT = 4
"""Letters a name must have to be looked for inside a longer one."""


class Concerns(Enum):
    """Whether an act concerns a party. POSSIBLY: a longer or shorter form of its name, or numbers nobody can read here."""

    YES = "yes"
    POSSIBLY = "possibly"
    NO = "no"


def of_party(kind: HitKind, names: Collection[str], events: Iterable[EventRow]) -> list[EventRow]:
    """The events as they concern a hit of this kind on a party of these names, in their order.

    An act that names other parties only falls out, and so does one of all others that surely spares the party. One that
    surely names the party is wholly about it: what it ends is ended for that party, and an answer is the party's own. One
    that may mean another party ends nothing, moves no day, and is told as one that names nobody."""
    events = list(events)
    if kind not in _PARTY_KINDS:
        return events
    kept = []
    for event in events:
        if (spared := _spared(event)) and concerns(spared, names) is Concerns.YES:
            continue
        concerned = concerns(event.parties, names)
        if concerned is Concerns.YES and event.parties and event.whole is not True:
            kept.append(replace(event, whole=True))
        elif concerned is Concerns.POSSIBLY:
            kept.append(replace(event, says=_for_others(event), parties=(), whole=False))
        elif concerned is Concerns.YES:
            kept.append(event)
    return kept


def _spared(event: EventRow) -> tuple[str, ...]:
    """Whom an act of all others leaves out, by the names its reader found."""
    spared = event.says.get("spared")
    return tuple(str(name) for name in spared) if isinstance(spared, list | tuple) else ()


def told_in_full(events: Iterable[EventRow]) -> list[EventRow]:
    """The events without those that only said that something was ruled, where the same filing was read and says how."""
    events = list(events)
    read = {filing_of(e.ident) for e in events if says_how(e.code)}
    return [e for e in events if not (is_label(e.code) and filing_of(e.ident) in read)]


def concerns(parties: Sequence[str], names: Collection[str]) -> Concerns:
    """Whether an act that names `parties` concerns the party with these `names`. One that names nobody concerns all."""
    if not parties:
        return Concerns.YES
    ours = {form for name in names for form in _forms(name)}
    found = Concerns.NO
    for party in parties:
        theirs = _forms(party)
        if ours & theirs:
            return Concerns.YES
        if not theirs or any(_inside(a, b) or _inside(b, a) for a in ours for b in theirs):
            found = Concerns.POSSIBLY
    return found


def names_of_party(text: str, match: Match, mentions: Iterable[Mention]) -> frozenset[str]:
    """The names under which a hit's party stands in the record: the text itself, and the aliases printed beside it."""
    names = {text, match.span_text}
    for mention in mentions:
        if text in (mention.text, *mention.aliases):
            names |= {mention.text, *mention.aliases}
    return frozenset(names - {""})


def _forms(name: str) -> set[str]:
    """A name folded, with and without its legal form; none where it is a number in a list."""
    if _NUMBERS_ONLY.fullmatch(name.strip()):
        return set()
    words = _WORD.findall(fold(name))
    core = list(words)
    while core and core[-1] in latin_words(Use.COMMA):
        core.pop()
    return {key(form) for form in (name, " ".join(core or words)) if key(form)}


def _inside(short: str, long: str) -> bool:
    return len(short) >= _SHORT and short in long


def of_anybody(events: Iterable[EventRow]) -> list[EventRow]:
    """The events as they stand for a party nobody has named yet, in their order. An act that names parties, or spares some,
    may mean another one: it ends nothing and moves no day."""
    return [replace(e, says=_for_others(e), parties=(), whole=False) if e.parties or _spared(e) else e for e in events]


def _for_others(event: EventRow) -> dict[str, object]:
    """What an act says as far as it can hold for a party it may not mean."""
    return {n: v for n, v in event.says.items() if event.code in _SERVICES or not is_day(n)}
