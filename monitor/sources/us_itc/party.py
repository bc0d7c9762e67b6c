"""One printed party into name, aliases, address and country; lists of parties into single ones.

Two printed forms: with a street ("Foo Co., Ltd., 8 Example Rd., Shenzhen, China 518000", notices of institution) and
with a place ("Foo Co., Ltd. of China", notices of receipt and news releases). Nothing here decides who is a party:
the caller hands over what stands inside a party block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.legal_forms import printed_pattern
from monitor.model import Mention, Role
from monitor.places import country_code, country_of_address, is_us_state, names_with_of, printed_country
from monitor.sources.kit.text import clean

# A page break stands here: whether a line goes on behind it cannot be seen from the layout.
PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    aliases: tuple[str, ...] = ()
    address: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, "" = not said in a form we know

    def mention(self, role: Role, field: str) -> Mention:
        return Mention(
            text=self.name,
            role=role,
            field=field,
            language="en",
            country=self.country,
            aliases=self.aliases,
            address=self.address,
        )


class UnreadableParties(ValueError):
    """What should be a list of parties is something else; `key` is that of the text that says what."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


_LONGEST_PART = 1000  # characters between two ";" of a running list; the longest seen has some 200
_FORM = printed_pattern()
_STARTS_WITH_FORM = re.compile(rf"{_FORM}(?=$|[\s,(])")
_ENDS_WITH_FORM = re.compile(rf"(?:^|[\s,]){_FORM}\)?$")
_ALIAS_MARK = (
    r"(?:d/b/a/?|dba|d\.b\.a\.|doing\s+business\s+as|a/k/a|aka|a\.k\.a\.|also\s+known\s+as|f/k/a|fka|f\.k\.a\."
    r"|formerly\s+known\s+as|formerly|n/k/a|nka|n\.k\.a\.|now\s+known\s+as|t/a|trading\s+as|also\s+d/b/a)"
)
_ALIAS = re.compile(rf"(?:^|[\s,(]){_ALIAS_MARK}[:\s]\s*", re.IGNORECASE)
_STARTS_WITH_ALIAS = re.compile(rf"^{_ALIAS_MARK}\s", re.IGNORECASE)
_STARTS_WITH_CARE_OF = re.compile(r"^(?:c/o|care of|attn\b|attention\b)", re.IGNORECASE)
_DEFINED_TERM = re.compile(r"\s*\((?:collectively,?\s*|together,?\s*|hereinafter,?\s*)?[\"“”'‘’`]+[^()]*[\"“”'‘’`]+\)")
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# Sentences of a notice; none of them can stand inside a list of parties.
_BOILERPLATE = re.compile(
    r"section 337|tariff act|on behalf of|\bU\.S\.C\.|\b\d+ CFR|Unfair Import Investigations|hereby|the complaint\b"
    r"|complainants?\s+(?:is|are)|respondents?\s+(?:is|are)|administrative law judge",
    re.IGNORECASE,
)
# Institutions whose name is "X of <place>": the place is part of the name.
_NAMED_AFTER_PLACE = re.compile(
    r"(?:^|\s)(?:bank|university|college|academy|institute|ministry|government|republic|museum|board|association)$",
    re.IGNORECASE,
)


def read_block(block: str, wraps_marked: bool) -> tuple[Party, ...]:
    """Parties of an (a) or (b) block of a notice of institution, one per paragraph or line.

    `wraps_marked` says that the document marks wrapped lines with a blank at their end, as GPO text does. Raises
    UnreadableParties where the block holds sentences of the notice or no name at all.
    """
    if _BOILERPLATE.search(" ".join(block.split())):
        raise UnreadableParties("us_itc.unreadable.sentence")
    parties = tuple(party_with_address(e) for e in _entries(block, wraps_marked))
    if not parties:
        raise UnreadableParties("us_itc.unreadable.nobody")
    return parties


def read_list(text: str) -> tuple[Party, ...]:
    """Parties of a running list, "A of Boise, ID; B Ltd. of China; and C of …". Raises UnreadableParties."""
    text = " ".join(text.split()).strip(" .;")
    if not text or _BOILERPLATE.search(text):
        raise UnreadableParties("us_itc.unreadable.sentence" if text else "us_itc.unreadable.nobody")
    parts = [p for p in (_LEADING_AND.sub("", p.strip()) for p in text.split(";")) if p]
    if any(len(part) > _LONGEST_PART for part in parts):
        raise UnreadableParties("us_itc.unreadable.glued")
    parties = tuple(party_with_place(p) for part in parts for p in _apart_at_and(part))
    for party in parties:
        if _holds_another(party.name):
            raise UnreadableParties("us_itc.unreadable.glued")
    return parties


def read_names(text: str) -> tuple[Party, ...]:
    """Names without a place, "A, Inc. and B LLC": parted only at ";" or behind a legal form, never by a guess."""
    text = " ".join(text.split()).strip(" .;,") if not _ENDS_WITH_FORM.search(text.strip()) else " ".join(text.split())
    if not text or _BOILERPLATE.search(text):
        raise UnreadableParties("us_itc.unreadable.sentence" if text else "us_itc.unreadable.nobody")
    marked = re.sub(rf"(?<=[\s,])({_FORM})\s*(?:;|,?\s+and\s+|,\s+)(?!{_FORM}(?:$|[\s,;]))(?=\S)", r"\1;", text)
    names = [_LEADING_AND.sub("", n.strip()) for n in marked.split(";")]
    return tuple(_named(n, "", "") for n in names if n)


