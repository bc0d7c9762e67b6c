"""One printed party into name, aliases, address and country.

Two printed forms: with a street ("Foo Co., Ltd., 8 Example Rd., Shenzhen, China 518000", notices of institution) and
with a place ("Foo Co., Ltd. of China", notices of receipt, running text, news releases). Nothing here decides who is a
party: the caller hands over what stands inside a party block. How a block or a list is parted into single parties,
parting.py says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.legal_forms import Use, printed_pattern, words_pattern
from monitor.model import Mention, Role
from monitor.places import country_of_address, names_with_of, place_of, printed_country, provinces_in
from monitor.sources.kit.text import clean


@dataclass(frozen=True, slots=True)
class Party:
    """`care_of` are those a paper reaches the party through (c/o) and firms named inside its address: they are named in
    passing, they are no party. `short` are the terms the notice calls it by ("Foo"). `person` says that the notice calls
    it an individual."""

    name: str
    aliases: tuple[str, ...] = ()
    address: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, "" = neither said nor implied
    care_of: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    person: bool = False

    def mention(self, role: Role, field: str, **extra: object) -> Mention:
        return Mention(
            text=self.name,
            role=role,
            field=field,
            language="en",
            country=self.country,
            aliases=self.aliases,
            address=self.address,
            extra={**({"entity": "individual"} if self.person else {}), **extra},
        )

    def mentions(self, role: Role, field: str, **extra: object) -> tuple[Mention, ...]:
        """The party itself, and those named beside it, who are cited."""
        beside = (Mention(name, Role.CITED, "address", "en") for name in self.care_of)
        return (self.mention(role, field, **extra), *beside)


class UnreadableParties(ValueError):
    """What should be a list of parties is something else; `key` is that of the text that says what."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


FORM = printed_pattern()
STARTS_WITH_FORM = re.compile(rf"{FORM}(?=$|[\s,(])")
ENDS_WITH_FORM = re.compile(rf"(?:^|[\s,]){FORM}\)?$")
# Forms that mean a firm wherever they stand: "SE" and "SA" are also a quarter of a city and a part of a name.
FIRM_INSIDE = re.compile(rf"\b(?-i:(?=[A-Z])){words_pattern(Use.INSIDE)}\b\.?", re.IGNORECASE)
_ALIAS_MARK = (
    r"(?:(?:(?:who|which|and)\s+)?(?:also\s+)?(?:d/b/a/?|dba|d\.\s?b\.\s?a\.?"
    r"|do(?:es|ing)?\s+business\s+(?:as|under(?:\s+the\s+(?:trade\s+)?names?)?(?:\s+of)?)"
    r"|operat(?:es|ing)\s+(?:as|under(?:\s+the\s+names?)?(?:\s+of)?)"
    r"|a/k/a|aka|a\.\s?k\.\s?a\.?|also\s+known\s+as|known\s+as|f/k/a|fka|f\.\s?k\.\s?a\.?|formerly\s+known\s+as|formerly"
    r"|n/k/a|nka|n\.\s?k\.\s?a\.?|now\s+known\s+as|t/a|trading\s+as|trades\s+as))"
)
_ALIAS = re.compile(rf"(?:^|[\s,(]){_ALIAS_MARK}[:\s]\s*", re.IGNORECASE)
STARTS_WITH_ALIAS = re.compile(rf"^{_ALIAS_MARK}\s", re.IGNORECASE)
_CARE_OF = re.compile(r"^(?:c/o|c\.o\.|care of|in care of|attn\b|attention\b)\.?:?\s*", re.IGNORECASE)
# (“Foo”) · ("Foo" or "Bar") · (collectively, “Respondents”) · (together with Bar, “the Foos”): the names are kept.
DEFINED_TERM = re.compile(
    r"\s*[(\[](?!\s*(?:also\s+)?(?:d/b/a|dba|a/k/a|aka|f/k/a|n/k/a|doing|formerly))"
    r"[^()\[\]]{0,160}?[\"“”‘`]{1,2}[^()\[\]\"“”]+[\"”’'`]{1,2}[^()\[\]]{0,40}[)\]]",
    re.IGNORECASE,
)
COLLECTIVE = re.compile(r"\bcollectively\b|\btogether\b|\bRespondents\b|\bComplainants\b")
QUOTED = re.compile(r"[\"“”‘`]{1,2}(?P<term>[^\"“”`]+?)[,.]?[\"”’'`]{1,2}")
_PERSON = re.compile(
    r"(?<![,\s])[,\s]+(?:(?:who\s+is\s+)?an?\s+individual(?:\s+(?:resid|liv|locat|domicil)\w+.*)?|individually)$",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r",?\s+an?\s+(?:[A-Z][\w'’]+\s+|limited\s+liability\s+|privately\s+held\s+|foreign\s+|domestic\s+){0,4}"
    r"(?:corporation|company|entity|partnership|firm|sole\s+proprietorship)(?:\s+organi[sz]ed\s+.*)?$"
)
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# Words of addresses; a comma-field that holds one belongs to no name, unless it ends in a legal form.
_PLACE_WORD = re.compile(
    r"\b(?:Room|Rm|Unit|Suite|Ste|Floor|Fl|Building|Bldg|Block|Blk|Tower|Plaza|Mansion|Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Drive|Boulevard|Blvd|Highway|Way|Town|Township|Village|District|Dist|County|City|Province|Prov|Zone|Park|Area|Estate"
    r"|Workshop|Warehouse|Shop|House|Center|Centre|Community|Subdistrict|Industrial|East|West|North|South|P\.?O\.?\s?Box)\b"
)
# Institutions whose name is "X of <place>": the place is part of the name.
_NAMED_AFTER_PLACE = re.compile(
    r"(?:^|\s)(?:bank|university|college|academy|institute|ministry|government|republic|museum|board|association)$",
    re.IGNORECASE,
)


