"""Whom an act concerns: the names a clause of a docket entry gives, and whether it speaks of all or of some. Pure.

A name is given as printed, and so are numbers of a schedule ("Defendants Nos. 12, 45"), which whoever compares names must know
for what they are. Stand-ins ("The Partnerships … Identified on Schedule A") are no names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.legal_forms import Use, legal_forms
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts.entries.days import printed_in


@dataclass(frozen=True, slots=True)
class Named:
    """`names` as printed, in order. `some`: some parties only, also where no name could be read; `all_`: all of them, or the
    whole case. Both are False where the clause says nothing of parties."""

    names: tuple[str, ...] = ()
    some: bool = False
    all_: bool = False

    @property
    def whole(self) -> bool | None:
        return False if self.some or self.names else True if self.all_ else None


_EXCEPT = r"except(?:ing)?|other than|excluding|save for|apart from|with the exception of"
_ALL = re.compile(
    r"\ball (?:of the )?(?:the )?(?:remaining |named |served ){0,4}(?:defendants?|parties)\b|\bthe entire (?:action|case)\b|\b(?:action|case) in its entirety\b"
    r"|\beach (?:of the )?defendants?\b|\b(?:the )?remaining defendants\b|\bdefendants' (?:time|deadline)s?\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:all|every|each|any) (?:of )?(?:the )?(?:remaining |named |served ){0,4}other (?:named |served ){0,4}(?:defendants?|parties)\b|\ball (?:the )?others\b|"
    r"\b(?:certain|some|several|various|severed|following|specified) (?:of the )?(?:remaining |named |severed ){0,4}defendants?\b|\bdefendants? (?:identified|listed|named|set forth) (?:in|on|below|above|herein)\b|\bdefendants? (?:in|on) (?:the )?(?:attached|attachment|exhibit|annex|appendix)\b"
    rf"|\bdefendants?,?(?:'s?)? (?:no\.?s?|numbers?|numbered|#)\.? ?\d|\bdefs?\.? ?(?:nos?\.?|#) ?\d|\bdefendants? \d+\b|\b(?:all )?defendants?,? (?:{_EXCEPT}|but)\b"
    rf"|\b(?:{_EXCEPT}) (?:as to )?(?:the )?(?:defendants?|[A-Z])|\bas to (?:the )?(?:defendants? )?(?:no\.?s?|numbers?|#)\.? ?\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:defendants?,?|defs?\.?) (?:(?:nos?\.?|numbers?|numbered|#)\.? ?)?\d+\b(?! (?:motion|order|complaint))(?:\s*(?:,?\s*and|,|&|-|to|through)\s*\d+)*",
    re.IGNORECASE,
)
# Where the names begin. The first that is found counts.
_OPENINGS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\bas to (?:the )?(?:plaintiff'?s? claims against )?",
        r"\bwith respect to (?=(?:the )?defendants?\b)",
        r"\bupon (?=(?:the )?(?:defendants? )?[A-Z0-9])",
        r"\bserved (?:up)?on (?!\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)",
        r"\bagainst (?:the )?(?:defendants?\(?s?\)? )?(?=[A-Z0-9])",
        r"\bupdated for ",
        r"\b(?:waivers?|acknowledge?ments?|requests?) sent to (?=[A-Z])",
        r"\banswers? (?:is )?due (?:on )?\d{1,2}/\d{1,2}/\d{2,4} for ",
        r"\bdismiss(?:al|ing)? (?:of )?(?:with(?:out)? prejudice (?:of )?)?(?=(?:the )?defendants? )",
        r"\bdismiss(?:al of|ing) (?:the )?(?=(?-i:[A-Z]))",
        r"\b(?:STIPULATION|order|time) [^;]{0,60}\bextend(?:ing)? time (?:for|of) (?=(?:the )?(?:defendants? )?[A-Z])",
        r"\bfor (?=(?:the )?defendants? [A-Z])",
        r"\btime (?:for|of) (?:the )?(?=[A-Z])",
        r"\bto answer(?: \w+){0,4} by (?=[A-Z])",
        r"\bsubmitted by (?=[A-Z])",
        r"\b(?:summons(?:es)?|complaint),? (?:up)?on (?=(?:defendants? )?[A-Z])",
        r"\bservice\b[^.;]{0,80}? (?:up)?on (?=(?:the )?(?:defendants? )?(?-i:[A-Z]))(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)",
        r"\bdismissing (?=[A-Z0-9])",
        r"\bgranting (?=(?:defendants? )?[A-Z][\w.,& ]{1,80} until\b)",
        r"\bper request re (?=[A-Z])",
        r"\bentry of default by (?=[A-Z])",
        r"\bthe default of (?:the )?(?=(?:defendants? )?[A-Z])",
        r"\bdeadline for (?:the )?(?=[A-Z])",
    )
)
_SUBJECT = re.compile(
    r"(?:^|[.;:,]\s*|\b(?i:ordered),? (?:that )?)(?:(?i:the) )?(?P<names>(?:defendants? )?[A-Z0-9][^;:]{1,300}?)\s*(?:'s?)?\s+"
    r"(?:(?:was|were|is|are|has been|have been)\s+)?(?:served\b|waivers? sent\b|acknowledge?ments? sent\b|"
    r"(?:shall|must|is to|has|have|may|will)\s+(?:(?:through|until|up to)\b.{0,60}?to |have\b.{0,40}?to )?(?:file\b.{0,20})?(?:answer|respond|move|plead|show cause)|"
    r"(?:response/)?answers?(?:/response)?(?: is| are| remains)?(?: now)? due\b)"
)
_ENDED = re.compile(
    r"\b[Dd]efendants? (?P<names>[A-Z0-9][^;:]{1,300}?),? (?:is|are|was|were) (?:hereby )?(?:voluntarily )?(?:dismissed|severed|terminated)\b"
    r"|(?:^|(?<!\bv)(?<!\bvs)[.;:]\s*|\b(?i:ordered),? (?:that )?)(?:(?i:the) )?(?P<bare>(?![^;:]{1,200}? vs?\.? )(?!(?i:the|all|this|these|any|each|it|no|plaintiff|defendant|respondent|court|counter|cross|third|appeal|petition"
    r"|complaint|amended|case|action|matter|suit|claims?|counts?|motion|order|notice|minute|text|civil|parties|infringement|lawsuit|remaining|pursuant|having|because|since|if|in|on|upon|accordingly|as)\b)"
    r"[A-Z0-9][^;:]{1,300}?),? (?:is|are|was|were) (?:hereby )?(?:voluntarily )?dismissed\b"
    r"|\b[Dd]efendants? (?P<failed>[A-Z0-9][^;:]{1,300}?),? (?:has|have|having) failed\b"
)
_OWNER = re.compile(
    r"(?:^|[.;:]\s*)(?:(?i:ordered),? (?:that )?)?(?:(?i:the) )?(?:[Dd]efendants? )?(?P<names>[A-Z][^;:]{1,200}?)'s? (?:\w+ ){0,4}"
    r"(?:motions?|deadline|time|request|application)\b"
)
_ENDS = re.compile(
    r"\s+on\s+(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)|,?\s*(?:response/)?answers?(?:/response)?\s+(?:is\s+)?(?:now\s+)?due\b|\s*;|:|\("
    r"|\s+(?:was |were )?served\b|\s+re\b:?|\s+filed\s+by\b|\s+by\b|\s+in\s+(?:the\s+amount|this|the|full)\b|,?\s+pursuant\b|\s+for\s+(?=failure|lack|want|\d|the\b)"
    r"|\s+-+\s|\s+per\s+(?:the\s+)?(?:order|request|minute)\b|\s+from\b|\s+only\b|,?\s+with(?:out)?\s+(?:prejudice|leave)|\s+(?:extended|reset|continued|updated|remains?|is|are|was|were|shall|has|have|who|which|to|on|upon|until|through|regarding|identified|listed)\b"
    r"|\s+(?:acknowledge?ment|waivers?)\s+sent\b|\s+answer\b|\s+and\s+(?:order|for|against|the|with|without)\b|\s+without\b|\s+under\b|\s+at\b|\s+in favor\b|\s*\.\.\.",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:the|all|certain|remaining|following|named|only|said|both|each|of|doing)\s+)*(?:defendant|plaintiff|respondent|part(?:y|ie))s?\(?s?\)?'?\s*[,:-]?\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:no\.?s?|numbers?|numbered|#|def\.? ?nos?)?\.?\s*\d+(?:\s*(?:-|to|through)\s*\d+)?$", re.IGNORECASE
)
_GENERIC = re.compile(
    r"^(?:the |all |any |each |certain |both |remaining |other |said |every |unserved |served |severed |these )*"
    r"(?:defendants?|plaintiffs?|part(?:y|ies)|respondents?|claims?|counts?.*|defaulting defendants?|asset.*|entire action|others?|clerk.*|court|he|she|it|they|them|the|this|any|each|this (?:action|case|matter)|said (?:action|case))?'?s?$"
    r"|^(?:the |a |an |all |motions? |re )*(?:case|action|matter|suit|entire|plaintiff'?s?|summons|complaint|motion|order|injunction|proof|service|freeze|hearing|default|assets?|judgment|count|claim)s?\b"
    r"|\b(?:summons|complaint|motion|injunction|proof of service|asset freeze)$"
    r"|^(?:notice|affidavit|certificate|declaration|proof|return|affirmation)(?:\W*$| (?:of|by|from|that|re|regarding)\b)",
    re.IGNORECASE,
)


_ORDERED = re.compile(r"^(?:it is )?(?:hereby |further )*ordered,? (?:that )?(?:the )?", re.IGNORECASE)
# "The Partnerships and Unincorporated Associations Identified on Schedule A": a stand-in for a list nobody has seen.
_STAND_IN = re.compile(
    r"(?:the |defendants? |all ){0,6}(?:individuals|partnerships|unincorporated|corporations|limited liability|business entities|entities|persons|schedule|annex|exhibit|"
    r"(?:john |jane )?does?)\b",
    re.IGNORECASE,
)


# "the Moving Defendants Foo Co. and Bar Ltd.": a word of the parties' own for some of them, before their names.
_GROUP = re.compile(
    r"^(?:the )?(?:(?!and\b)[\w.-]+ ){0,2}defendants?,? (?=[A-Z\"])(?!Nos?\b|Numbers?\b)", re.IGNORECASE
)
# "the Defaulting Defendants in Attachment A", "Infringing Sellers": such a word with no name behind it.
_GROUP_ALONE = re.compile(
    r"^(?:the |all |any |these |said |subject )*(?:[\w.'-]+ ){0,4}?(?:(?:counter|cross)-?)?(?:defendants|sellers?|merchants|operators|store owners|seller aliases|aliases|(?:store|marketplace|financial|seller) accounts|domain names)"
    r"(?:\W*$|,? (?:in|on|of|identified|listed|named|set|who|that|which|whose|is|are|was|were|has|have|shall|to|with|without|for|by|from|only|answers?|and (?:the|against|for|with))\b|[.;:(])",
    re.IGNORECASE,
)
_SAYS_NO_NAME = re.compile(r"^(?:in the amount|identified|listed|named|set forth|who|that|which)\b", re.IGNORECASE)


def named_in(clause: str, subject: bool = True, owner: bool = False) -> Named:
    """What a clause says of parties. `subject`: also who stands before "served", "shall answer", "answer due"; `owner`: also
    whose motion or time it is."""
    all_, some = bool(_ALL.search(clause)), bool(_SOME.search(clause))
    names: tuple[str, ...] = ()
    numbered = False
    openings = [[clause[o.end() :] for o in pattern.finditer(clause)] for pattern in _OPENINGS]
    if subject and (found := _SUBJECT.search(clause)):
        openings.append([_ORDERED.sub("", found["names"])])
    if subject and (found := _ENDED.search(clause)):
        openings.append([found["names"] or found["bare"] or found["failed"]])
    if owner and (found := _OWNER.search(clause)):
        openings.append([_ORDERED.sub("", found["names"])])
    for pieces in openings:
        read = [_listed(piece) for piece in pieces]
        numbered = numbered or any(n for _, n in read)
        names = tuple(dict.fromkeys(name for listed, _ in read for name in listed))
        if names:
            break
    if some and re.search(rf"\b(?:{_EXCEPT}|but)\b", clause, re.IGNORECASE):
        return Named((), some=True)  # all but these
    met = (m for m in _NUMBERED.finditer(clause) if not (names and clause[: m.start()].endswith("(")))
    numbers = tuple(re.sub(r"^defs?\b\.?", "Defendant", m[0].strip(), flags=re.IGNORECASE) for m in met)
    if numbered or numbers:
        names, some = (*(n for n in names if not n.startswith(numbers or "\0")), *numbers), True
    return Named(names, some or bool(names), all_ and not names)


def spared_in(clause: str) -> tuple[str, ...]:
    """Whom a clause leaves out by name: "against all defendants except Quellmark Trading Co., Ltd."."""
    found = re.search(rf"\b(?:{_EXCEPT})\s+(?:(?:as to|for|against) )*(?P<who>[^;]+)", clause, re.IGNORECASE)
    who = re.sub(r",? (?:who|which)\b.*", "", found["who"]) if found else ""
    return tuple(
        n for n in _listed(who)[0] if not re.match(r"(?:defendants? )?(?:nos?\b|numbers?\b|#|\d)", n, re.IGNORECASE)
    )


def _listed(piece: str) -> tuple[tuple[str, ...], bool]:
    """The names at the beginning of a text, and whether numbers stand among them."""
    if _STAND_IN.match(piece):
        return (), False
    piece = _GROUP.sub("", piece)
    if _GROUP_ALONE.match(piece) or _SAYS_NO_NAME.match(piece):
        return (), False
    cut = _ENDS.search(piece)
    if cut and cut[0].strip().lower() in ("who", "which"):
        return (), True  # described, and who comes behind cannot be told
    return _split(piece[: cut.start()] if cut else piece)


def all_named(clauses: tuple[Named, ...]) -> Named:
    """What several clauses say together: names of one and numbers of another are names nobody can be sure of."""
    names = tuple(dict.fromkeys(n for c in clauses for n in c.names))
    if any(c.some and not c.names for c in clauses):
        names = ()
    return Named(names, any(c.some for c in clauses), any(c.all_ for c in clauses) and not names)


def _split(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a list, and whether it also gives numbers of a schedule.

    One "and" without any comma may be part of a name ("Fernbrook and Sons"): then the whole is given too. Stores write
    themselves in small letters: beside a name a word or three in them are one, alone they are none ("as to liability"). A list
    with something in it that can be no name is not read: an act must not fall out for somebody it names.
    """
    text = _LEADING.sub("", text.strip(" ,-").lstrip("."))
    if printed_in(text):
        text = text[: printed_in(text)[0].start].strip(" ,-")
    parts = [p.strip(' ,-"') for p in _COMMA.split(text)]
    found: list[str] = []
    small: list[str] = []
    numbered = unread = False
    for number, part in enumerate(parts):
        halves = [_LEADING.sub("", h.strip(' ,"')) for h in _AND.split(part)]
        halves = [_ALSO.sub("", n) for h in halves for n in _ALSO_BETWEEN.split(h)]
        single = (
            len(parts) == 1 and len(halves) == 2 and not _ALSO_BETWEEN.search(part) and not _ENDS_FIRM.search(halves[0])
        )
        for half in (part, *halves) if single else halves:
            name = _tidy(re.sub(r"^(?:[Ff]or|the) ", "", half))
            if not name or (number == 0 and _GENERIC.search(name)):
                continue
            if _NUMBER.match(name):
                numbered = True
            elif _is_name(name):
                found.append(name)
            elif _SMALL.fullmatch(name) and not _GENERIC.search(name):
                small.append(name)
            else:
                unread = unread or not _GENERIC.search(name)
    if found and unread:
        return (), True
    return tuple(dict.fromkeys((*found, *small))) if found else (), numbered


