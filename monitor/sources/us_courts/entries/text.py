"""The text of a docket entry without what the clerk's program adds to it, and its sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.legal_forms import Use, words_pattern

LIMIT = 8_000  # letters that are read; of a longer text, a list of hundreds of stores, the middle falls out
_END_KEPT = 2_000  # letters of it: the day that is printed stands behind the list
_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("–—‐‑‒−", "-")}
)
_BLANK = re.compile(r"\s+")
_DAY = r"(?:\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
_JUDGE = r"(?:the |clerk |deputy |chief |senior |district |magistrate |u\.s\. |united states |hon\.? |honorable |judge |mdl panel)"
# Who signed it and when: the day of signing is no day that anybody must act on.
_SIGNED = re.compile(
    rf"\(?\s*(?<!default )\b(?:signed|ordered|so ordered|hereby ordered|issued|entered) by {_JUDGE}+.{{0,120}}?(?:,? (?:on|dated) {_DAY}\)?|"
    rf"\)|(?=\.(?:\s|$))|(?=\.\.)|$)",
    re.IGNORECASE,
)
_ORDERED_BY = re.compile(
    rf"(?<=[.\]:)]) ?(?:chief |magistrate |district )*judge [A-Z][^.;:()]{{2,60}}? on {_DAY}", re.IGNORECASE
)
_ADDED = re.compile(
    r"""
    \(entered:[^)]{0,400}\)
    | \(filed\ on[^)]{0,400}\)
    | \(attachments?\b(?:[^()]|\([^()]*\))*\)
    | \(attorney\)
    | \(court\ reporter(?:[^()]|\([^()]*\))*\)
    | \(filing\ fee(?:[^()]|\([^()]*\))*\) | \(\s{0,4}filing\ fee[^)]{0,400}\)
    | \(text[ -]only(?:\ order|\ entry)?\) | text[ -]only\ entry[^.]*\.? | \(no\ pdf[^)]{0,400}\)
    | modified\ on\ \d[^.]*(?:\([a-z]{2,4}\))?\.?
    | (?:mailed|emailed|telephoned|notices?\ (?:mailed|sent))\ (?:notices?|by)\b.*$
    | \(?copies\ (?:have\ been|mailed|distributed)\b.*$
    | notified\ via\b.*$
    | notice\ to\ counsel:.*$
    | form\ c\ and\ form\ d\b.*$
    | -{0,40}please\ refer\ to\b.*$
    | proposed\ (?:document|order\ to\ show\ cause)\ to\ be\ reviewed\b.*$
    | transcript\ may\ be\ viewed\b.*$
    | original\ summons\b[^.]*\.?
    | note\ that\ this\ is\ an\ automatically\ generated\b.*$
    | \(see\ document\ for\ further\ details\.?\)
    | see\ attached\ document\b.*$
    | associated\ cases:.*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REPEATED = re.compile(r"([^\w\s])\1{3,}")
_QUOTED = re.compile(r'"[^"]{60,}"')  # another court's words, or a rule's
# "(abc, )", "(Demo, Ann)": who typed it, and whose login filed it.
_INITIALS = re.compile(
    r"\(\s*(?:[a-z]{1,8}|[A-Z]{1,4})\s*,?\s*(?:[A-Z]|\d)?\s*(?:,? ?deputy clerk)?\s*\)"
    r"|\(\s*[A-Z][\w'-]+, [A-Z][\w'-]*(?: [A-Z][\w.'-]*)?\s*\)"
)
_FORM = re.compile(rf"\b(?:{words_pattern(Use.COMMA)}|store)\b", re.IGNORECASE)
_END = re.compile(r"\.\.+\s*|[.;]\s+|[.;]$")
_ABBREVIATED = re.compile(
    r"\b(?:hon|jr|sr|nos?|dr|mr|mrs|ms|st|vs?|docs?|dkt|dckt|ecf|pp?|fed|civ|r|l|u\.s|f\.r|ex|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"def|[a-z])$",
    re.IGNORECASE,
)
_FIRM = re.compile(rf"\b(?:{words_pattern(Use.COMMA)}|cos|bros|etc|[ap]\.m)$", re.IGNORECASE)
_STARTS = re.compile(
    r"(?:\d{1,9}\)|\*|(?:the|this|any|all|it|if|in|by|no|plaintiff'?s?|defendants?'?|answers?|responses?|repl(?:y|ies)|status|telephonic|"
    r"motions?|hearing|service|summons|documents?|filing|written|so|further|order(?:ed)?|set|signed|enter|civil|case|clerk'?s?|ordered|"
    r"show|attached|preliminary|temporary|tro|parties|counsel|pursuant|for the|participants|please|waiver|proposed|text)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """`body` is cleaned; `signed` says that somebody is said to have signed it. `cut`: its middle was not read."""

    body: str
    signed: bool
    cut: bool = False


def cleaned(text: str) -> Text:
    """An entry in one line with straight quotes, without attachments, initials, signatures and the court's set phrases."""
    cut = len(text) > LIMIT
    if cut:
        text = f"{text[: LIMIT - _END_KEPT].rpartition(',')[0]} … {text[-_END_KEPT:].partition(',')[2]}"
    plain = _REPEATED.sub(r"\1\1", _BLANK.sub(" ", text.translate(_QUOTES)).strip())
    plain = _QUOTED.sub(" ", _ADDED.sub(" ", plain))
    without = _ORDERED_BY.sub(" ", _SIGNED.sub(" ", plain))
    bare = _INITIALS.sub(lambda m: m[0] if _FORM.search(m[0]) else " ", without)
    body = _BLANK.sub(" ", bare).strip()
    short = body.rstrip(" .")
    return Text(f"{short}." if short != body and _FIRM.search(short) else short, without != plain, cut)


def sentences(body: str) -> Iterator[str]:
    """The sentences and clauses, without their ends. "Foo Co. v. Bar Inc. served on" is one; a firm's "Co." ends one only
    where a word follows with which clerks begin sentences."""
    start = 0
    for end in _END.finditer(body):
        before = body[max(start, end.start() - 8) : end.start()]
        kept = end.start()
        if end[0].startswith("."):
            firm = _FIRM.search(before)
            if firm and not end[0].startswith("..") and not _begins(body, end.end()):
                continue
            if not firm and not end[0].startswith("..") and _ABBREVIATED.search(before):
                continue
            kept += bool(firm)  # the full stop of "Co." belongs to the name
        if body[start:kept].strip():
            yield body[start:kept].strip()
        start = end.end()
    if body[start:].strip():
        yield body[start:].strip()


def _begins(body: str, at: int) -> bool:
    """Whether a clerk begins a sentence here."""
    return body[at : at + 1].isupper() or body[at : at + 1] in "*0123456789" if _STARTS.match(body, at) else False
