"""What a notice after institution does to single parties, from its running text: whom it adds, drops, finds in default,
ends the case against, hits with an order.

A sentence says what is done (`_ANCHORS`) and, beside those words, to whom: a list of names, a term the notice defined
for one or several of them, or words that stand for all. A name is read only there. Where a sentence does something to
parties that cannot be read, the passage is kept as residue, and nobody is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from monitor.sources.us_itc.parting import holds_another, parted
from monitor.sources.us_itc.party import (
    COLLECTIVE,
    DEFINED_TERM,
    ENDS_WITH_FORM,
    FIRM_INSIDE,
    QUOTED,
    Party,
    UnreadableParties,
    is_abbreviation,
    party_with_place,
)
from monitor.sources.us_itc.terms import DATE, us_date


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


# --- words ------------------------------------------------------------------------------------------

_WHO = (  # what may stand between an act and the names
    r"(?:(?:the|each|both|all|any|certain|following|remaining|final|last|other|active|named|accused|proposed|additional|new"
    r"|non-?defaulting|defaulting|defaulted|participating|of|an?|two|three|four|five|six|seven|eight|nine|ten|\d+)[\s,]+)*"
)
_RESPONDENTS = rf"{_WHO}(?:\w+\s+)?(?:[Rr]espondents?|entit(?:y|ies)|part(?:y|ies))"
_NAME = r"(?=[A-Z\"“]|[a-z]+\s+[A-Z])"  # "adidas" and its like are written small
_ENDS = (  # the words at which a list of names is over
    r"\s(?:has|have|had|is|are|was|were|be|been|being|should|shall|may|must|will|would|did|do|does|who|which|that|whose|failed"
    r"|not|from\s+(?:the|this)|based\s+(?:up)?on|on\s+the\s+basis|on\s+(?:[A-Z][a-z]+\s+\d|or\s)|in\s+(?:default|the|this|its|accord|light|view|connection)"
    r"|by\s+reason|because|pursuant|under|upon|for\s|to\s+(?:the|be|show|respond|answer|add|issue)|with\s+(?:respect|regard|prejudice)|without"
    r"|as\s+(?:(?:an?|the)\s+)?(?:(?:additional|new|named|proposed)\s+)?(?:respondents?|part(?:y|ies))|(?:and|or)\s+(?:any|all|each)\s+of|(?:and|or)\s+(?:its|their)\b|violat\w+|pending|due\s+to"
    r"|where|when|after|before|during|through\s+its|via|except|other\s+than|and\s+(?:to\s|has\b|have\b|that\b|is\b|are\b|was\b|were\b|against\b|issue|terminat|cease\b"
    r"|(?:an?|the|one|two)\s+(?:limited|general|cease|consent|default)|finding\b|the\s+(?:Commission|ALJ|complaint|investigation|ID)\b|extend|set\b|set(?:s|ting)\b|request))"
    r"|(?:,?\s+and)?\s+\(\d\)\s|,\s+(?:the|an?)\s+(?:last|final|only|sole|remaining|named|\w+\s+respondent)\b|,?\s+(?:the|an?)\s+(?:patent|complain|respondent)"
)
_LIST_ENDS = re.compile(_ENDS)
_IN_DEFAULT = r"(?:to\s+be\s+|as\s+being\s+)?in\s+default\b"
_ORDER_ON = (
    r"(?:directed\s+(?:to|at|against)(?:\s+(?!(?:\w+\s+){0,2}respondents?\b)(?-i:[a-z])[^.;]{0,120}?\b(?:of|by|on\s+behalf\s+of|from))?|against|as\s+to|with\s+respect\s+to"
    r"|.{0,400}?\b(?:(?:imported|manufactured|sold)\s+(?:for\s+importation\s+)?by(?:\s*,?\s+or\s+(?:for|on\s+behalf\s+of)(?:,?\s+or\s+imported\s+by\s+or\s+on\s+behalf\s+of)?)?"
    r"|imported\s+by\s+or\s+on\s+behalf\s+of|by\s+or\s+on\s+behalf\s+of|by(?=\s+(?:the\s+)?(?:defaulting\s+)?respondents?)|of(?=\s+(?:the\s+)?(?:defaulting\s+)?respondents?)))"
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The words of an act. `side`: where the names stand, "behind" or "before" them."""

    code: str
    shape: re.Pattern[str]
    side: str = "behind"
    state: bool = False  # says what they are, not that this notice made them so


