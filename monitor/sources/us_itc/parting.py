"""Blocks and lists of parties into single ones.

A block has one party a paragraph or line, or several in one paragraph parted by full stops or semicolons; a list runs on
in a sentence, "A of Boise, ID; B Ltd. of China; and C of …". The text is GPO print: a line that goes on ends in a blank,
unless a page ends there or the copy has lost those blanks; a word broken at its hyphen ends in the hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.places import country_of_address, divisions, is_us_state, place_of, printed_country
from monitor.sources.us_itc.party import (
    DEFINED_TERM,
    ENDS_WITH_FORM,
    FORM,
    STARTS_WITH_ALIAS,
    STARTS_WITH_FORM,
    Party,
    UnreadableParties,
    doubt_of,
    ends_an_address,
    is_abbreviation,
    party_with_address,
    party_with_place,
)

# A page break stands here: whether a line goes on behind it cannot be seen from the layout.
PAGE_BREAK = "\f"

_LONGEST_PART = 1000  # characters between two ";" of a running list; the longest seen has some 200
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# Sentences of a notice; none of them can stand inside a list of parties.
_BOILERPLATE = re.compile(
    r"section 337|tariff act|on behalf of|\bU\.S\.C\.|\b\d+ CFR|Unfair Import Investigations|hereby|the complaint\b"
    r"|complainants?\s+(?:is|are)|respondents?\s+(?:is|are)|administrative law judge",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The parties of a block, and the texts of it in which another party may be hidden."""

    parties: tuple[Party, ...]
    residue: tuple[str, ...] = ()


def read_block(block: str, wraps_marked: bool) -> Block:
    """Parties of an (a) or (b) block of a notice of institution.

    `wraps_marked` says that the document marks wrapped lines with a blank at their end, as GPO text does. Raises
    UnreadableParties where the block holds sentences of the notice or no name at all.
    """
    if _BOILERPLATE.search(" ".join(block.split())):
        raise UnreadableParties("us_itc.unreadable.sentence")
    parties = tuple(party_with_address(e) for e in _entries(block, wraps_marked))
    if not parties:
        raise UnreadableParties("us_itc.unreadable.nobody")
    return Block(parties, tuple(dict.fromkeys(filter(None, map(doubt_of, parties)))))


def read_list(text: str) -> tuple[Party, ...]:
    """Parties of a running list, "A of Boise, ID; B Ltd. of China; and C of …". Raises UnreadableParties."""
    text = _bare(text)
    if not text or _BOILERPLATE.search(text):
        raise UnreadableParties("us_itc.unreadable.sentence" if text else "us_itc.unreadable.nobody")
    parts = [p for p in (_LEADING_AND.sub("", p.strip()) for p in text.split(";")) if p]
    if any(len(part) > _LONGEST_PART for part in parts):
        raise UnreadableParties("us_itc.unreadable.glued")
    parties = tuple(party_with_place(p) for part in parts for p in parted(part))
    for party in parties:
        if holds_another(party.name):
            raise UnreadableParties("us_itc.unreadable.glued")
    return parties


def read_names(text: str) -> tuple[Party, ...]:
    """Names without a place, "A, Inc. and B LLC": parted only at ";" or behind a legal form, never by a guess."""
    text = _bare(text)
    if not text or _BOILERPLATE.search(text):
        raise UnreadableParties("us_itc.unreadable.sentence" if text else "us_itc.unreadable.nobody")
    marked = re.sub(rf"(?<=[\s,])({FORM})\s*(?:;|,?\s+and\s+|,\s+)(?!{FORM}(?:$|[\s,;]))(?=\S)", r"\1;", text)
    names = [_LEADING_AND.sub("", n.strip()) for n in marked.split(";")]
    return tuple(party_with_place(n) for n in names if n)


def _bare(text: str) -> str:
    """One line, without the full stop of the sentence; that of a legal form stays."""
    text = " ".join(text.split()).strip(" ;,")
    return text if ENDS_WITH_FORM.search(text) else text.strip(" .;,")


