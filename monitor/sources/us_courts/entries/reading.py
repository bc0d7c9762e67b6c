"""One docket entry of a US district court, read: `read_entry`. Pure.

First what kind of paper it is, then what it does, then what its days are for and whom they concern. A motion orders nothing, a
brief nothing, a proposed order nothing; what the court says is read verb by verb. A day that is printed is kept as printed; one
that must be computed or guessed is not given, and its text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from monitor.legal_forms import Use, words_pattern
from monitor.sources.us_courts.entries.days import printed_in
from monitor.sources.us_courts.entries.entry import Act, Entry
from monitor.sources.us_courts.entries.orders import Ruling, asked_for, rulings_in, sets_hearing_on_injunction
from monitor.sources.us_courts.entries.parties import Named, all_named, named_in, spared_in
from monitor.sources.us_courts.entries.said import Said, said_in
from monitor.sources.us_courts.entries.table import Paper, table
from monitor.sources.us_courts.entries.text import Text, cleaned, sentences

OTHER = "other"
_SERVICES = {
    "served": ("service_date", "answer_due"),
    "waiver_returned": ("waiver_sent_date", "answer_due"),
    "waiver_sent": ("waiver_sent_date", "answer_due"),
}
# Which acts an entry must hold for a day of this name to belong to them, the first that is there; else an act of its own.
_CARRIERS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("tro_until",), ("tro_extended", "tro_issued"), "schedule_set"),
    (("answer_due", "service_date", "waiver_sent_date"), ("answer_extended", "default_set_aside"), "answer_extended"),
    (("pi_hearing", "opposition_due"), ("pi_hearing_set",), "pi_hearing_set"),
    (("show_cause_hearing", "show_cause_due"), ("show_cause",), "show_cause"),
    (("tro_hearing", "conference", "response_due"), ("schedule_set",), "schedule_set"),
)
_AHEAD = frozenset(
    {
        "answer_due",
        "tro_until",
        "opposition_due",
        "response_due",
        "pi_hearing",
        "tro_hearing",
        "show_cause_hearing",
        "show_cause_due",
    }
)
"""Days that lie near the day on which they are docketed."""
_LONG_AGO, _FAR = 180, 400  # days
_ENDS = frozenset({"dismissed", "terminated", "tro_dissolved", "tro_expired", "pi_dissolved"})
# What goes on although something was dismissed: counts of a complaint, a complaint that may be filed anew.
_GOES_ON = re.compile(
    r"(?<!without )\bleave to (?:file (?:an? )?(?:\w+ ){0,2}amended|amend|replead)|\b(?:may|shall|must) (?:file|serve) (?:an?|its|their|any) (?:\w+ ){0,2}amended complaint"
    r"|\bcounts? (?:[IVX]+|\d+|one|two|three|four|five)\b|\b(?:case|action|matter) (?:remains|shall proceed|proceeds|continues|will proceed)\b|\bden(?:ies|ied|ying) in part\b",
    re.IGNORECASE,
)
# What is undone of an order only: a part of it, or one account.
_OF_PART = re.compile(
    r"\bin part\b|\bpartial(?:ly)?\b|\bto the extent\b|\b(?:as to|with respect to) (?:\S+ ){0,6}accounts?\b",
    re.IGNORECASE,
)
_JUDGMENTS = frozenset({"judgment", "consent_judgment", "default_judgment", "permanent_injunction"})
_AGAINST = frozenset({"default", "default_judgment", "consent_judgment", "permanent_injunction", "judgment"})
_OF_ALL_UNLESS = frozenset({"tro_dissolved", "tro_expired", "pi_dissolved", "terminated"})
_PER_PARTY = frozenset(
    {"served", "unserved", "summons_issued", "waiver_returned", "waiver_sent", "default", "default_motion", "default_judgment", "default_set_aside",
     "consent_judgment", "permanent_injunction", "answer_extended", "answer_filed", "dismissed", "tro_dissolved", "pi_dissolved", "settled", "severed", "show_cause",
     "judgment", "stayed", "contempt", "contempt_motion", "service_quashed"}
)  # fmt: skip
_ASKED_AGAINST = frozenset({"default_motion", "contempt_motion"})
"""What is asked for against somebody."""
_SHOW_CAUSE_OF_PLAINTIFF = re.compile(
    r"\bplaintiff\W+(?:\w+\W+){0,6}show(?:ing)? cause\b|\bshow cause\b.{0,80}\b(?:dismiss|lack of prosecution|failure to (?:prosecute|serve)|joinder|sanction|plaintiff|jurisdiction|venue)",
    re.IGNORECASE,
)
# "by Elmwick Lamps, Inc. Thornquay Audio Ltd. served on": who filed it, and who was served, without a word between them.
_FORM = rf"(?i:{words_pattern(Use.COMMA)})"
_BY_AND_WHO = re.compile(
    rf"(\bby [^;]{{3,120}}?\b{_FORM}\b)\.? (?!{_FORM}\b)(?=[A-Z][^;]{{1,200}}? (?:served|waiver sent|was served)\b)"
)
_BY_FIRM_OF = re.compile(
    rf"\b(?:filed )?by (?:the )?(?:plaintiffs?'? )?[A-Z][^;]{{0,160}}?\b{_FORM}\.?,?(?=\s(?i:of|for|under)\b)"
)
_BY_FIRM_OF_WHOM = re.compile(rf"{_BY_FIRM_OF.pattern}\s(?i:of|for) (?!(?i:all|rule|the|this)\b)(?=[A-Z])")
_IN_CONTEMPT = re.compile(r"\b(?:find|hold)(?:s|ing) (.{2,200}?) in (?:civil |criminal )?contempt\b", re.IGNORECASE)
_NO_MORE_TIME = re.compile(
    r"\bden(?:y|ies|ied|ying)\b[^.;]{0,80}\bextension|\bextension\b[^.;]{0,120}\bdenied\b", re.IGNORECASE
)
_SERVICE_PARTS = re.compile(r";\s*|(?<=\d),\s+(?=[A-Z][^;]{1,120}? (?:served|waiver sent) on\b)")


@lru_cache(maxsize=1024)  # several searches find one docket on one day, and each of its entries is read again
def read_entry(text: str, entered: date) -> Entry:
    """What an entry docketed on `entered` means. Its day serves only to tell a day that cannot be ("served" after it was docketed)."""
    cleared = cleaned(text)
    entry = _read(cleared, entered)
    if cleared.cut:  # nobody falls out because his name stands in what was not read, and nobody is let go
        acts = [replace(a, parties=(), whole=False) if a.parties or a.whole is not None else a for a in entry.acts]
        return replace(entry, acts=tuple(acts))
    return entry


def _read(cleared: Text, entered: date) -> Entry:
    paper = _paper(cleared.body)
    if paper is None:
        return _ordered(cleared, entered)
    match paper.kind:
        case "service" | "waiver" | "waiver request" | "agreed extension":
            return _served(cleared.body, paper.code, entered)
        case "motion" | "noticed motion":
            return _asked(cleared.body, paper.kind)
        case "mandate":
            return _mandate(cleared.body)
        case "amended complaint":
            sealed = re.match(r"\W*(?:\w+ )?\(?sealed", cleared.body, re.IGNORECASE)
            return _entry([Act("sealed_motion")] if sealed else [], _loose_answers(cleared.body, entered))
        case "answer":
            named = named_in(_filed_by(cleared.body))
            return _entry([Act("answer_filed", parties=named.names)] if named.names else [])
        case "dismissal":
            named = all_named(tuple(named_in(c) for c in sentences(_without_filer(cleared.body))))
            return _entry([_end(Act("dismissed"), named, cleared.body)])
        case "complaint":
            return _entry([Act("complaint")])
        case "report":
            return _reported(cleared.body, entered)
    if not paper.code:
        return _entry([])
    named = named_in(next(sentences(cleared.body), "")) if paper.code in _PER_PARTY else Named()
    spared = spared_in(cleared.body) if paper.code in _AGAINST and named.some and not named.names else ()
    whole = named.whole if paper.code in _JUDGMENTS else None
    return _entry([Act(paper.code, parties=named.names, whole=whole, spared=spared)])


# --- kinds of papers --------------------------------------------------------------------------------------------------


def _paper(body: str) -> Paper | None:
    return next((p for p in table().papers if p.fits(body)), None)


def _asked(body: str, kind: str) -> Entry:
    """A motion: what it asks for, and the day for which it is noticed. It gives nobody any time."""
    asks = asked_for(body) or asked_for(re.sub(r"^\W*(?:sealed|ex parte)\W+", "", body, flags=re.IGNORECASE))
    codes = {r.motion for r in asks if r.motion} if kind == "motion" else set()
    if kind == "motion" and re.match(r"\W*\(?sealed\b", body, re.IGNORECASE):
        codes.add("sealed_motion")
    said = [
        s
        for s in said_in(body, frozenset(codes), False)
        if s.name in ("pi_hearing", "tro_hearing", "conference") and s.day
    ]
    named = named_in(body, subject=False) if codes & _ASKED_AGAINST else Named()
    acts = [Act(c, parties=named.names if c in _ASKED_AGAINST else ()) for c in codes]
    return _carried(acts, said, body)


def _mandate(body: str) -> Entry:
    text = body.lower()
    if re.search(r"\b(?:reinstat|recall)", text):
        return _entry([])
    if re.search(r"\b(?:remand|revers|vacated)", text):
        return _entry([Act("remanded")])
    return _entry([Act("appeal_ended")] if re.search(r"\b(?:affirm|dismiss)", text) else [])


def _reported(body: str, entered: date) -> Entry:
    """A magistrate judge's report: it decides nothing, and says until when it can be objected to (rule 72)."""
    said = [
        Said("response_due", printed.day, printed.text, clause, printed.start)
        for clause in sentences(body)
        if (objections := re.search(r"\bobjections?\b", clause, re.IGNORECASE))
        for printed in printed_in(clause)
        if printed.start > objections.start()
    ]
    days, unread = _settled([said] if said else [], entered)
    return _entry([Act("report_recommendation", _text(days))], unread=unread)


