"""The full text of a Federal Register notice of the ITC: declared numbers, parties by block, dates.

The text is GPO print wrapped at about 70 columns, inside `<pre>`, with page markers even in mid-sentence. A line that
goes on in the next one ends in a blank, unless it broke at a hyphen; the last line of a paragraph ends in none. A party is read from its own block only:
a block whose beginning or end is not found is unreadable, and nobody is guessed from the rest of the text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date

from monitor.sources.us_itc.parting import PAGE_BREAK, read_block, read_list, read_names
from monitor.sources.us_itc.party import Party, UnreadableParties
from monitor.sources.us_itc.terms import DATE, investigation_numbers, plain_dashes, us_date


@dataclass(frozen=True, slots=True)
class Notice:
    """What a text says of itself. `numbers` are the 337-TA digits its bracketed header declares."""

    document_number: str
    numbers: tuple[str, ...]
    docket: str
    issued: date | None
    body: str  # running text without the boilerplate before SUMMARY
    scope: str  # "plain language description" of the accused products

    @property
    def numbers_as_printed(self) -> tuple[str, ...]:
        return tuple(f"337-TA-{n}" for n in self.numbers)


@dataclass(frozen=True, slots=True)
class Parties:
    """`rest` is the running text outside the blocks, `residue` what of the blocks may hide a party that was not read."""

    complainants: tuple[Party, ...]
    respondents: tuple[Party, ...]
    complaint_date: date | None
    rest: str
    residue: tuple[str, ...] = ()


class UnreadableBlock(ValueError):
    """A party block could not be read; `key` is that of the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Parts of a page that are not its text: where each begins and ends.
_NO_TEXT = (("<!--", "-->"), ("<head>", "</head>"), ("<script", "</script>"), ("<style", "</style>"))
# A word broken at its hyphen: the hyphen belongs to the word, the line goes on without a blank ("Cross-Border E-\nCommerce").
# A blank behind the hyphen says that the words stand apart ("pre- and post-").
_BROKEN = re.compile(
    r"(?<=[^\W_])-(?:[ \t]*\n\s*\[\[ ?Page[^\]\n]{0,40}\]\][ \t]*)?\n\s*(?!(?:and|or|to)\b)(?=[^\W_])", re.IGNORECASE
)
# The indent of the line behind it stays: it may say that a paragraph begins.
_PAGE_ALONE = re.compile(r"(?P<goes_on>[ \t]*)\n\s*\[\[ ?Page[^\]\n]{0,40}\]\][ \t]*\n(?:[ \t]*\n)*", re.IGNORECASE)
_PAGE = re.compile(r"\s*\[\[ ?Page[^\]\n]{0,40}\]\]\s*", re.IGNORECASE)
_LONG_BLANK, _LONG_GAP = re.compile(r"[ \t]{9,}"), re.compile(r"(?:[ \t]*\n){4,}")
_DOCUMENT_NUMBER = re.compile(r"\[\s*FR\s+Doc\.?\s*(?:No:?)?\s*(?P<n>[\w-]+-\d+)", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]]{3,600})\]")
_BODY = re.compile(r"^\s*(?:AGENCY|SUMMARY)\s*:", re.MULTILINE)
_DOCKET = re.compile(r"\bDN\s?(?P<dn>\d{3,5})\b|\bDocket\s+No\.?\s*(?P<dn2>[234]\d{3})\b")
_ISSUED = re.compile(rf"\bIssued:\s*(?P<date>{DATE})")
_SCOPE = re.compile(
    r"plain\s+language\s+description\s+of\s+the\s+accused\s+products.{0,160}?\bis\s+[\"“`']{1,2}(?P<what>.{5,1500}?)[\"”']{1,2}\s*[;.,]",
    re.DOTALL,
)

_NAMED_AS_PARTIES = re.compile(r"following\s+are\s+hereby\s+named\s+as\s+parties", re.IGNORECASE)
_COMPLAINANT_HEAD = re.compile(
    r"\(a\)\s+The\s+complainants?\s+(?:is|are)\b(?:\s+the\s+following(?:\s+entit(?:y|ies))?)?\s*:?", re.IGNORECASE
)
_RESPONDENT_HEAD = re.compile(
    r"\(b\)\s+The\s+respondents?\s+(?:is|are)\s+the\s+following\s+entit(?:y|ies)\s+alleged\s+to\s+be\s+in\s+violation"
    r"[^:()]{0,200}?\bserved\s*:",
    re.IGNORECASE,
)
_BLOCK_END = re.compile(
    r"\(c\)\s+The\s+Office\s+of\s+Unfair\s+Import\s+Investigations|\([2-9]\)\s+For\s+the\s+investigation\s+so\s+instituted",
    re.IGNORECASE,
)