def _anchor(code: str, shape: str, side: str = "behind", state: bool = False) -> _Anchor:
    return _Anchor(code, re.compile(shape, re.IGNORECASE), side, state)


_ANCHORS = (
    _anchor("default", rf"\bin\s+default\s*:\s*|\bfollowing\s+{_RESPONDENTS}\s+(?:were\s+found\s+)?{_IN_DEFAULT}\s*:\s*"),
    _anchor("default", r"(?<!non-)(?<!non)\bdefault(?:ing|ed)\s+respondents?[,:]?\s+(?=[A-Z\"“(])", state=True),
    _anchor("default", rf"(?:\s+(?:was|were|is|are|has|have|had|been|also|both|each|previously|subsequently|then|found|held|deemed|determined|declared))*\s+{_IN_DEFAULT}", "before"),
    _anchor("default", r"\s+(?:has|have|had|was|were)\s+(?:also\s+|previously\s+|subsequently\s+)?defaulted\b", "before"),
    _anchor("show_cause", rf"\bwhy\s+(?={_RESPONDENTS}|[A-Z\"“])|\bshow\s+cause\s+(?:directed\s+(?:to|at)|against|as\s+to|to)\s+"),
    _anchor("show_cause", r"\s+to\s+show\s+cause\b", "before"),
    _anchor(
        "termination_partial",
        r"\bterminat\w+[^.;]{0,120}?\b(?:as\s+to|with\s+respect\s+to|with\s+regard\s+to|as\s+against|against|regarding)\s+"
        r"|\bwithdraw\w*[^.;]{0,120}?\b(?:as\s+to|with\s+respect\s+to|with\s+regard\s+to|against)\s+",
    ),
    _anchor("termination_partial", rf"\bterminat(?:ing|e|es)\s+(?={_RESPONDENTS}|[A-Z][\w&.,' -]+\s+from\s+the\s+investigation)"),
    _anchor(
        "termination_partial",
        r"\s+(?:is|are|was|were|has\s+been|have\s+been|be)\s+(?:hereby\s+|also\s+|therefore\s+|previously\s+)*terminated\b(?!\s+(?:with\s+a\s+finding|in\s+its))",
        "before",
    ),
    _anchor(
        "termination_partial",
        r"\b(?:remov(?:e|ed|ing)|dismiss(?:ed|ing)?|drop(?:ped|ping)?|delet(?:e|ed|ing)|withdraw(?:ing|n)?|strik(?:e|ing))\s+"
        r"(?=.{3,400}?\s(?:as\s+(?:an?\s+|the\s+)?(?:named\s+)?(?:respondents?|part(?:y|ies))|from\s+(?:the\s+)?(?:complaint|(?:notice\s+of\s+)?investigation|NOI)))",
    ),
    _anchor("exclusion_order_limited", rf"\blimited\s+exclusion\s+orders?\b(?:\s*\([^)]*\))?(?:,?\s+and\s+(?:an?\s+|one\s+or\s+more\s+)?cease\s+and\s+desist\s+orders?\b(?:\s*\([^)]*\))?)?[,:]?\s*{_ORDER_ON},?\s+"),
    _anchor("cease_and_desist", rf"\bcease\s+and\s+desist\s+orders?\b(?:\s*\([^)]*\))?[,:]?\s*{_ORDER_ON},?\s+"),
    _anchor("exclusion_order_limited", rf"\bLEOs?\b(?:\s+and\s+(?:an?\s+)?CDOs?\b)?\s*{_ORDER_ON},?\s+"),
    _anchor("cease_and_desist", rf"\bCDOs?\b\s*{_ORDER_ON}\s+"),
    _anchor("consent_order", r"\bconsent\s+orders?\b(?:\s*\([^)]*\))?\s+(?:directed\s+(?:to|at|against)|against|as\s+to|with\s+respect\s+to)\s+"),
    _anchor(
        "party_added",
        r"\b(?:add(?:ing|ed)?|join(?:ing)?|nam(?:e|ing)|substitut(?:e|ing)|includ(?:e|ing))\s+"
        rf"(?={_RESPONDENTS}[,:]?\s+\S|.{{3,1500}}?\s(?:as\s+(?:an?\s+|the\s+)?(?:(?:additional|new|named|proposed)\s+)*(?:respondents?|part(?:y|ies))"
        r"|to\s+the\s+(?:complaint|(?:notice\s+of\s+)?investigation|NOI)))",
    ),
)  # fmt: skip
_NAMED = re.compile(
    rf"\b(?:names?|named|naming|identif\w+)\s+(?:as\s+)?{_RESPONDENTS}(?:\s+(?:in\s+(?:the|this)\s+investigation|are|is|were|was|includ\w+))?\s*[:,]?\s+(?:includ\w+\s+)?(?=[A-Z\"“])"
    rf"|\binstituted\s+(?:this|the)\s+investigation\b[^.;]{{0,200}}?\bnaming\s+{_NAME}"
    rf"|\b(?:named|identified)\s+(?=[^.;]{{3,1500}}?\bas\s+(?:the\s+)?respondents?\b)"
    r"|\b(?:The|the)\s+(?:named\s+)?respondents?\s+(?:in\s+(?:the|this)\s+investigation\s+)?(?:is|are|were|was|include)\s*:?\s+(?=[A-Z\"“])",
)
_RESPONDENT_BESIDE = re.compile(rf"\b[Rr]espondents?[,:]?\s+{_NAME}")
_ON_BEHALF = re.compile(
    rf"\bfiled\s+(?:by|on\s+behalf\s+of)\s+(?P<who>[^;].{{2,1500}}?)(?:\s+on\s+{DATE}|\s+alleging|\.\s+\d+\s+F(?:ed|\.?R)|\.\s+(?=[A-Z])|$)"
)
_NOT_SO = re.compile(
    r"\bden(?:y|ies|ied|ying|ial)\b|\bwhy\b[^.]{0,300}\bshould\s+not\b|\bnot\s+(?:been\s+)?(?:found\s+)?in\s+default|\bset(?:ting)?\s+aside\b"
    r"|\bvacat\w+|\bmoot\b|\bdeclin\w+|\bif\s+(?:the|a)\b|\bmay\b|\bcontemplat\w+|\bcould\s+result\b|\brequests?\s+that\b|\bshould\s+the\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:moved|moves|motion|request(?:s|ed)?|petition(?:s|ed)?|seek(?:s|ing)?|sought|propos\w+)\b", re.IGNORECASE
)
_GRANTED = re.compile(r"\bgrant(?:s|ed|ing)?\b", re.IGNORECASE)
_RECALLED = re.compile(
    r"\bpreviously\b|\bunreviewed\b|\bnot\s+reviewed\b|\bOrder\s+No\.\s*\d+\s*\(\s*[A-Z]|\bnon-?review|\bearlier\b|\bhad\s+been\b|\bComm(?:'n|ission)\s+Notice\s*\(",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(DATE)
_ALL = re.compile(
    rf"^{_WHO}(?:Respondents?|respondents?)\b(?!\s+[A-Z\"“])(?:\s+(?:found\s+)?in\s+default)?(?P<but>,?\s+(?:except(?:\s+for)?|other\s+than)\s+(?P<who>.+))?",
)
_STARTS_A_SENTENCE = re.compile(
    r"(?:The|This|These|Those|That|On|In|No|None|Respondents?|Complainants?|It|Each|Also|Id|Order|Both|All|A|An|By|For|Accordingly"
    r"|Having|Upon|At|Subsequently|As|After|If|When|Any|Such|To|While|Pursuant|SUPPLEMENTARY|FURTHER|SUMMARY|DATES|BILLING|ADDRESSES|Notice|Specifically|Because|Thereafter)\b"
)
_NO_NAME = re.compile(
    r"^(?:the|a|an|its|their|this|that|these|those|any|all|each|certain|both|such|every|claims?|patents?|U\.?S\.?|the\s+'?\d+|Order|ID|ALJ"
    r"|Commission|OUII|IA|Notice|Section|section|Complainants?|Respondents?|respondents?|complainants?|Order\s+No|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|violation|infring\w+|products?|articles?|count|Count|Inv)\b\.?(?:\s|$)|^['’`]?\d+\s+(?:patent|mark)|^[\W\d]+$"
)


_LONGEST_LIST = 10_000  # characters of a list of parties; a hundred respondents with their places take some 7,000
_MOST_ACTS = 12  # of one kind in one sentence


# --- reading ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """The parties a text begins with: their keys, the words they take, and what behind them should be a name and is none."""

    keys: tuple[str, ...] = ()
    words: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells. `keys` is None where the parties cannot be read at all; `words` are those read; `left` what of
    the list could not be read; `state`: it says what they are, not what is done."""

    code: str
    keys: tuple[str, ...] | None
    words: str
    state: bool = False
    left: str = ""


@dataclass
class _Known:
    """What a notice has told so far of its parties, while it is read."""

    parties: dict[str, Party] = field(default_factory=dict)  # folded name → party
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)  # folded term → folded names

    def add(self, party: Party) -> str:
        key = _fold(party.name)
        if key not in self.parties and len(self.terms.get(key, ())) == 1:  # "Anao" is Jinjiang Anao Footwear Co., Ltd.
            return self.terms[key][0]
        before = self.parties.get(key)
        if before is None or (not before.address and party.address):
            self.parties[key] = party
        for short in (*party.short, party.name, *party.aliases):
            self.terms.setdefault(_fold(short), (key,))
        return key

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.parties, *(t for t, of in self.terms.items() if len(of) == 1)))


def _fold(name: str) -> str:
    """A name or term as it is compared: small letters, without a full stop or comma at its end."""
    return name.strip(" .,").casefold()


def read_acts(body: str, title: str = "") -> Acts:
    """The parties and acts of a notice's running text (from SUMMARY on). `title` helps to tell what was granted."""
    known = _Known()
    sentences = list(_sentences(body.replace("..", ".")))
    granted = bool(
        re.search(r"\bgrant\w*[^.;]{0,200}\b(?:amend|add|join|substitut)", f"{title}. {body}", re.IGNORECASE)
        and not re.search(
            r"\bden(?:y|ying|ied)[^.;]{0,200}\b(?:amend|add|join|substitut)", f"{title}. {body}", re.IGNORECASE
        )
    )
    complainants = _complainants(sentences)
    named: dict[str, None] = {}
    proposed: dict[str, None] = {}
    found: list[_Found] = []
    residue: dict[str, None] = {}
    # Definitions first: a term may be used in the summary and defined below it.
    for sentence in sentences:
        for m in _NAMED.finditer(sentence):
            named.update(dict.fromkeys(_listed(sentence[m.end() :][:_LONGEST_LIST], known).keys))
    for sentence in (*sentences, *sentences):
        for m in islice(_RESPONDENT_BESIDE.finditer(sentence), 4 * _MOST_ACTS):
            keys = _listed(sentence[m.end() :][:_LONGEST_LIST], known).keys
            if not _is_added(sentence):
                named.update(dict.fromkeys(keys))
        _collect_terms(sentence, known)
    whole: dict[str, None] = dict(named)
    in_default: dict[str, None] = {}
    for _ in range(2):  # "the defaulting respondents" may be named by a later sentence
        found.clear()
        residue.clear()
        for sentence in sentences:
            for told in _acts_of(sentence, known, tuple(whole), tuple(in_default)):
                keys = told.keys or ()
                missed = told.words if told.keys is None else told.left
                if FIRM_INSIDE.search(missed):
                    residue[missed] = None
                if told.code == "party_added":
                    asked = bool(_ASKED.search(sentence)) and not _GRANTED.search(sentence) and not granted
                    (proposed if asked else named).update(dict.fromkeys(keys))
                    if asked:
                        continue
                else:
                    named.update(dict.fromkeys(keys))
                if told.code == "default":
                    in_default.update(dict.fromkeys(keys))
                recalled = told.state or told.code == "show_cause" or _is_recalled(sentence)
                on = _day_of(sentence, first=told.code == "show_cause") if recalled and not told.state else None
                found.append(_Found(told.code, keys, sentence, recalled, on, bool(told.left)))
    names = {_fold(p.name) for p in complainants}
    respondents = tuple(known.parties[k] for k in named if k not in names)
    return Acts(
        respondents,
        tuple(known.parties[k] for k in proposed if k not in named),
        complainants,
        tuple(_folded(found, known)),
        tuple(residue),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    keys: tuple[str, ...]
    sentence: str
    recalled: bool
    on: date | None
    incomplete: bool


def _folded(found: Iterable[_Found], known: _Known) -> Iterator[Act]:
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
    return bool(_RECALLED.search(sentence)) and not now


def _day_of(sentence: str, first: bool) -> date | None:
    """The last day a sentence names, that of the notice by which an order became final; the `first`, where the order also
    sets a day ("On May 1, 2026, … to show cause by May 15, 2026")."""
    days = [d for m in _SHORT_DATE.finditer(sentence) if (d := us_date(m[0]))]
    return (days[0] if first else days[-1]) if days else None


def _is_added(sentence: str) -> bool:
    return any(a.code == "party_added" and a.shape.search(sentence) for a in _ANCHORS)


def _acts_of(sentence: str, known: _Known, named: Sequence[str], in_default: Sequence[str]) -> Iterator[_Told]:
    """What one sentence tells."""
    for term, keys in known.terms.items():
        is_of_default = re.search(r"\bdefault", term) and not re.search(r"non-?default", term)
        if len(keys) > 1 and is_of_default and term in sentence.casefold():
            yield _Told("default", keys, term, state=True)
    for anchor in _ANCHORS:
        for m in islice(anchor.shape.finditer(sentence), _MOST_ACTS):
            behind = anchor.side == "behind"
            reach = 200 if behind else _LONGEST_LIST
            clause = sentence[max(0, m.start() - reach) : m.end()]
            if anchor.code != "show_cause" and _NOT_SO.search(clause):
                continue
            yield from (
                _behind(anchor, sentence[m.end() :], known, named, in_default)
                if behind
                else _before(anchor, sentence[: m.start()], known, named, in_default)
            )


def _behind(
    anchor: _Anchor, text: str, known: _Known, named: Sequence[str], in_default: Sequence[str]
) -> Iterator[_Told]:
    """The parties that stand behind the words of an act."""
    names = _listed(text, known)
    if names.keys:
        but = re.match(r"\s*,?\s*(?:except(?:\s+for)?|other\s+than)\s+", text[len(names.words) :])
        left_out = _listed(text[len(names.words) + but.end() :], known).keys if but else ()
        keys = tuple(k for k in names.keys if k not in left_out)
        yield _Told(anchor.code, keys, names.words, anchor.state, names.left)
        return
    stands_for = _stand_for(text, known, named, in_default)
    if stands_for is not None:
        yield _Told(anchor.code, stands_for, text[:300], anchor.state)
    elif FIRM_INSIDE.search(head := _LIST_ENDS.split(f"{text} ", maxsplit=1)[0][:600]):
        yield _Told(anchor.code, None, head, anchor.state)


def _before(
    anchor: _Anchor, before: str, known: _Known, named: Sequence[str], in_default: Sequence[str]
) -> Iterator[_Told]:
    """The parties that stand before the words of an act, as their subject."""
    if re.search(r"(?:investigation|proceeding|ID|it)$", before.strip()):
        return
    words = before[-300:]
    if keys := _subjects(before, known):
        yield _Told(anchor.code, keys, words)
    elif (stands_for := _stand_for(_last_noun(before), known, named, in_default)) is not None:
        yield _Told(anchor.code, stands_for, words)
    elif anchor.code == "default" and FIRM_INSIDE.search(words):
        yield _Told(anchor.code, None, words)


def _stand_for(text: str, known: _Known, named: Sequence[str], in_default: Sequence[str]) -> tuple[str, ...] | None:
    """Whom "Respondents", "the Defaulting Respondents", "each of Respondents except for Foo" stand for; None for nobody
    that is known, () where they are parties but it is not said which."""
    text = text.lstrip()
    for term in sorted(known.terms, key=len, reverse=True):
        keys = known.terms[term]
        if len(keys) > 1 and re.match(rf"{_WHO}{re.escape(term)}\b", text, re.IGNORECASE):
            return _without_excepted(text, keys, known)
    m = _ALL.match(text)
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


def _without_excepted(text: str, keys: Sequence[str], known: _Known) -> tuple[str, ...]:
    m = re.match(r"[^.;]{0,80}?,?\s+(?:except(?:\s+for)?|other\s+than)\s+(?P<who>[^.;]+)", text)
    left_out = _listed(m["who"], known).keys if m else ()
    return tuple(k for k in keys if k not in left_out)


def _last_noun(before: str) -> str:
    """The words of a subject that stands for parties: "… and the Defaulting Respondents"."""
    m = list(re.finditer(rf"(?:{_WHO})(?:[Rr]espondents?)$", before.strip()))
    return m[-1][0] if m else before.strip()[-60:]


def _subjects(before: str, known: _Known) -> tuple[str, ...]:
    """The parties a text ends in: those behind its last "respondents", or the known names at its end."""
    before = re.sub(r"(?:\s+(?:both|each|all|also|hereby))+$", "", before.rstrip(" ,"))
    heads = list(
        re.finditer(
            r"\b[Rr]espondents?[,:]?\s+(?=[A-Z\"“])|\b(?:that|finding|found|finds|hold(?:ing)?|direct(?:ing|ed)|order(?:ing|ed)|requir(?:ing|ed)|against)\s+(?=[A-Z\"“])",
            before,
        )
    )
    starts = [m.end() for m in heads] + [0]
    for start in sorted(starts, reverse=True):
        text = before[start:]
        if _LIST_ENDS.search(f"{DEFINED_TERM.sub('', text)} "):
            continue
        names = _listed(text, known, strict=start == 0)
        if names.keys and not names.left and len(names.words.strip()) >= len(text.strip()) - 2:
            return names.keys
    # "…, and Foo": short names the notice defined, standing at the end
    tail = re.split(r"[.;:]\s", before)[-1]
    return tuple(dict.fromkeys(_known_at_end(tail, known)))


def _known_at_end(text: str, known: _Known) -> list[str]:
    keys: list[str] = []
    rest = text.rstrip(" ,")
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


def _listed(text: str, known: _Known, strict: bool = False) -> _Names:
    """The parties a text begins with. `strict`: only names that are known."""
    lead = re.match(rf"{_RESPONDENTS}[,:]?\s+{_NAME}", text)
    begin = lead.end() if lead else 0
    rest = text[begin:]
    end = _end_of_list(rest)
    run = re.sub(r"[\s,]+(?:and|or)$", "", rest[:end].rstrip(" ,;:"))
    run = run if ENDS_WITH_FORM.search(run) else run.rstrip(" .,;:")
    if not re.match(r"[\"“A-Z0-9(a-z]", run) or not run or len(run) > _LONGEST_LIST:
        return _Names()
    if not lead and run[:1].islower() and not re.match(r"[a-z]+(?:[A-Z]|\s+\w+\s+(?:inc|llc|co|ltd)\b)", run):
        return _Names()
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
    return _Names(tuple(dict.fromkeys(keys)), text[: begin + end], left)


def _party(piece: str, known: _Known, strict: bool) -> list[str] | None:
    """The keys of one piece of a list: one party, or two that "and" joins; None where it is no name."""
    bare = re.sub(rf"^(?:and|&|the)\s+|^(?:and\s+)?{_RESPONDENTS}\s+{_NAME}", "", piece.strip(" ,;"))
    folded = _fold(DEFINED_TERM.sub("", bare).strip(" ,"))
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
    if strict or _NO_NAME.match(bare) or len(bare) > 600:
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
        return len(name) <= 200 and not _NO_NAME.match(name)
    words = name.split()
    capital = [w for w in words if w[:1].isupper() or w[:1].isdigit()]
    return 1 <= len(words) <= 8 and len(capital) >= len(words) - 2 and not _NO_NAME.match(name)


def _end_of_list(text: str) -> int:
    """Where a list of names that begins `text` is over: before a verb or another clause, outside brackets."""
    hidden = re.sub(r"\((?!\d\))[^()]*\)", lambda m: "(" + "x" * (len(m[0]) - 2) + ")", text)
    m = _LIST_ENDS.search(f"{hidden} ")
    end = m.start() if m else len(text)
    for stop in re.finditer(r"\.\s+(?=[A-Z\"“(])", hidden[:end]):
        if not is_abbreviation(text[: stop.start()]) or _STARTS_A_SENTENCE.match(text[stop.end() :]):
            return stop.start() + 1
    return end


def _collect_terms(sentence: str, known: _Known) -> None:
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
            names = _listed(before[start:], known)
            keys = names.keys
            if keys and len(names.words.strip(" ,;")) >= len(before[start:].strip(" ,;")) - 2:
                for q in QUOTED.finditer(m[0]):
                    known.terms.setdefault(
                        re.sub(r"^the\s+", "", q["term"].strip(), flags=re.IGNORECASE).casefold(), keys
                    )
                break


def _complainants(sentences: Iterable[str]) -> tuple[Party, ...]:
    """Whom the complaint was filed for, as the history of the case tells it."""
    for sentence in sentences:
        m = _ON_BEHALF.search(sentence)
        if m is None or "complaint" not in sentence[: m.start()].lower():
            continue
        known = _Known()
        keys = _listed(m["who"].rstrip("."), known).keys
        return tuple(known.parties[k] for k in keys)
    return ()


def _sentences(body: str) -> Iterator[str]:
    """Sentences of running text; a full stop of an abbreviation ends none, unless a word follows that begins one."""
    start = 0
    for m in re.finditer(r"[.!?]\s+(?=[A-Z\"“(\[])(?!(?:Order\s+No|See\b|Id\.|Comm'n|EDIS|\())", body):
        before, behind = body[start : m.start()], body[m.end() :]
        if before.count("(") > before.count(")"):
            continue
        month = re.search(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fed|Reg|Inv|al|v|Id|e\.g|i\.e)$", before)
        if (is_abbreviation(before) and not _STARTS_A_SENTENCE.match(behind)) or month:
            continue
        yield body[start : m.end()].strip()
        start = m.end()
    if tail := body[start:].strip():
        yield tail


PER_PARTY = frozenset(
    {
        "default",
        "termination_partial",
        "exclusion_order_limited",
        "cease_and_desist",
        "consent_order",
        "party_added",
        "show_cause",
    }
)
"""Codes of acts that concern the parties they name, and no other."""