def _served(body: str, code: str, entered: date) -> Entry:
    """Who was served, or sent a request for waiver, on which day, and when each must answer: one act for each party or day."""
    body = _BY_AND_WHO.sub(r"\1.. ", body)
    first, second = _SERVICES.get(code, ("answer_due", "answer_due"))
    found: list[tuple[Named, dict[str, list[Said]]]] = []
    for part in (p for s in sentences(body) for p in _SERVICE_PARTS.split(s)):
        said: dict[str, list[Said]] = {}
        for s in said_in(part, frozenset({code}), False):
            if s.name in (first, second):
                said.setdefault(s.name, []).append(s)
        named = named_in(part)
        if not said and (found or not (named.names or named.all_)):
            continue  # who signed for it is no party
        last = found[-1] if found else None
        joins = (
            last is not None
            and (not named.names or named.names == last[0].names or not last[0].names)
            and not (last[1].keys() & said.keys())
        )
        if last is not None and joins:
            found[-1] = (
                all_named((last[0], named)) if not (last[0].names and not named.names) else last[0],
                {**last[1], **said},
            )
        else:
            found.append((named, said))
    acts, unread = [], []
    for named, said in found or [(Named(), {})]:
        days, doubted = _settled(said.values(), entered)
        unread += doubted
        if code in ("served", "waiver_returned", "waiver_sent") and (day := days.get(first)):
            acts.append(Act(code, _text(days), named.names, day=day if code != "waiver_returned" else None))
        else:
            acts.append(Act(code, _text(days), named.names, dated=code not in ("served", "waiver_sent")))
    return _entry(acts, unread=unread)


