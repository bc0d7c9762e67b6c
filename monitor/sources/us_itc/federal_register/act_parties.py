"""Whom a sentence of a notice names: lists of names, terms the notice defined, words that stand for several.

A name is read only where a list of parties stands; what is no name ends the list and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.sources.us_itc.federal_register.act_words import (
    ALL,
    EXCEPT,
    LIST_ENDS,
    NAME,
    NO_NAME,
    ON_BEHALF,
    RESPONDENTS,
    STARTS_A_SENTENCE,
    WHO,
)
from monitor.sources.us_itc.parting import holds_another, parted
from monitor.sources.us_itc.party import (
    COLLECTIVE,
    DEFINED_TERM,
    ENDS_WITH_FORM,
    QUOTED,
    Party,
    UnreadableParties,
    is_abbreviation,
    party_with_place,
)

LONGEST_LIST = 10_000  # characters of a list of parties; a hundred respondents with their places take some 7,000
_LONGEST_SUBJECT = 400  # characters in which the words of a subject are looked for


@dataclass(frozen=True, slots=True)
class Names:
    """The parties a text begins with: their keys, the words they take, and what behind them should be a name and is none."""

    keys: tuple[str, ...] = ()
    words: str = ""
    left: str = ""


@dataclass
class Known:
    """What a notice has told so far of its parties, while it is read."""

    parties: dict[str, Party] = field(default_factory=dict)  # folded name → party
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)  # folded term → folded names

    def add(self, party: Party) -> str:
        """Note a party and what it is called; its key."""
        key = fold(party.name)
        if key not in self.parties and len(self.terms.get(key, ())) == 1:  # "Lanbei" is Linfen Lanbei Foundry Co., Ltd.
            return self.terms[key][0]
        before = self.parties.get(key)
        if before is None or (not before.address and party.address):
            self.parties[key] = party
        for short in (*party.short, party.name, *party.aliases):
            self.terms.setdefault(fold(short), (key,))
        return key

    @property
    def names(self) -> frozenset[str]:
        """Everything one party is called, folded."""
        return frozenset((*self.parties, *(t for t, of in self.terms.items() if len(of) == 1)))


def fold(name: str) -> str:
    """A name or term as it is compared: small letters, without a full stop or comma at its end."""
    return name.strip(" .,").casefold()


def complainants_of(sentences: Iterable[str]) -> tuple[Party, ...]:
    """Whom the complaint was filed for, as the history of the case tells it."""
    for sentence in sentences:
        m = ON_BEHALF.search(sentence)
        if m is None or "complaint" not in sentence[: m.start()].lower():
            continue
        known = Known()
        keys = listed(m["who"].rstrip("."), known).keys
        return tuple(known.parties[k] for k in keys)
    return ()


def collect_terms(sentence: str, known: Known) -> None:
    """Terms for several parties: "A of X and B of Y (collectively, “the Defaulting Respondents”)"."""
    for m in DEFINED_TERM.finditer(sentence):
        if not COLLECTIVE.search(m[0]):
            continue
        before = sentence[: m.start()]
        heads = [
            h.end()
            for h in re.finditer(
                r"\b[Rr]espondents?[,:]?\s+(?=[A-Z\"“])|\b(?:by|against|named|that|to)\s+(?=[A-Z\"“])|:\s+", before
            )
        ]
        for start in reversed(heads):
            names = listed(before[start:], known)
            keys = names.keys
            if keys and len(names.words.strip(" ,;")) >= len(before[start:].strip(" ,;")) - 2:
                for q in QUOTED.finditer(m[0]):
                    known.terms.setdefault(
                        re.sub(r"^the\s+", "", q["term"].strip(), flags=re.IGNORECASE).casefold(), keys
                    )
                break


def listed(text: str, known: Known, strict: bool = False) -> Names:
    """The parties a text begins with. `strict`: only names that are known."""
    lead = re.match(rf"{RESPONDENTS}[,:]?\s+{NAME}", text)
    begin = lead.end() if lead else 0
    rest = text[begin:]
    end = _end_of_list(rest)
    run = re.sub(r"(?<![\s,])[\s,]+(?:and|or)$", "", rest[:end].rstrip(" ,;:"))
    run = run if ENDS_WITH_FORM.search(run) else run.rstrip(" .,;:")
    if not re.match(r"[\"“A-Z0-9(a-z]", run) or not run or len(run) > LONGEST_LIST:
        return Names()
    if not lead and run[:1].islower() and not re.match(r"[a-z]+(?:[A-Z]|\s+\w+\s+(?:inc|llc|co|ltd)\b)", run):
        return Names()
    keys: list[str] = []
    plural = lead is not None and "espondents" in lead[0]
    plural = plural or bool(re.match(r"\s*,?\s+as\s+(?:\w+\s+)*respondents\b|\s+(?:are|were|have)\b", rest[end:]))
    left = ""
    for piece in parted(run, known.names, several=plural and ";" not in run):
        parties = _party(piece, known, strict)
        if parties is None:
            left = piece
            break
        keys += parties
    return Names(tuple(dict.fromkeys(keys)), text[: begin + end], left)


def subjects(before: str, known: Known) -> tuple[str, ...]:
    """The parties a text ends in: those behind its last "respondents", or the known names at its end."""
    before = re.sub(r"(?:\s+(?:both|each|all|also|hereby)|,?\s+(?:which|who)){1,8}$", "", before.rstrip(" ,"))
    heads = list(
        re.finditer(
            r"\b[Rr]espondents?[,:]?\s+(?=[A-Z\"“])|\b(?:that|finding|found|finds|hold(?:ing)?|direct(?:ing|ed)|order(?:ing|ed)|requir(?:ing|ed)|against)\s+(?=[A-Z\"“])",
            before,
        )
    )
    starts = [m.end() for m in heads] + [0]
    for start in sorted(starts, reverse=True):
        text = before[start:]
        if LIST_ENDS.search(f"{DEFINED_TERM.sub('', text)} "):
            continue
        names = listed(text, known, strict=start == 0)
        if names.keys and not names.left and len(names.words.strip()) >= len(text.strip()) - 2:
            return names.keys
    # "…, and Foo": short names the notice defined, standing at the end
    tail = re.split(r"[.;:]\s", before)[-1]
    return tuple(dict.fromkeys(_known_at_end(tail, known)))


def last_noun(before: str) -> str:
    """The words of a subject that stands for parties: "… and the Defaulting Respondents"."""
    before = before.strip()[-_LONGEST_SUBJECT:]
    m = list(re.finditer(rf"(?:{WHO})(?:[Rr]espondents?)$", before))
    return m[-1][0] if m else before[-60:]


def stand_for(text: str, known: Known, named: Sequence[str], in_default: Sequence[str]) -> tuple[str, ...] | None:
    """Whom "Respondents", "the Defaulting Respondents", "each of Respondents except for Foo" stand for; None for nobody
    that is known, () where they are parties but it is not said which."""
    text = text.lstrip()
    for term in sorted(known.terms, key=len, reverse=True):
        keys = known.terms[term]
        if len(keys) > 1 and re.match(rf"{WHO}{re.escape(term)}\b", text, re.IGNORECASE):
            return _without_excepted(text, keys, known)
    m = ALL.match(text)
    if m is None:
        return None
    head = text[: m.end()]
    if re.search(r"\bnon-?default", head, re.IGNORECASE):
        return ()
    if re.search(r"\bdefault", head, re.IGNORECASE):
        return _without_excepted(text, in_default, known) if not re.search(r"\bcertain\b", head, re.IGNORECASE) else ()
    if re.match(r"(?:(?:each|all|both|every)\s+(?:of\s+)?)?(?:the\s+)?(?:named\s+)?[Rr]espondents\b", text):
        return _without_excepted(text, named, known)
    return ()


def _without_excepted(text: str, keys: Sequence[str], known: Known) -> tuple[str, ...]:
    """`keys` without those a text leaves out; () where it leaves out somebody who cannot be read: then nobody knows whom it
    means, and nobody is named."""
    m = re.match(rf"[^.;]{{0,80}}?,?\s+{EXCEPT}", text)
    if m is None:
        return tuple(keys)
    left_out = listed(text[m.end() :][:LONGEST_LIST], known)
    if not left_out.keys or left_out.left:
        return ()
    return tuple(k for k in keys if k not in left_out.keys)


def _known_at_end(text: str, known: Known) -> list[str]:
    keys: list[str] = []
    rest = text.rstrip(" ,")
    rest = rest.rstrip(' ,")”') if re.search(r"\([^()]*\)$", rest) else rest
    while True:
        term = next(
            (
                t
                for t in sorted(known.terms, key=len, reverse=True)
                if re.search(rf"(?:^|\W){re.escape(t)}$", rest, re.IGNORECASE)
            ),
            None,
        )
        if term is None:
            return keys
        keys = [*known.terms[term], *keys]
        rest = rest[: -len(term)].rstrip()
        if not re.search(r"(?:,|\band|,\s+and)$", rest):
            return keys
        rest = re.sub(r",?\s*(?:\band)?$", "", rest)


def _party(piece: str, known: Known, strict: bool) -> list[str] | None:
    """The keys of one piece of a list: one party, or two that "and" joins; None where it is no name."""
    bare = re.sub(rf"^(?:and|&|the)\s+|^(?:and\s+)?{RESPONDENTS}\s+{NAME}", "", piece.strip(" ,;"))
    folded = fold(DEFINED_TERM.sub("", bare).strip(" ,"))
    if folded in known.terms:
        return list(known.terms[folded])
    # "Foo and Bar": two where the notice knows one of them
    if " and " in folded and any(half in known.terms for half in folded.split(" and ")):
        keys: list[str] = []
        for half in re.split(r"\s+and\s+", bare):
            if (more := _party(half, known, strict)) is None:
                return None
            keys += more
        return keys
    if strict or NO_NAME.match(bare) or len(bare) > 600:
        return None
    try:
        party = party_with_place(bare)
    except UnreadableParties:
        return None
    if holds_another(party.name) or not _looks_like_a_name(party):
        return None
    return [known.add(party)]


def _looks_like_a_name(party: Party) -> bool:
    name = party.name
    if ENDS_WITH_FORM.search(name) or party.country or party.short or party.aliases:
        return len(name) <= 200 and not NO_NAME.match(name)
    words = name.split()
    capital = [w for w in words if w[:1].isupper() or w[:1].isdigit()]
    return 1 <= len(words) <= 8 and len(capital) >= len(words) - 2 and not NO_NAME.match(name)


def _end_of_list(text: str) -> int:
    """Where a list of names that begins `text` is over: before a verb or another clause, outside brackets."""
    hidden = re.sub(r"\((?!\d\))[^()]*\)", lambda m: "(" + "x" * (len(m[0]) - 2) + ")", text)
    m = LIST_ENDS.search(f"{hidden} ")
    end = m.start() if m else len(text)
    for stop in re.finditer(r"\.\s+(?=[A-Z\"“(])", hidden[:end]):
        if not is_abbreviation(text[: stop.start()]) or STARTS_A_SENTENCE.match(text[stop.end() :]):
            return stop.start() + 1
    return end
