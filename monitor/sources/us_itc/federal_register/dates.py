"""The days a notice prints: until when something is due, when the investigation is to end, when an act was done.

A day is read beside the words that say what it is for; the words without a day that can be read are told, never guessed.
Names are those of the facts (monitor/model/facts.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.sources.us_itc.terms import DATE, us_date

_DAY = rf"(?:on\s+or\s+before\s+|before\s+|on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?P<day>{DATE})"
# What looks like a day in its place: a month and a number that are none together, or a day without its year.
_ODD_DAY = r"(?:on\s+or\s+before\s+|on\s+)?(?:\w+day,?\s+)?(?P<odd>[A-Z][a-z]{2,9}\.?\s+\d{1,2}\b(?:,?\s+\d{2,4})?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
_BY = r"(?:no\s+later\s+than|not\s+later\s+than|by|on\s+or\s+before|until|due\s+on)"
_CLOSE = r"(?:\s*(?:the\s+)?close\s+of\s+business,?|\s*5:15\s+p\.?m\.?,?(?:\s+\w+\s+time,?)?|\s*noon,?)?"
_GAP = r"(?:[^.;]|\.(?=\S))"  # within one sentence


@dataclass(frozen=True, slots=True)
class _Words:
    fact: str
    lead: str


_LEADS = (
    _Words("reply_submissions_due", rf"\b(?:[Rr]eply\s+(?:submissions?|briefs?|comments?)|[Rr]epl(?:y|ies|y\s+submissions?))\b{_GAP}{{0,160}}?\b{_BY}{_CLOSE}\s+"),
    _Words(
        "submissions_due",
        rf"\b(?:(?:[Ii]nitial|[Ww]ritten|[Oo]pening|[Tt]hese|[Ss]uch|[Tt]he|[Aa]ll)\s+(?:written\s+)?(?:submissions?|briefs?|responses)|proposed\s+remedial\s+orders)\b"
        rf"(?!{_GAP}{{0,40}}\b[Rr]epl){_GAP}{{0,220}}?\b(?:filed|due|submitted|received)\b{_GAP}{{0,40}}?{_BY}{_CLOSE}\s+",
    ),
    _Words(
        "comments_due",
        rf"\b[Cc]omments?\b(?:\s+(?:should|must|shall|on)\b|\s+\([^)]*\))?{_GAP}{{0,220}}?\b(?:filed|due|submitted|received)\b{_GAP}{{0,40}}?{_BY}{_CLOSE}\s+",
    ),
    _Words("show_cause_due", rf"\bshow\s+cause\b{_GAP}{{0,200}}?\b(?:no\s+later\s+than|not\s+later\s+than|by|on\s+or\s+before){_CLOSE}\s+"),
    _Words(
        "show_cause_due",
        rf"\b[Rr]esponses?\s+to\s+the\s+(?:[Oo]rder\s+to\s+)?[Ss]how\s+[Cc]ause(?:\s+[Oo]rder)?\b{_GAP}{{0,80}}?\b(?:due|filed){_GAP}{{0,30}}?(?:{_BY}\s+)?{_CLOSE}\s*",
    ),
    _Words(
        "response_due",
        rf"\b[Rr]esponses?\s+to\s+the\s+(?:amended\s+)?(?:complaint|notice\s+of\s+investigation)\b{_GAP}{{0,200}}?\b(?:due|filed|submitted|received|extended){_GAP}{{0,30}}?(?:{_BY}|to){_CLOSE}\s+",
    ),
    _Words(
        "service_date",
        rf"\b(?:complaint|notice\s+of\s+investigation)\b{_GAP}{{0,80}}?\b(?:was|were|been)\s+(?:\w+\s+)?served\b{_GAP}{{0,60}}?\bon\s+",
    ),
    _Words("target_date", rf"\btarget\s+date\b{_GAP}{{0,200}}?(?<!from\s)\b(?:to|until|is|of|as)\s+"),
    _Words("effective_date", r"\b(?:EFFECTIVE\s+DATE|DATES?|[Ee]ffective(?:\s+[Dd]ate)?)\s*(?:\((?:[^)]*)\))?\s*(?::|\bis\b|\bas\s+of\b|\bon\b)?\s*"),
    _Words("instituted", r"\b[Tt]he\s+Commission\s+instituted\s+(?:this|the)\s+(?:above-captioned\s+)?investigation\s+on\s+"),
)  # fmt: skip
_DUE_ON = rf"{_GAP}{{0,160}}?\b(?:(?:is|are|was|were|be|fall)\s+due|(?:must|should|shall|may|to)\s+be\s+(?:filed|submitted|received)){_CLOSE}\s+"
_BARE = (  # "are due December 14", "must be filed on December 14": no "by" before the day
    _Words("reply_submissions_due", rf"\b[Rr]epl(?:y|ies)\b(?:\s+\w+)?{_DUE_ON}"),
    _Words(
        "submissions_due",
        rf"\b(?:[Ii]nitial|[Ww]ritten|[Oo]pening|[Tt]hese|[Ss]uch|[Tt]he|[Aa]ll)\s+(?:written\s+)?(?:submissions?|briefs?|responses)\b(?!{_GAP}{{0,40}}\b[Rr]epl){_DUE_ON}",
    ),
    _Words("comments_due", rf"\b[Cc]omments?\b{_DUE_ON}"),
    _Words("response_due", rf"\b[Rr]esponses?\s+to\s+the\s+(?:amended\s+)?(?:complaint|notice\s+of\s+investigation)\b{_DUE_ON}"),
)  # fmt: skip
# A term from a day that the notice does not print is told as unread.
_TERMS = re.compile(
    rf"\b(?:[Rr]esponses?|[Ss]ubmissions?|[Cc]omments?|[Rr]epl(?:y|ies)|[Bb]riefs?)\b{_GAP}{{0,160}}?\bwithin\s+(?:\w+\s+){{1,3}}?\(?\d*\)?\s*days?\s+(?:of|after|from)\s+(?:the\s+)?(?:date\s+of\s+)?(?:service|publication|receipt|issuance)\b"
)
_SHAPES = tuple((w.fact, re.compile(w.lead + _DAY), re.compile(w.lead + _ODD_DAY)) for w in (*_LEADS, *_BARE))

_AHEAD = frozenset({"submissions_due", "reply_submissions_due", "comments_due", "response_due", "target_date"})

NAMES = frozenset(w.fact for w in _LEADS) | {"issued"}
"""Facts a notice may print."""


@dataclass(frozen=True, slots=True)
class Printed:
    """`days`: fact → day. `unread`: passages that say that something is due, with a day that cannot be read."""

    days: Mapping[str, date] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def printed_days(text: str, issued: date | None = None) -> Printed:
    """The days of a notice's text, `issued` that day. Of two for one thing the last sentence counts where one changes the
    other (a target date); of two due days the earlier one, since both are for the parties. A day before the notice was
    issued is history: nothing can be due then."""
    text = " ".join(text.split())
    days: dict[str, date] = {}
    unread: dict[str, None] = {}
    for fact, shape, odd in _SHAPES:
        found = [(m, us_date(m["day"])) for m in shape.finditer(text)]
        read = [day for _, day in found if day is not None]
        if issued is not None and fact in _AHEAD:
            read = [day for day in read if day >= issued] or read[:0]
        if read:
            kept = days.get(fact)
            day = read[-1] if fact == "target_date" else min(read) if fact.endswith("_due") else read[0]
            days[fact] = day if kept is None else min(kept, day)
            continue
        wrong = [m[0] for m, day in found if day is None] + [m[0] for m in odd.finditer(text)]
        if fact.endswith(("_due", "target_date")):
            unread.update(dict.fromkeys(w[-200:] for w in wrong))
    unread.update(dict.fromkeys(m[0][-200:] for m in _TERMS.finditer(text)))
    return Printed(days, tuple(unread))


def as_said(days: Mapping[str, date], names: Iterable[str]) -> dict[str, object]:
    """Those of the names that are printed, as an event says them: ISO text."""
    return {name: days[name].isoformat() for name in names if name in days}