def _loose_answers(body: str, entered: date) -> list[Act]:
    """ "(Answer due 9/1/03 for A, for B)": what an entry of another kind says of the day to answer."""
    said = [s for s in said_in(body, frozenset(), False) if s.name == "answer_due"]
    days, _ = _settled([said] if said else [], entered)
    return [Act("schedule_set", _text(days))] if days else []


def _filed_by(body: str) -> str:
    by = re.search(r"\bby (?:defendants?'? )?(?=[A-Z])", body)
    return f"as to {body[by.end() :]}" if by and not re.match(r"all\b", body[by.end() :], re.IGNORECASE) else ""


def _without_filer(body: str) -> str:
    """A notice without the name of who filed it: "by Elmwick Lamps, Inc. as to …", "by Elmwick Lamps, Inc. of …". A bare "of"
    ends a name only behind its legal form: it stands within names too."""
    body = _BY_FIRM_OF.sub(" ", _BY_FIRM_OF_WHOM.sub(" as to ", body))
    return re.sub(
        r"\b(?:filed )?by (?:the )?(?:plaintiffs?'? )?[A-Z].{0,160}?(?=\s(?i:as to|pursuant|plaintiff'?s|against|of all|with|without|of defendant)\b|$)",
        " ",
        body,
    )


# --- orders -----------------------------------------------------------------------------------------------------------