# --- running lists --------------------------------------------------------------------------------

_LONGEST_PARTY = 600  # letters of one party with its place; what is looked at of a longer text
_SEPARATOR = re.compile(r";\s*(?:and\s+)?|,\s+and\s+|,\s+|\s+and\s+|\s+as\s+well\s+as\s+", re.IGNORECASE)


def parted(text: str, known: Collection[str] = (), several: bool = False) -> list[str]:
    """A running list into the texts of single parties: "A of Shenzhen, China, and B of Taiyuan, China" → two.

    A party ends at ";", or where it is complete (a legal form, a defined term, a place with its country, a name that is
    `known`) and another name begins. "Johnson and Son of Boise, ID" stays one. `several` says that there are more than one:
    then a name of two words or more is complete too ("Foo Store and Bar Trading").
    """
    parts: list[str] = []
    current = ""
    for piece, separator, rest in _pieces(text):
        current = f"{current}{piece}"
        if not rest:
            break
        complete = _is_complete(current[-_LONGEST_PARTY:], known) or (several and _is_words(current))
        if separator.startswith(";") or (complete and _begins_a_name(rest, known)):
            parts.append(current)
            current = ""
        else:
            current = f"{current}{separator}"
    if current.strip():
        parts.append(current)
    return [stripped for p in parts if (stripped := _LEADING_AND.sub("", p.strip(" ,;")))]


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """(text, separator behind it, everything behind that), outside brackets."""
    at, depth, begin = 0, 0, 0
    while at < len(text):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth = max(0, depth - 1)
        elif not depth and text[at] in ";, " and (m := _SEPARATOR.match(text, at)):
            yield text[begin:at], m[0], text[m.end() :]
            at = begin = m.end()
            continue
        at += 1
    yield text[begin:], "", ""


def _is_complete(text: str, known: Collection[str]) -> bool:
    text = text.strip(" ,")
    return text.strip(" .").casefold() in known or _is_complete_by_itself(text)


@lru_cache(
    maxsize=4096
)  # lists that overlap end in the same words: each is looked at once, however many begin before it
def _is_complete_by_itself(text: str) -> bool:
    if ENDS_WITH_FORM.search(text):
        return True
    if (m := re.search(r"\([^()]*\)$", text)) and DEFINED_TERM.fullmatch(m[0]):
        return True
    return bool(text.endswith(")") and STARTS_WITH_ALIAS.match(text[text.rfind("(") + 1 :])) or bool(
        party_with_place(text).country and _country_is_said(text)
    )


def _is_words(text: str) -> bool:
    """Whether it is a name of two words or more and nothing else: no place, no bracket."""
    return bool(re.fullmatch(r"[A-Z][\w'’&.-]*(?:\s+[A-Z&][\w'’&.-]*)+", text.strip(" ,")))


def _country_is_said(text: str) -> bool:
    """Of "A of Shenzhen" the country may still follow."""
    return bool(printed_country(party_with_place(text).address))


def _begins_a_name(rest: str, known: Collection[str]) -> bool:
    """Whether what follows is another party and not the rest of this one's name or place."""
    rest = _LEADING_AND.sub("", rest.lstrip())
    rest = re.sub(r"^(?:(?:the|active|defaulting|remaining|proposed)\s+)*[Rr]espondents?\s+(?=[A-Z])", "", rest)
    field = re.split(r",\s|;|\s+and\s+|\s*\(", rest, maxsplit=1)[0].strip(" .")
    if any(rest.casefold().startswith(name) for name in known):
        return True
    if not re.match(r"[\"“A-Z0-9]", rest) and not re.match(r"[a-z]+[A-Z]", rest):
        return bool(re.match(r"[a-z]\w+\s.*\bof\s+[A-Z]", field))  # "lanbeier athletica inc., of Vancouver"
    if (
        STARTS_WITH_FORM.match(rest)
        or STARTS_WITH_FORM.match(field)
        or STARTS_WITH_ALIAS.match(rest)
        or is_us_state(field)
    ):
        return False
    alone = place_of(field)
    return not alone.country or " of " in field or bool(ENDS_WITH_FORM.search(field))