_ALSO_WORDS = r"(?:d/?b/?a|a/?k/?a|f/?k/?a|doing business as|also known as|formerly known as)\b\.?"
_ALSO_BETWEEN = re.compile(rf"\s+{_ALSO_WORDS}\s+", re.IGNORECASE)
_ALSO = re.compile(rf"^{_ALSO_WORDS}\s+", re.IGNORECASE)
_SMALL = re.compile(r"[^\W\d_][\w.&'@/-]*(?: [\w.&'@/-]+){0,2}")


def _tidy(name: str) -> str:
    """Without the number of a document behind it, and without a full stop that is the sentence's."""
    name = re.sub(r"\s+(?:and|or|but)$", "", name)
    name = re.sub(r"(?<=[.\w])\s\[?\d+\]?$", "", name) if _ENDS_FIRM.search(re.sub(r"\s\[?\d+\]?$", "", name)) else name
    return name if _SHORTENED.search(name) else name.rstrip(". ")


def _is_name(name: str) -> bool:
    return (
        bool(re.match(r"[A-Z0-9\"'@]", name) or re.search(r"\d", name))
        and not _GENERIC.search(name)
        and not captions.is_placeholder(name)
        and len(name) > 1
    )


_FORMS = sorted(
    {f.words[0] for f in legal_forms() if Use.COMMA in f.uses and f.script == "latin"}, key=len, reverse=True
)
_COMMA = re.compile(
    rf"\s*,(?!\s*(?:{'|'.join(map(re.escape, _FORMS))}|l\.l\.c|s\.a|n\.v|p\.l\.c|jr|sr|ii+)\b)\s*", re.IGNORECASE
)
_AND = re.compile(r"\s+(?:and|&)\s+(?!(?:co|sons|company|bros)\b)|^and\s+", re.IGNORECASE)
_SHORTENED = re.compile(r"\b(?:co|inc|ltd|corp|bros|l\.l\.c|s\.a|n\.v|p\.c)\.$", re.IGNORECASE)
_ENDS_FIRM = re.compile(rf"\b(?:{'|'.join(map(re.escape, _FORMS))}|store|shop|l\.l\.c)\b\.?$", re.IGNORECASE)
