"""What each printed day of an entry is for: answer, service, hearing, opposition, end of a restraining order. Pure.

The noun nearest before a day decides ("response due by 12/14/2026"), and for a hearing what it is heard on. A day whose noun
is none of ours (discovery, a joint letter), that lies behind ("held on", "signed on") or was taken off the calendar says
nothing. What has our noun and no day that can be read is given back as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.sources.us_courts.entries.days import printed_in
from monitor.sources.us_courts.entries.text import sentences


@dataclass(frozen=True, slots=True)
class Said:
    """`name` is one of SAYS. `day` is None where `text` gives it in a way that cannot be read."""

    name: str
    day: date | None
    text: str
    clause: str
    at: int  # position of the day in the clause


SAYS = (
    "answer_due",
    "conference",
    "opposition_due",
    "pi_hearing",
    "response_due",
    "service_date",
    "show_cause_due",
    "show_cause_hearing",
    "tro_hearing",
    "tro_until",
    "waiver_sent_date",
)
"""The facts an act of an entry can print, by their names in the vocabulary."""

_NOUNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "past",
            r"\b(?:signed|dated|(?<!be )filed|entered|(?<!be )held|issued|docketed|modified|received|executed by \w+|mailed|lodged|scheduled to commence)(?: on| of)?\W*$|\bprevious(?:ly)? (?:set|scheduled)\b.{0,30}$|\bfrom\W*$|(?<!be )\bheld\b.{0,60}\bon\W*$",
        ),
        (
            "past",
            r"\b(?:order|injunction|judgment|tro|complaint|motion|stipulation|letter|minute entry) (?:of|dated|entered|filed|issued|signed)(?: on)?\W*$",
        ),
        (
            "service",
            r"(?<!be )\bserved\b|\breturned executed\b|\bservice executed\b|\b(?:proof|return|affidavit|certificate) of service\b|\bservice of process\b|\bservice by e-?mail\b",
        ),
        ("waiver", r"\b(?:waivers?|acknowledge?ments?|requests?)\b.{0,40}\bsent\b"),
        (
            "answer",
            r"\banswers?\b(?! to (?:counter|inter))|\bresponse/answer\b|\bresponsive pleadings?\b|\brespond(?:ing)? to (?:the |plaintiff'?s? )?(?:\w+ ){0,2}complaint\b|\bresponses? to (?:the )?(?:\w+ ){0,2}complaint\b|\b(?:otherwise|to) plead\b",
        ),
        ("show cause response", r"\bshow cause responses?\b|\bresponses? to (?:the )?order to show cause\b"),
        ("reply", r"\brepl(?:y|ies)\b|\bsur-?reply\b"),
        (
            "opposition",
            r"\b(?:opposi(?:tions?|ng papers?)|(?:answering|responsive) papers?)\b|\boppose\b|\bobjections?\b|\bopposing\b",
        ),
        ("response", r"\bresponses?\b(?!/)|\brespond\b"),
        (
            "conference",
            r"\b(?:status|telephonic status|telephone status|scheduling|case management|initial)(?: \w+)? hearings?\b|\bconferences?\b|\bstatus (?:call|check|report hearing)\b|\btelephonic status\b|\bstatus hearing\b",
        ),
        (
            "hearing",
            r"\bhearings?\b|\bpresentment\b|\b(?:oral )?argument\b|\bmotion(?:\(s\))? set\b|\bshall appear\b|\breturn date\b",
        ),
        ("show cause", r"\bshow cause\b"),
        (
            "until",
            r"\bexpir\w+\b|\bto and including\b|\bthrough(?: and including)?\W*$|\bextension\b|\bextend(?:ed|s|ing)?\b|\bremains? in (?:full )?(?:force|effect|place)\b|\beffective\b|\bin effect\b|\buntil\W*$",
        ),
        (
            "none",
            r"\b(?:discovery|joint|letter|report|jury trial|bench trial|trial|transcript|redact\w*|bond|security|memorand\w+|briefs?|disclosures?|mediation|settlement|amend|deposition|plaintiffs? shall|fee|submit|proposed order|interrogator\w+|expert|notice of intent|case management statement|(?<!to )(?<!to the )motions? (?:for|to) \w+ (?:due|shall)|dispositive|pretrial|meet and confer|appearances?|briefing|motions? (?:is|are) due)\b",
        ),
    )
)
_FORWARD = re.compile(
    r"(?:\bdue(?: date)?(?: has been| is| was)?(?: now)?(?: set)?(?: on| by| for| at)?|\bby|\bon|\bon or before|\bbefore|\buntil|\bto|\bthrough|\bincluding|\bthan|\bset(?: for)?|\bfor|\bat|\bis|\bthe|\bafter|\bexpires?|:|\bof|\bpm|\bam|[ap]\.m\.?|,|\bset to|\bserved|\bhearing|\bconference)\W*$",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"^(?:(?! and )[^.;]){0,60}?\b(?:is|are|was|were|has been|have been|be)\b (?:hereby )?(?:adjourned|continued|reset|rescheduled|cancell?ed|vacated|stricken|terminated|moved|converted)|^,? is (?:hereby )?extended\b|^ ?(?:\d{1,2}:\d\d ?[ap]\.?m\.? ?)?(?:hearing |conference )?(?:is )?(?:cancell?ed|stricken|vacated)",
    re.IGNORECASE,
)
_PLAINTIFFS = re.compile(
    r"\bplaintiffs?'?s? (?:\w+ ){0,3}(?:response|opposition|brief|respond|oppose)|\bplaintiffs? (?:shall|must|may|to|is directed)\b",
    re.IGNORECASE,
)
_TAKEN_OFF = re.compile(
    r"\b(?:vacat|cancel|strik|terminat|adjourn|continu|mov)\w*\b[^.;]{0,120}\b(?:hearing|conference)s?\b[^.;]{0,30}\b(?:set|scheduled|calendared)(?: on| for)?\W*(?:\w+day,? )?$",
    re.IGNORECASE,
)
_PI = re.compile(r"\bpreliminary injunct|\bpi\b|\bpreliminar(?:y|ily) (?:enjoin|restrain)", re.IGNORECASE)
_TRO = re.compile(
    r"\b(?:temporary restraining order|tro|temporary restraints?|asset restraint|restraining order)\b", re.IGNORECASE
)
_UNTIL_HEARING = re.compile(
    r"\b(?:temporary restraining order|tro|temporary restraints?|restraining order|order)\b[^.;]{0,80}\b(?:remains?|continues?|extended|in (?:full )?(?:force|effect))\b[^.;]{0,60}"
    r"\b(?:until|through)\b(?: \w+){0,8} hearing\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DEFAULT_JUDGMENT = re.compile(r"\bdefault (?:final )?judgment\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:answer|responsive pleading|respond(?:ing)? to (?:the )?(?:\w+ )?complaint|otherwise (?:plead|respond)|complaint)\b",
    re.IGNORECASE,
)
_OPPOSING = re.compile(r"\boppos\w+(?:.{0,40}\b(?:injunction|restraining order|tro)\b)?", re.IGNORECASE)
_AFTER_HEARING = re.compile(
    r"^\W*(?:at [^;]{0,20} )?(?:for|as) (?:the |a )?(?:preliminary injunction|show cause|order to show cause) hearing",
    re.IGNORECASE,
)
_AFTER_ANSWERS = re.compile(
    r"^\W*(?:\w+ ){0,4}?(?:to|within which to) (?:file (?:a |an |its |their )?)?(?:responsive pleading|answer|respond)",
    re.IGNORECASE,
)


def said_in(body: str, codes: frozenset[str], show_cause_pi: bool) -> tuple[Said, ...]:
    """Every day of a text that is for something. `codes` are the acts the text was found to hold; `show_cause_pi`: the order to
    show cause in it is about a preliminary injunction."""
    found: list[Said] = []
    for clause in sentences(body):
        found += _of_clause(clause, body, codes, show_cause_pi)
    return tuple(found)


def _of_clause(clause: str, body: str, codes: frozenset[str], show_cause_pi: bool) -> Iterator[Said]:
    floor, noun_before = 0, ""
    for printed in printed_in(clause):
        left = clause[floor : printed.start]
        whole_left = clause[: printed.start]
        floor = printed.end
        noun = _noun(left) or noun_before
        if printed.day is None and not noun:
            noun = _noun(left + printed.text.partition(" ")[0])
        lasting = _noun(left, past=False) or noun_before
        if printed.day is not None and (_CANCELLED.search(clause[printed.end :]) or _TAKEN_OFF.search(whole_left)):
            noun_before = lasting
            continue
        if _AFTER_ANSWERS.search(clause[printed.end :]):
            noun = "answer"
        elif _AFTER_HEARING.search(clause[printed.end :]):
            noun = "hearing"
        if noun in ("past", "none", ""):
            noun_before = (
                lasting
                if noun == "past" and re.search(r"\bfrom\W*$", left, re.IGNORECASE)
                else noun_before
                if noun == "past"
                else ""
            )
            continue
        noun_before = noun
        if printed.day is not None and not _FORWARD.search(left):
            continue
        name = _name(noun, whole_left, clause, body, codes, show_cause_pi)
        if name and not (printed.day is None and name in ("conference", "service_date", "waiver_sent_date")):
            yield Said(name, printed.day, printed.text, clause, printed.start)
        if name.endswith("hearing") and _UNTIL_HEARING.search(whole_left) and _TRO.search(body):
            yield Said("tro_until", printed.day, printed.text, clause, printed.start)


def _noun(left: str, past: bool = True) -> str:
    """The noun that stands nearest before a day; of two that end at one place the earlier of the list."""
    best, where = "", -1
    for name, pattern in _NOUNS if past else [n for n in _NOUNS if n[0] != "past"]:
        for m in pattern.finditer(left):
            if m.end() > where:
                best, where = name, m.end()
    return best


def _name(noun: str, left: str, clause: str, body: str, codes: frozenset[str], show_cause_pi: bool) -> str:
    about_pi = bool(_PI.search(left) or (_PI.search(clause) and noun != "until"))
    match noun:
        case "service":
            return "service_date"
        case "waiver":
            return "waiver_sent_date"
        case "answer":
            return "answer_due"
        case "conference":
            return "conference"
        case "until":
            return _until(left, codes)
        case "show cause response":
            return "opposition_due" if show_cause_pi else "show_cause_due"
        case "opposition" | "response":
            if _PLAINTIFFS.search(left):
                return ""
            if not show_cause_pi and re.search(r"\bshow cause\b", body, re.IGNORECASE) and not about_pi:
                return "show_cause_due"
            if "answer_extended" in codes and not about_pi:
                return "answer_due"
            if noun == "response" and re.search(r"\bmotions? to (?:dismiss|compel|strike|seal)\b", left, re.IGNORECASE):
                return ""
            if about_pi or show_cause_pi or _PI.search(body) or _TRO.search(clause):
                return "opposition_due"
            ours = re.search(r"\bdefendants?\b", left, re.IGNORECASE) or _DEFAULT_JUDGMENT.search(body)
            return "response_due" if ours else ""
        case "show cause" | "hearing":
            if noun == "show cause" and re.search(r"\b(?:by|on or before|no later than)\W*$", left, re.IGNORECASE):
                return "opposition_due" if show_cause_pi else "show_cause_due"
            if about_pi or (show_cause_pi and re.search(r"show cause", left, re.IGNORECASE)):
                return "pi_hearing"
            if re.search(r"\bshow cause\b", left, re.IGNORECASE):
                return "pi_hearing" if show_cause_pi else "show_cause_hearing"
            if _TRO.search(clause):
                return "tro_hearing"
            if re.search(r"\bmotions? (?:for|to|in)\b", left, re.IGNORECASE):
                return ""
            return _heard(body, codes, show_cause_pi)
    return ""


def _heard(body: str, codes: frozenset[str], show_cause_pi: bool) -> str:
    """What a hearing is about that says it in another sentence. Once a restraint is entered, the next is on the injunction
    (rule 65(b)(3))."""
    if show_cause_pi or {"pi_motion", "tro_issued", "tro_extended"} & codes:
        return "pi_hearing"
    about_pi, about_tro = bool(_PI.search(body)), bool(_TRO.search(body))
    if about_pi == about_tro:
        return ""
    return "pi_hearing" if about_pi else "tro_hearing"


def _until(left: str, codes: frozenset[str]) -> str:
    """Until when something lasts: the restraining order, or the time to answer."""
    subjects = [
        (m.end(), name)
        for name, pattern in (
            ("tro_until", _TRO),
            ("answer_due", _ANSWERS),
            ("opposition_due" if _PI.search(left) or _TRO.search(left) else "", _OPPOSING),
            (
                "",
                re.compile(
                    r"\b(?:hearing|conference|(?<!answer )deadline (?!for [^.;]{0,60}(?:answer|complaint))|discovery|injunction|repl(?:y|ies)|response(?! to))\b",
                    re.IGNORECASE,
                ),
            ),
        )
        for m in pattern.finditer(left)
    ]
    if subjects:
        return max(subjects)[1]
    if {"tro_issued", "tro_extended"} & codes:
        return "tro_until"
    return "answer_due" if "answer_extended" in codes else ""