def holds_another(name: str) -> bool:
    """Whether a name still holds "X of <place>, Y": a list parted by something we do not know."""
    for m in re.finditer(r"\s+of\s+(?P<place>[^,;]{1,200}),\s+(?P<next>[^,;]+)", name):
        known = country_of_address(m["place"]) or is_us_state(m["place"]) or is_us_state(m["next"].split(" ")[0])
        if known and not STARTS_WITH_FORM.match(m["next"]):
            return True
    return False


# "(i) Foo Co., Ltd., …; and (ii) Bar Inc., …"
_LEADING_NUMBER = re.compile(r"^\((?:[ivx]{1,5}|\d{1,3})\)\s+(?=[A-Z\"“])", re.IGNORECASE)


# --- blocks ---------------------------------------------------------------------------------------


def _entries(block: str, wraps_marked: bool) -> list[str]:
    entries: list[str] = []
    current = ""
    before = ""  # the raw line before this one
    gap = False  # a page ended before this line
    indented = len(re.findall(r"^[ \t]{2,}\S", block, re.MULTILINE))
    for raw in block.split("\n"):
        line = raw.strip()
        if not line:
            if PAGE_BREAK in before or gap:
                gap = True
            elif current:
                entries.append(current)
                current = ""
            before = raw
            continue
        if not current:
            current = line
        elif _goes_on(before, current, line, wraps_marked, gap, _indent_says(raw, indented)):
            current = f"{current} {line}"
        else:
            entries.append(current)
            current = line
        before, gap = raw, PAGE_BREAK in raw
    if current:
        entries.append(current)
    whole: list[str] = []
    for entry in entries:
        for piece in _sentences(entry):
            text = _LEADING_NUMBER.sub("", _LEADING_AND.sub("", piece.strip()))
            if text in ("", "and", "."):
                continue
            if whole and _is_tail(text):
                whole[-1] = f"{whole[-1]} {text}"
            else:
                whole.append(re.sub(r"[;,]?\s+and$", "", text))
    return whole


def _sentences(entry: str) -> list[str]:
    """Several parties in one paragraph, parted by ";" or by full stops behind an address: one text each."""
    texts: list[str] = []
    start = 0
    for m in re.finditer(r"(?P<end>[;.])\s+(?=(?:and\s+)?\S)|,?\s+(?P<and>and)\s+(?=[A-Z0-9])", entry):
        left, right = entry[start : m.start()], entry[m.end() :]
        if _in_brackets(left) or not left.strip():
            continue
        address = left.partition(",")[2][-_LONGEST_PARTY:]
        right = right[:_LONGEST_PARTY]
        if m["end"] == ";":
            parts_here = True
        elif m["end"] == ".":
            parts_here = not is_abbreviation(left) and ends_an_address(address) and _can_be_a_party(right)
        else:
            parts_here = bool(printed_country(address)) and _has_form_before_address(right) and "," in right
        if parts_here:
            texts.append(left)
            start = m.end()
    texts.append(entry[start:])
    return texts


def _in_brackets(text: str) -> bool:
    return text.count("(") > text.count(")")


def _can_be_a_party(text: str) -> bool:
    """Whether a text that follows a full stop can be a party: a name, a comma, an address."""
    return bool(re.match(r"(?:and\s+)?[A-Z0-9\"“]", text)) and not _is_tail(
        text.split(";", maxsplit=1)[0].split(". ", maxsplit=1)[0]
    )


def _indent_says(raw: str, indented: int) -> bool | None:
    """Whether a line goes on, by its indent in a block that indents its paragraphs; None where the indent says nothing."""
    if raw.startswith(("  ", "\t")):
        return False if indented > 1 else None
    return True if indented > 1 else None