@cache
def _with_of() -> re.Pattern[str]:
    """The names of countries that have "of" in them: it does not part a name from its place."""
    names = sorted(names_with_of(), key=lambda n: (-len(n), n))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?=$|[\s,.;])")


def party_with_place(text: str) -> Party:
    """ "Bank of Example of Charlotte, NC" → the name before the last " of " that a place follows."""
    text = text.strip().rstrip(";").strip()
    text, short = without_terms(text)
    shielded = _with_of().sub(lambda m: m[0].replace(" of ", "\0of\0"), text)
    for m in reversed(list(re.finditer(r",?\s+(?:of|in|located\s+in|based\s+in)\s+", shielded))):
        name, place = shielded[: m.start()].replace("\0", " "), shielded[m.end() :].replace("\0", " ")
        country = country_of_address(place)
        if country and not _NAMED_AFTER_PLACE.search(name):
            return _named(name, place.rstrip("."), country, short)
    return _named(text, "", "", short)


def party_with_address(text: str) -> Party:
    """ "Foo Co., Ltd., 8 Example Rd., Shenzhen, China": the name ends before the first field that is no legal form."""
    text, short = without_terms(text.strip().rstrip(";").strip())
    fields = [f.strip() for f in text.split(",")]
    end = _end_of_name(fields)
    name, rest = ", ".join(fields[:end]), [f for f in fields[end:] if f]
    care_of, rest = _care_of(rest)
    address = ", ".join(rest).rstrip(".")
    return _named(name, address, country_of_address(address), short, care_of)


def without_terms(text: str) -> tuple[str, tuple[str, ...]]:
    """ "Foo Co. (“Foo”) of China" → ("Foo Co. of China", ("Foo",)): the terms a notice defines, and the text without.
    A term for several together is none of the one it stands behind."""
    own = [m[0] for m in DEFINED_TERM.finditer(text) if not COLLECTIVE.search(m[0])]
    terms = [q["term"].strip() for term in own for q in QUOTED.finditer(term)]
    return DEFINED_TERM.sub("", text), tuple(dict.fromkeys(t.removeprefix("the ") for t in terms if t))


def _end_of_name(fields: list[str]) -> int:
    """How many comma-fields the name takes, its aliases included."""
    end, i, in_address = 1, 1, False
    while i < len(fields):
        field = fields[i]
        if _CARE_OF.match(field) or not field:
            break
        if STARTS_WITH_FORM.match(field) and not in_address:
            end = i + 1
        elif STARTS_WITH_ALIAS.match(field):
            end = i = _end_of_aliases(fields, i)
            continue
        elif _is_descriptor(field) and not in_address:
            end = i + 1
        elif _DIGIT.search(field) or (_PLACE_WORD.search(field) and not ENDS_WITH_FORM.search(field)):
            in_address = True
            if _DIGIT.search(field):
                break
        elif i < len(fields) - 1 and ENDS_WITH_FORM.search(field) and not in_address:
            end = i + 1  # "Micro, Star & Sons Co., Ltd., …"
        elif place_of(field).country:
            in_address = True
        i += 1
    return end


def _end_of_aliases(fields: list[str], start: int) -> int:
    """Behind the last alias of a list that begins in field `start`: "a/k/a Foo Tech, Foo Home, and Foo Life"."""
    end = start + 1
    for i in range(start + 1, len(fields)):
        field = fields[i]
        last = bool(_LEADING_AND.match(field))
        bare = _LEADING_AND.sub("", field)
        if STARTS_WITH_FORM.match(bare) or bare[:1] in '"“‘':
            end = i + 1
        elif (
            not bare
            or _DIGIT.search(bare)
            or place_of(bare).country
            or _PLACE_WORD.search(bare)
            or _CARE_OF.match(bare)
        ):
            break
        elif last:
            return i + 1
    return end


def _is_descriptor(field: str) -> bool:
    """ "an individual", "a Chinese corporation": says what the party is."""
    return bool(re.match(r"(?:an?\s+individual\b|individually$)", field, re.IGNORECASE) or _ENTITY.search(f", {field}"))