_RESPONDENT_LIST = re.compile(
    r"\bnames?\s+(?:as\s+(?:the\s+|an?\s+)?|the\s+following\s+(?:as\s+)?)(?:proposed\s+)?respondents?\s*:?\s+",
    re.IGNORECASE,
)
_LIST_END = re.compile(
    r"\s*\.?\s+(?:(?:The\s+)?(?:\w+\s+){0,2}complain(?:ants?|t)\b[^.]{0,60}?\brequests?\b"
    r"|Proposed\s+respondents,\s+other\s+interested)",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(
    rf"\bfiled\s+(?:by|on\s+behalf\s+of)\s+(?P<who>.{{3,2000}}?)\s+on\s+(?P<date>{DATE})", re.IGNORECASE
)


def plain_text(raw: bytes) -> str:
    """The text of a `<pre>` page or of a plain file: no tags, entities resolved, page markers out, lines kept."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(PAGE_BREAK, "\n")
    if re.search(r"<(?:pre|html|body|p|a)\b", text, re.IGNORECASE):
        for start, end in _NO_TEXT:
            text = _without(text, start, end)
        text = html.unescape(_TAG.sub("", text))
    text = plain_dashes(text.replace("\xa0", " "))
    text = _LONG_GAP.sub("\n\n\n", _LONG_BLANK.sub(" " * 8, text))
    text = _BROKEN.sub("-", text)
    text = _PAGE_ALONE.sub(lambda m: " \n" if m["goes_on"] else PAGE_BREAK + "\n", text)
    return _PAGE.sub(" ", text)


def _without(text: str, start: str, end: str) -> str:
    """`text` without everything from `start` to `end`; what never ends is cut off. One pass, whatever is in it."""
    low, kept, at = text.lower(), [], 0
    while (begin := low.find(start, at)) >= 0:
        kept.append(text[at:begin])
        close = low.find(end, begin + len(start))
        at = close + len(end) if close >= 0 else len(text)
    return "".join((*kept, text[at:]))


def read_notice(text: str) -> Notice:
    """Header, dates and body of a text made by `plain_text`."""
    body_at = _BODY.search(text)
    head = text[: body_at.start()] if body_at else text[:3000]
    declared = [n for m in _BRACKETS.finditer(head) for n in investigation_numbers(m[1])]
    found = _DOCUMENT_NUMBER.search(text)
    docket = _DOCKET.search(text)
    issued = _ISSUED.search(text)
    scope = _SCOPE.search(text)
    return Notice(
        document_number=found["n"] if found else "",
        numbers=tuple(dict.fromkeys(declared)),
        docket=(docket["dn"] or docket["dn2"]) if docket else "",
        issued=us_date(issued["date"]) if issued else None,
        body=_from_summary(_running(text)),
        scope=_running(scope["what"]) if scope else "",
    )


def institution_parties(text: str) -> Parties:
    """Complainants and respondents of a notice of institution, from blocks (a) and (b). Raises UnreadableBlock."""
    named = _NAMED_AS_PARTIES.search(text)
    if named is None:
        raise UnreadableBlock("us_itc.federal_register.unreadable.no_party_section")
    complainants_at = _only(
        _COMPLAINANT_HEAD, text, named.end(), UnreadableBlock("us_itc.federal_register.unreadable.complainant_head")
    )
    respondents_at = _only(
        _RESPONDENT_HEAD, text, named.end(), UnreadableBlock("us_itc.federal_register.unreadable.respondent_head")
    )
    if complainants_at.end() > respondents_at.start():
        raise UnreadableBlock("us_itc.federal_register.unreadable.block_order")
    end = _BLOCK_END.search(text, respondents_at.end())
    if end is None:
        raise UnreadableBlock("us_itc.federal_register.unreadable.block_end")
    # GPO text says by a blank at the end of a line that it goes on; copies of it may have lost those blanks.
    wraps_marked = len(re.findall(r"\S \n *\S", text)) >= 5
    try:
        complainants = read_block(text[complainants_at.end() : respondents_at.start()], wraps_marked)
        respondents = read_block(text[respondents_at.end() : end.start()], wraps_marked)
    except UnreadableParties as error:
        raise UnreadableBlock(error.key) from None
    rest = f"{text[: complainants_at.start()]}\n{text[end.start() :]}"
    residue = complainants.residue + respondents.residue
    return Parties(complainants.parties, respondents.parties, None, _from_summary(_running(rest)), residue)


def receipt_parties(text: str) -> Parties:
    """Complainant and proposed respondents of a notice of receipt, from its running text. Raises UnreadableBlock."""
    text = _running(text)
    lists = list(_RESPONDENT_LIST.finditer(text))
    if len(lists) != 1:
        raise UnreadableBlock(
            "us_itc.federal_register.unreadable.respondent_list"
            if not lists
            else "us_itc.federal_register.unreadable.two_lists"
        )
    filed = _ON_BEHALF.search(text)
    if filed is None:
        raise UnreadableBlock("us_itc.federal_register.unreadable.on_behalf_of")
    start = lists[0].end()
    end = _LIST_END.search(text, start)
    if end is None:
        raise UnreadableBlock("us_itc.federal_register.unreadable.respondent_list")
    if filed.start() < end.start() and start < filed.end():
        raise UnreadableBlock("us_itc.federal_register.unreadable.block_order")
    try:
        complainants = read_names(filed["who"])
        respondents = read_list(text[start : end.start()])
    except UnreadableParties as error:
        raise UnreadableBlock(error.key) from None
    spans = sorted(((filed.start("who"), filed.end("who")), (start, end.start())))
    rest = f"{text[: spans[0][0]]} {text[spans[0][1] : spans[1][0]]} {text[spans[1][1] :]}"
    return Parties(complainants, respondents, us_date(filed["date"]), _from_summary(_running(rest)))


def _only(shape: re.Pattern[str], text: str, start: int, why: UnreadableBlock) -> re.Match[str]:
    found = list(shape.finditer(text, start))
    if len(found) != 1:
        raise why
    return found[0]


def _from_summary(running: str) -> str:
    """Without the print header before SUMMARY."""
    at = running.find("SUMMARY:")
    return running[at:] if at >= 0 else running


def _running(text: str) -> str:
    return " ".join(text.split())