def _ordered(cleared: Text, entered: date) -> Entry:
    body = cleared.body
    rulings = rulings_in(body, cleared.signed)
    codes = {r.code for r in rulings}
    for_pi = sets_hearing_on_injunction(body)
    acts = [_act(code, [r for r in rulings if r.code == code]) for code in sorted(codes)]
    if _GOES_ON.search(body):
        acts = [replace(a, whole=False) if a.code == "dismissed" else a for a in acts]
    heading = re.search(r"\border(?:ed|s)?\b|\bshall\b|\bset\b|\bhearing\b", body, re.IGNORECASE)
    if (
        for_pi
        and heading
        and re.search(
            r"\border(?:ed)?\b.{0,60}\bshow cause\b|\bshow cause\b.{0,40}\bhearing\b.{0,60}\bset\b", body, re.IGNORECASE
        )
        and "pi_issued" not in codes
        and not re.search(r"\bcancell?ed\b|\bstricken\b", body, re.IGNORECASE)
    ):
        acts.append(Act("pi_hearing_set"))
    acts += _hearing_alone(body, codes, acts)
    said = [s for s in said_in(body, frozenset(codes), for_pi) if s.name not in ("service_date", "waiver_sent_date")]
    if "tro_expired" in codes:
        said = [s for s in said if s.name != "tro_until"]
    if _SHOW_CAUSE_OF_PLAINTIFF.search(body) and not for_pi:
        said = [s for s in said if not s.name.startswith("show_cause")]
    return _carried(acts, said, body, entered)


def _hearing_alone(body: str, codes: Iterable[str], acts: list[Act]) -> list[Act]:
    """A hearing on the injunction that is set by an order whose day stands nowhere, or cannot be read."""
    if any(a.code == "pi_hearing_set" for a in acts) or {"pi_issued", "pi_denied"} & set(codes):
        return []
    set_ = re.search(
        r"\b(?:opposition|response)\b.{0,60}\bpreliminary injunction\b.{0,30}\b(?:by|due)\b|\bpreliminary injunction hearing\b.{0,20}\b(?:is )?(?:set|scheduled)\b"
        r"|\bhearing\b.{0,60}\bpreliminary injunction\b.{0,30}\b(?:is )?(?:set|scheduled|adjourned|continued)\b",
        body,
        re.IGNORECASE,
    )
    return [Act("pi_hearing_set")] if set_ else []


def _act(code: str, rulings: list[Ruling]) -> Act:
    named = (
        all_named(
            tuple(
                named_in(
                    f"as to {held[1]}" if code == "contempt" and (held := _IN_CONTEMPT.search(r.clause)) else r.clause,
                    code in ("answer_extended", "show_cause", "dismissed"),
                    code == "answer_extended" or (code == "dismissed" and "to dismiss" in r.clause.lower()),
                )
                for r in rulings
            )
        )
        if code in _PER_PARTY
        else Named()
    )
    spared = tuple(dict.fromkeys(n for r in rulings for n in spared_in(r.clause))) if code in _AGAINST else ()
    spared = spared if named.some and not named.names else ()
    if code in _JUDGMENTS:
        return Act(code, parties=named.names, whole=named.whole, spared=spared)
    if code not in _ENDS:
        of_all = True if code == "answer_extended" and named.all_ else None
        return Act(code, parties=named.names, whole=of_all, spared=spared)
    ended = _end(Act(code), named, "", next((r.whole_case for r in rulings if r.whole_case is not None), None))
    undone_in_part = code in ("tro_dissolved", "pi_dissolved") and any(_OF_PART.search(r.clause) for r in rulings)
    return replace(ended, whole=False) if undone_in_part else ended