def _care_of(fields: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Those named inside an address, and the address without the c/o part: the fields of a firm's name go together."""
    named: list[str] = []
    kept: list[str] = []
    i = 0
    while i < len(fields):
        field = fields[i]
        led = _CARE_OF.match(field)
        size = 1
        while i + size < len(fields) and STARTS_WITH_FORM.match(fields[i + size]):
            size += 1
        whole = ", ".join(fields[i : i + size])
        if led:
            named.append(_CARE_OF.sub("", whole))
        else:
            kept += fields[i : i + size]
            # A landlord's name inside the address; at its end it may be the next party, which is not for us to say.
            if FIRM_INSIDE.search(whole) and i + size < len(fields) and not ends_an_address(", ".join(kept[:-size])):
                named.append(whole)
        i += size
    return tuple(clean(n.strip(" ,")) for n in named if re.search(r"\w", n)), kept


_LONGEST_ABBREVIATION = 40  # letters, "P.R.C" and "Company, Limited" among them
_ABBREVIATED = re.compile(
    r"(?:^|[\s,(])(?:\w|[A-Z](?:\.[A-Z])+|No|Nos|St|Ste|Rd|Ave|Av|Blvd|Dr|Ln|Hwy|Co|Inc|Ltd|Corp|Bldg|Blk|Fl|Rm|Dist|Prov|Str"
    r"|Jr|Sr|Mr|Ms|Dr|Mt|Ft|Tel|Int'l|Intl|Tech|Mfg|Bros|Ind|Dept|Div|Gen|Opp|Nr|Cor|Pty|Pte|Pvt|Sdn|Bhd|Cnty|Twp)$"
    rf"|\b{words_pattern(Use.INSIDE)}$",
    re.IGNORECASE,
)


def is_abbreviation(before: str) -> bool:
    """Whether a full stop behind this text belongs to an abbreviation: "No", "P.R", "Co"."""
    return bool(_ABBREVIATED.search(before[-_LONGEST_ABBREVIATION:]))


def ends_an_address(text: str) -> bool:
    """Whether an address can end here: in a country, in a Chinese place, in a postcode."""
    text = text.strip().rstrip(".;")
    last = text.rpartition(",")[2]
    return bool(printed_country(text) or re.search(r"\b\d{5,6}(?:-\d{4})?$", text) or country_of_address(last))


def doubt_of(party: Party) -> str:
    """What of a party's address looks as if another party were in it: the address; "" where nothing does.

    Signs: a firm's legal form that does not belong to one named inside the address, a full stop before a capital letter,
    a second province, words that lead an alias."""
    address = party.address
    explained = address
    for name in party.care_of:
        explained = explained.replace(name, "")
    stop = next(
        (m for m in re.finditer(r"\.\s+(?=[A-Z])", explained) if not is_abbreviation(explained[: m.start()])), None
    )
    if FIRM_INSIDE.search(explained) or _ALIAS.search(explained):
        return address
    if stop and ends_an_address(explained[: stop.start()]):
        return address
    return address if len(provinces_in(address)) > 1 or _goes_on_behind_its_end(address) else ""


def _goes_on_behind_its_end(address: str) -> bool:
    """Whether a comma-field goes on behind a postcode with what is no place: "California 92618 Lanbeier Store"."""
    fields = (re.match(r"\s*(?=[^\W\d])[^\d]*\b\d{5,6}(?:-\d{4})?\s+(?P<next>[A-Z].*)$", f) for f in address.split(","))
    return any(m and not country_of_address(m["next"]) for m in fields)


def _named(name: str, address: str, country: str, short: tuple[str, ...] = (), care_of: tuple[str, ...] = ()) -> Party:
    name = clean(name)
    person = bool(_PERSON.search(name))
    bare, aliases = split_aliases(_ENTITY.sub("", _PERSON.sub("", name)))
    if _PERSON.search(bare):  # "Li Lei, an individual d/b/a Lei Shop"
        person, bare = True, _PERSON.sub("", bare)
    if not re.search(r"\w", bare):
        raise UnreadableParties("us_itc.unreadable.nameless")
    return Party(bare, aliases, clean(address), country, care_of, short, person)


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
        text = re.sub(r"(?<![\s,])[\s,]+and$", "", text).strip(" ,;")
        aliases += _alias_list(text)
    return bare.strip(" ,("), tuple(dict.fromkeys(aliases))


def _alias_list(text: str) -> list[str]:
    """ "Foo Tech, Foo Home, and Foo Life" → three; "“A” and “B”" → two; "Foo and Bar" and "Foo Co., Ltd." stay one."""
    if len(quoted := [q["term"] for q in QUOTED.finditer(text)]) > 1:
        return [clean(q.strip(" ,")) for q in quoted]
    fields = [f.strip() for f in text.split(",") if f.strip()]
    names: list[str] = []
    for field in fields:
        bare = _LEADING_AND.sub("", field)
        if names and STARTS_WITH_FORM.match(bare):
            names[-1] = f"{names[-1]}, {bare}"
        else:
            names.append(bare)
    if len(names) > 1 and " and " in names[-1] and not ENDS_WITH_FORM.search(names[-1]):
        names[-1:] = names[-1].split(" and ")
    return [stripped for n in names if (stripped := clean(n.strip(" \"“”‘’'`")))]