def _goes_on(before: str, current: str, line: str, wraps_marked: bool, gap: bool, by_indent: bool | None) -> bool:
    """Whether `line` continues `current`. A blank at the end of the line before says so; else what they say does."""
    current = _sentences(current[-_LONGEST_PART:])[-1]  # of several parties in one paragraph the last
    address = current.partition(",")[2]
    said = printed_country(address)
    starts_a_name = _has_form_before_address(line)
    if _is_tail(re.split(r"[.;]\s", line, maxsplit=1)[0]) and not (said and current.endswith((".", ";"))):
        return True
    if current.endswith(";"):
        return False
    page = gap or PAGE_BREAK in before
    if before.endswith(" ") and wraps_marked and not page:
        stopped = current.endswith(".") and not is_abbreviation(current[:-1])
        return not (said and starts_a_name and (said == "US" or stopped))
    if wraps_marked and not page:
        return False
    # The blank is lost, or a page ends here: an indent may still say it.
    if by_indent is not None:
        return by_indent
    if current.endswith((",", " and", "&")) or re.match(r"[a-z&(]", line):
        return True
    if said or place_of(address).postcode:  # behind a Chinese postcode only a place can follow, and that is a tail
        return False
    if current.endswith(".") and not is_abbreviation(current[:-1]):
        return not ends_an_address(address)
    if country_of_address(address.rpartition(",")[2]) and not _can_follow_a_place(line):
        return False
    return not (starts_a_name and ends_an_address(address))


_STREET_WORDS = re.compile(
    r"\W{0,10}(?:(?:East|West|North|South|Middle|New|Central|First|Second|Third|High)\b[\s-]{0,4}){0,4}(?:Road|Rd|Street|St|Avenue|Ave|Lane|City|Town|District"
    r"|Dist|County|Province|Prov|Village|Zone|Park|Industrial|Industry|Economic|Development|Technology|Tech|Science|Free|Export|Bonded|Building"
    r"|Bldg|Tower|Plaza|Mansion|Center|Centre|Square|Harbou?r|Port|Airport|Port|International)\b"
)


def _can_follow_a_place(line: str) -> bool:
    """Whether a line can go on behind the name of a place that ends the line before: "Lanhu | Industrial Park", "Shenzhen |
    Longhua District"."""
    return bool(_STREET_WORDS.match(line) or place_of(re.split(r"[,;.]", line, maxsplit=1)[0]).province)


def _has_form_before_address(line: str) -> bool:
    head = _DIGIT.split(line, maxsplit=1)[0]
    return bool(re.search(rf"(?:^|[\s,]){FORM}(?=$|[\s,(])", head))


def _is_tail(text: str) -> bool:
    """Whether it can only be the end of an address: a postcode, a country, a state and ZIP, a province and its postcode."""
    bare = text.strip(" .;")
    if re.fullmatch(r"[\d-]{4,10}|(?:People\W{0,2}s\W{0,2}\s)?Republic of China|(?:of )?China", bare):
        return True
    if _STREET_END.match(bare):
        return False
    fields = [f.strip() for f in bare.split(",")]
    return len(fields) <= 2 and all(_is_place(f) for f in fields)


_STREET_END = re.compile(r"^\d+\s+[A-Z]")


def _is_place(field: str) -> bool:
    """Whether a comma-field is a country, a state, a postcode, a Chinese province with or without its postcode."""
    if re.fullmatch(r"[\d-]{4,10}|Province|City", field) or printed_country(field):
        return True
    place = place_of(field)
    bare = re.sub(r"\b(?:Province|Prov\.?)\b|\d", "", field).strip(" .").casefold().replace(" ", "")
    return bool(place.province) and bare == divisions()[place.province].name.casefold()


def texts_of(parties: Sequence[Party]) -> tuple[str, ...]:
    """Every name printed for the parties: their own, their aliases."""
    return tuple(dict.fromkeys(t for p in parties for t in (p.name, *p.aliases)))