def _end(act: Act, named: Named, body: str, whole_case: bool | None = None) -> Act:
    whole = named.whole
    if whole is None:
        whole = True if act.code in _OF_ALL_UNLESS else whole_case
    if whole is None and re.search(
        r"\b(?:the |this |above-captioned |entire )(?:case|action|matter|lawsuit|complaint)\b", body, re.IGNORECASE
    ):
        whole = True
    return replace(act, parties=named.names, whole=whole)


# --- days -------------------------------------------------------------------------------------------------------------


def _whose(said: Said, body: str) -> tuple[str, ...]:
    """Whose day it is: named beside it, else in the rest of the entry."""
    here = named_in(said.clause, owner=True)
    if here.names or here.some or here.all_:
        return here.names
    return all_named(tuple(named_in(c, subject=False, owner=True) for c in sentences(body))).names


def _carried(acts: list[Act], said: list[Said], body: str, entered: date | None = None) -> Entry:
    """The acts with the days that belong to them, and acts of their own for days of an entry that does nothing else."""
    unread: list[str] = []
    for names, carriers, own in _CARRIERS:
        ours = [s for s in said if s.name in names]
        if not ours:
            continue
        groups: dict[tuple[str, ...], dict[str, list[Said]]] = {}
        for s in ours:
            who = (
                _whose(s, body)
                if names != ("pi_hearing", "opposition_due")
                and s.name not in ("tro_hearing", "conference", "tro_until")
                else ()
            )
            groups.setdefault(who, {}).setdefault(s.name, []).append(s)
        if len(groups) == 2 and () in groups:  # a clause without a name speaks of the one that was named
            loose = groups.pop(())
            for name, more in loose.items():
                next(iter(groups.values())).setdefault(name, []).extend(more)
        for who, by_name in groups.items():
            days, doubted = _settled(by_name.values(), entered)
            unread += doubted
            code = next((c for c in carriers if any(a.code == c for a in acts)), own)
            if code == "answer_extended" and _NO_MORE_TIME.search(body):
                code = "schedule_set"  # the day as it was
            at = next(
                (
                    n
                    for n, a in enumerate(acts)
                    if a.code == code
                    and (not who or not a.parties or a.parties == who)
                    and not (a.says.keys() & days.keys())
                ),
                None,
            )
            if not days and (at is not None or code in ("schedule_set", "answer_extended", "show_cause")):
                continue
            if at is None:
                acts.append(Act(code, _text(days), who))
            else:
                acts[at] = replace(acts[at], says={**acts[at].says, **_text(days)}, parties=acts[at].parties or who)
    return _entry(acts, unread=unread)


def _settled(said: Iterable[list[Said]], entered: date | None) -> tuple[dict[str, date], list[str]]:
    """The one day for each name, and the texts of those that cannot be settled."""
    days: dict[str, date] = {}
    unread: list[str] = []
    for several in said:
        known = {s.day for s in several if s.day is not None}
        if len(known) == 1 or (known and several[0].name == "conference"):
            days[several[0].name] = min(known)  # of several conferences the next
        else:
            unread += [s.text for s in several]
    for name in [n for n in days if n in _AHEAD]:
        if entered is not None and not -_LONG_AGO <= (days[name] - entered).days <= _FAR:
            unread.append(days.pop(name).isoformat())  # a slip of the year, and nobody can say which
    served = days.get("service_date") or days.get("waiver_sent_date")
    for name in ("service_date", "waiver_sent_date"):
        if name in days and entered is not None and days[name] > entered:
            unread.append(days.pop(name).isoformat())
    if served and (due := days.get("answer_due")) and due < served:
        unread.append(days.pop("answer_due").isoformat())
    return days, unread


def _text(days: Mapping[str, date]) -> dict[str, str]:
    return {name: days[name].isoformat() for name in sorted(days)}


def _entry(acts: Iterable[Act], more: Iterable[Act] = (), unread: Iterable[str] = ()) -> Entry:
    found = sorted((*acts, *more), key=lambda a: (a.code, a.parties, sorted(a.says.items())))
    return Entry(tuple(found) or (Act(OTHER),), tuple(dict.fromkeys(unread)))