def party_with_place(text: str) -> Party:
    """ "Bank of Example of Charlotte, NC" → the name before the last " of " that a place follows."""
    text = text.strip().rstrip(";").strip()
    shielded = text
    for name in names_with_of():
        shielded = re.sub(rf"\b{re.escape(name)}(?=$|[\s,.;])", name.replace(" of ", "\0of\0"), shielded)
    for m in reversed(list(re.finditer(r",?\s+of\s+", shielded))):
        name, place = shielded[: m.start()].replace("\0", " "), shielded[m.end() :].replace("\0", " ")
        country = country_of_address(place)
        if country and not _NAMED_AFTER_PLACE.search(name):
            return _named(name, place.rstrip("."), country)
    return _named(text, "", "")


def party_with_address(text: str) -> Party:
    """ "Foo Co., Ltd., 8 Example Rd., Shenzhen, China": the name ends before the first field that is no legal form."""
    fields = [f.strip() for f in text.strip().rstrip(";").strip().split(",")]
    end = 1
    for i, field in enumerate(fields[1:], start=1):
        if _STARTS_WITH_CARE_OF.match(field) or not field:
            break
        if _STARTS_WITH_FORM.match(field) or _STARTS_WITH_ALIAS.match(field):
            end = i + 1
        elif _DIGIT.search(field):
            break
        elif i < len(fields) - 1 and _ENDS_WITH_FORM.search(field):
            end = i + 1  # "Micro, Star & Sons Co., Ltd., …"
    name, address = ", ".join(fields[:end]), ", ".join(f for f in fields[end:] if f)
    return _named(name, address.rstrip("."), country_of_address(address))


def _named(name: str, address: str, country: str) -> Party:
    name = _DEFINED_TERM.sub("", clean(name))
    bare, aliases = split_aliases(name)
    if not re.search(r"\w", bare):
        raise UnreadableParties("us_itc.unreadable.nameless")
    return Party(bare, aliases, clean(address), country)


def split_aliases(name: str) -> tuple[str, tuple[str, ...]]:
    """ "Foo LLC d/b/a Bar (a/k/a Baz)" → ("Foo LLC", ("Bar", "Baz")). A name in other brackets stays in the name."""
    bare, *rest = _ALIAS.split(name)
    opened = name[len(bare) : len(bare) + 1] == "("
    aliases: list[str] = []
    for piece in rest:
        text = piece.strip(" ,")
        if text.endswith(")") and text.count(")") > text.count("("):
            text = text[:-1]
        if opened and ")" in text and text.count(")") > text.count("("):
            text = text[: text.index(")")]
        text = re.sub(r"[\s,]+and$", "", text).strip(" ,;")
        if text:
            aliases.append(text)
    return bare.strip(" ,("), tuple(dict.fromkeys(aliases))


def _apart_at_and(part: str) -> Sequence[str]:
    """ "A of Boise, ID and B of China" into two; "Johnson and Son of Boise, ID" stays one."""
    for m in re.finditer(r",?\s+and\s+", part):
        left, right = party_with_place(part[: m.start()]), part[m.end() :]
        if left.country and party_with_place(right).country:
            return (part[: m.start()], *_apart_at_and(right))
    return (part,)


def _holds_another(name: str) -> bool:
    """Whether a name still holds "X of <place>, Y": a list parted by something we do not know."""
    for m in re.finditer(r"\s+of\s+(?P<place>[^,;]+),\s+(?P<next>[^,;]+)", name):
        known = country_code(m["place"]) or is_us_state(m["place"]) or is_us_state(m["next"].split(" ")[0])
        if known and not _STARTS_WITH_FORM.match(m["next"]):
            return True
    return False


def _entries(block: str, wraps_marked: bool) -> list[str]:
    entries: list[str] = []
    current = ""
    before = ""  # the raw line before this one
    for raw in block.split("\n"):
        line = raw.strip()
        if not line:
            if current and PAGE_BREAK not in before:
                entries.append(current)
                current = ""
        elif not current:
            current = line
        elif _goes_on(before, current, line, wraps_marked):
            current = f"{current} {line}"
        else:
            entries.append(current)
            current = line
        before = raw
    if current:
        entries.append(current)
    whole: list[str] = []
    for entry in entries:
        for piece in re.split(r";\s+(?=(?:and\s+)?\S)", entry):
            text = _LEADING_AND.sub("", piece.strip())
            if text in ("", "and", "."):
                continue
            if whole and _is_tail(text):
                whole[-1] = f"{whole[-1]} {text}"
            else:
                whole.append(re.sub(r";?\s+and$", "", text))
    return whole


def _goes_on(before: str, current: str, line: str, wraps_marked: bool) -> bool:
    """Whether `line` continues `current`. A blank at the end of the line before says so; else its completeness."""
    complete = printed_country(current.partition(",")[2]) != ""
    starts_a_name = _has_form_before_address(line)
    if before.endswith(" ") and wraps_marked:
        return not (complete and starts_a_name and printed_country(current.partition(",")[2]) == "US")
    if wraps_marked and PAGE_BREAK not in before:
        return False
    if _is_tail(line):
        return True
    return not complete


def _has_form_before_address(line: str) -> bool:
    head = _DIGIT.split(line, maxsplit=1)[0]
    return bool(re.search(rf"(?:^|[\s,]){_FORM}(?=$|[\s,(])", head))


def _is_tail(text: str) -> bool:
    """Whether it can only be the end of an address: a postcode, a country, a state and ZIP."""
    bare = text.strip(" .;")
    return bool(re.fullmatch(r"[\d-]{4,10}", bare)) or ("," not in bare and printed_country(bare) != "")
