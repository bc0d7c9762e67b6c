"""Provinces, cities and counties of China in an address, and whether an address that names no country lies there.

`gazetteer.csv` and `postcodes.csv` name their origins. Codes are the six digits of GB/T 2260: "140000" a province,
"140100" a city of the rank of a prefecture, "140105" a district, county or city below one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from monitor.places.countries import LONGEST, fields_of, letters, rows

GAZETTEER = Path(__file__).resolve().with_name("gazetteer.csv")
# Regions with a country code of their own (ISO 3166-1), by the first two digits.
_OWN_CODE = {"71": "TW", "81": "HK", "82": "MO"}
# Provinces that are one city: its code stands for both.
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# Provinces whose Latin names differ by a letter and are misspelt for one another: a city or postcode decides.
_TAKEN_FOR = {"140000": "610000", "610000": "140000"}

_POSTCODE = re.compile(r"(?<![\d-])(\d{6})(?![\d-])")
_WORD = re.compile(r"[^\W\d_]+(?:['’‘´`ʼ-][^\W\d_]+)*")
_STREET = re.compile(
    r"^\W*(?:(?:East|West|North|South|Middle|Central|Mid|Dong|Xi|Nan|Bei|Zhong|[EWNS]|New|First|Second|\d+(?:st|nd|rd|th)?)\.?\s+)?"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Av|Lane|Alley|Boulevard|Blvd|Highway|Expressway|Bridge|Plaza|Square|Tower|Building"
    r"|Bldg|Mansion|Hotel|Centre|Center|Garden|Lu|Jie|Dajie|Dadao|Dalu|Bei ?lu|Nan ?lu|Dong ?lu|Xi ?lu|Zhong ?lu)\b",
    re.IGNORECASE,
)
_HAN_STREET = re.compile(r"^[东西南北中]?[一二三四]?(?:路|街|大道|大街|道|巷|大厦|广场|酒店)")
_RANK = re.compile(
    r"^\W*(?:(?P<province>Province|Prov|Sheng|Autonomous|Zizhiqu)|(?P<city>City|Shi|Municipality|Prefecture)|(?P<below>County|District|Dist|Xian|Qu|Town))\b",
    re.IGNORECASE,
)
_GLUED_RANK = {"sheng": "province", "shi": "city", "xian": "below", "qu": "below"}


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the gazetteer. `latin`: spellings, syllables apart, the pinyin first, ü written v."""

    code: str
    zh: str
    short: str
    latin: tuple[str, ...]

    @property
    def rank(self) -> str:
        """province · city · below"""
        return "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "below"

    @property
    def province(self) -> str:
        return f"{self.code[:2]}0000"

    @property
    def name(self) -> str:
        """ "太原" → "Taiyuan"."""
        return self.latin[0].replace(" ", "").replace("v", "ü").capitalize()


@dataclass(frozen=True, slots=True)
class Found:
    """What an address says of China. `country` is "CN", "HK", "MO", "TW" where its places alone imply one."""

    country: str = ""
    province: str = ""
    city: str = ""
    postcode: str = ""


@cache
def divisions() -> Mapping[str, Division]:
    """code → row of the gazetteer."""
    return {
        row["code"]: Division(row["code"], row["zh"], row["short"], tuple(row["latin"].split("|")))
        for row in rows(GAZETTEER.name)
    }


def province_named(name: str) -> str:
    """The code of a province by its name in Chinese or Latin letters, with or without its rank; "" where it is none."""
    name = name.strip()
    for division in divisions().values():
        if division.rank == "province" and name in (division.zh, division.short):
            return division.code
    bare = re.sub(r"\s*\b(?:Province|Prov\.?|Municipality|Autonomous Region)$", "", name, flags=re.IGNORECASE)
    codes = [c for c in _by_letters().get(letters(bare), ()) if divisions()[c].rank == "province"]
    return codes[0] if len(codes) == 1 else ""


def find(address: str, in_china: bool = False) -> Found:
    """The province, city and postcode an address names, and the country they imply where it names none.

    A street named after a place is no place. What is said twice and differs goes by the weight of what speaks for it
    (a city or postcode decides between Shanxi and Shaanxi); what stays undecided is "". `in_china`: the address says that it
    lies in China; then a postcode alone tells the province, and a Macao in it is the name of something else.
    """
    address = address[-LONGEST:]
    named = [*_latin(address), *_han(address)]
    if in_china:
        here = (replace(n, codes=frozenset(c for c in n.codes if c[:2] not in _OWN_CODE)) for n in named)
        named = [n for n in here if n.codes]
    postcode = _postcode(address)
    by_post = _postcodes().get(postcode[:2], "") if postcode else ""
    province = _province(named, by_post) or (by_post if in_china and not named else "")
    city = _city(named, province)
    country = _implied(address, named, province, by_post)
    if province[:2] in _OWN_CODE:
        return Found(country, postcode=postcode)
    return Found(country, province, city, postcode if by_post == province and province else "")


def places_named(address: str) -> tuple[frozenset[str], ...]:
    """Of each place an address names the codes of all it can be: "Datong" is a city, and districts elsewhere. A street
    named after a place is none."""
    return tuple(place.codes for place in (*_latin(address), *_han(address)))


def place_alone(text: str) -> frozenset[str]:
    """The codes of all that the one place can be which a text in Latin letters names, and nothing else; else none."""
    found = list(_latin(text))
    return found[0].codes if len(found) == 1 and found[0].alone else frozenset()


def spellings(division: Division) -> tuple[str, ...]:
    """The Latin spellings of a place, syllables apart, with all that are printed for ü."""
    return tuple(form for spelt in division.latin for form in _umlauts(spelt))


def han_names() -> Mapping[str, frozenset[str]]:
    """Chinese name → codes: provinces and cities with or without their rank, counties with it."""
    return _by_han()


def postcode_in(address: str) -> str:
    """The six digits of an address that look like a postcode, the last of them; "" where there are none."""
    return _postcode(address)


def province_of_postcode(postcode: str) -> str:
    """The code of the province a postcode of China belongs to; "" where no province has it."""
    return _postcodes().get(postcode[:2], "") if len(postcode) == 6 else ""


def postcodes_of(province: str) -> tuple[str, ...]:
    """The first two digits of the postcodes of a province, in order."""
    return tuple(prefix for prefix, code in _postcodes().items() if code == province)


def provinces_in(address: str) -> frozenset[str]:
    """The codes of all provinces an address speaks of, by their own name or by that of a place that is in one alone."""
    found: set[str] = set()
    for place in _latin(address):
        ranks = {divisions()[c].rank for c in place.codes}
        rank = next(r for r in ("province", "city", "below") if r in ranks)
        if rank == "below" and not place.alone:
            continue
        provinces = {divisions()[c].province for c in place.codes if divisions()[c].rank == rank}
        found |= provinces if len(provinces) == 1 else set()
    return frozenset(found)


# --- names ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """A place named in an address. `codes` are all it can be; `field` the comma-field it stands in, counted from 0;
    `alone` says that nothing else stands in that field but its rank, other places and a postcode."""

    codes: frozenset[str]
    field: int
    alone: bool


def _latin(address: str) -> Iterator[_Named]:
    for number, field in enumerate(fields_of(address)):
        words = list(_WORD.finditer(field))
        spans: list[tuple[int, int, frozenset[str]]] = []
        at = 0
        while at < len(words):
            size, codes = _longest(field, words, at)
            if codes:
                spans.append((words[at].start(), words[at + size - 1].end(), codes))
            at += size
        rest = field
        for start, end, _ in spans:
            rest = rest[:start] + " " * (end - start) + rest[end:]
        alone = not re.sub(
            r"\b(?:Province|Prov|Sheng|City|Shi|County|District|Dist|Town|Xian|Qu|Municipality)\b|[\W\d]", "", rest
        )
        yield from (_Named(codes, number, alone) for _, _, codes in spans)


def _longest(field: str, words: Sequence[re.Match[str]], at: int) -> tuple[int, frozenset[str]]:
    """How many words from `at` on are one name, and what it can be; (1, nothing) where none begins there."""
    for size in range(min(4, len(words) - at), 0, -1):
        part = words[at : at + size]
        key = letters("".join(m[0] for m in part))
        behind = field[part[-1].end() :]
        glued = next((rank for end, rank in _GLUED_RANK.items() if key.endswith(end) and key not in _by_letters()), "")
        if glued:
            key = next(key.removesuffix(end) for end in _GLUED_RANK if key.endswith(end))
        codes = _by_letters().get(key, frozenset())
        if not codes or _STREET.match(behind):
            continue
        said = _RANK.match(behind)
        rank = glued or next((name for name, text in said.groupdict().items() if text), "") if said else glued
        if rank:
            of_rank = frozenset(c for c in codes if _may_be(divisions()[c], rank))
            if of_rank:
                return size, of_rank
        return size, codes
    return 1, frozenset()


def _may_be(division: Division, rank: str) -> bool:
    """A city may be one of the rank of a prefecture, of a province or of a county; a district or county is below."""
    if rank == "city":
        return division.rank == "city" or division.zh.endswith("市")
    return division.rank == rank


def _han(address: str) -> Iterator[_Named]:
    if not re.search(r"[一-鿿]", address):
        return
    for name, codes in _by_han().items():
        for m in re.finditer(re.escape(name), address):
            if not _HAN_STREET.match(address[m.end() :]):
                yield _Named(codes, 0, alone=True)


@cache
def _by_letters() -> Mapping[str, frozenset[str]]:
    """Letters of a name → codes of the places that bear it."""
    found: dict[str, set[str]] = {}
    for division in divisions().values():
        for spelt in division.latin:
            for form in _umlauts(spelt):
                found.setdefault(letters(form), set()).add(division.code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _umlauts(spelt: str) -> tuple[str, ...]:
    """ "lv liang" → lv, lu, lyu: all three are printed for ü."""
    if not re.search(r"\b[ln]ve?\b", spelt):
        return (spelt,)
    return tuple(re.sub(r"\b([ln])v", rf"\1{vowel}", spelt) for vowel in ("v", "u", "yu", "ue"))


@cache
def _by_han() -> Mapping[str, frozenset[str]]:
    """Chinese name → codes: provinces and cities with or without their rank, counties with it."""
    found: dict[str, set[str]] = {}
    for division in divisions().values():
        names = {division.zh} if division.rank == "below" else {division.zh, division.short}
        for name in names:
            found.setdefault(name, set()).add(division.code)
    return {name: frozenset(codes) for name, codes in found.items()}


# --- weighing -------------------------------------------------------------------------------------


def _province(named: Sequence[_Named], by_post: str) -> str:
    """The province most speaks for; "" where two weigh the same and neither is named last."""
    weight: Counter[str] = Counter()
    last = ""
    for place in named:
        ranks = {divisions()[c].rank for c in place.codes}
        if "province" in ranks:
            for code in (c for c in place.codes if divisions()[c].rank == "province"):
                weight[code] += 6
                last = code
                if other := _TAKEN_FOR.get(code):
                    weight[other] += 3
        for code in {divisions()[c].province for c in place.codes if divisions()[c].rank == "city"}:
            weight[code] += 4
        if "city" not in ranks or place.alone:
            for code in {divisions()[c].province for c in place.codes if divisions()[c].rank == "below"}:
                weight[code] += 2 if place.alone and "city" not in ranks else 1
    if by_post and (named or by_post in weight):
        weight[by_post] += 4
    if not weight:
        return ""
    most = max(weight.values())
    best = [code for code, points in weight.items() if points == most]
    if len(best) == 1:
        return best[0] if most >= 2 else ""
    return last if last in best else ""


def _city(named: Sequence[_Named], province: str) -> str:
    """The city of the rank of a prefecture within the province, by its own name or by that of a county below it."""
    if not province:
        return ""
    if province[:2] in _MUNICIPALITIES:
        return f"{province[:2]}0100"
    here = [frozenset(c for c in place.codes if c[:2] == province[:2]) for place in named]
    cities = {c for codes in here for c in codes if divisions()[c].rank == "city"}
    if len(cities) == 1:
        return cities.pop()
    below = {c for codes in here for c in codes if divisions()[c].rank == "below"}
    above = {f"{c[:4]}00" for c in below}
    if len(above) != 1 or (cities and not above <= cities):
        return ""
    city = above.pop()
    return city if city in divisions() else (below.pop() if len(below) == 1 else "")


def _implied(address: str, named: Sequence[_Named], province: str, by_post: str) -> str:
    """The country an address lies in that ends in a Chinese place: "Taiyuan, Shanxi" · "Shanxi Province 030000"."""
    fields = fields_of(address)
    end = _last_field(fields)
    if own := _localities().get(letters(re.sub(r"\b(?:City|District)\b|\d", "", fields[end]))) if end >= 0 else None:
        return own
    if not named:
        return ""
    country = _OWN_CODE.get(province[:2], "CN")
    if by_post and by_post == province:
        return country
    there = [place for place in named if place.field == end]
    ranks = {divisions()[c].rank for place in there for c in place.codes}
    if any(place.alone for place in there) and ranks & {"province", "city"}:
        return country if province or "city" in ranks else ""
    kinds = {divisions()[c].rank for place in named for c in place.codes if c[:2] == province[:2]}
    return country if province and there and len(kinds) > 1 else ""


def _last_field(fields: Sequence[str]) -> int:
    """The number of the last comma-field that is more than a postcode or a doubtful "Republic of China"; -1 for none."""
    at = len(fields) - 1
    while at >= 0 and (not _WORD.search(fields[at]) or re.search(r"Republic\s+of\s+China", fields[at], re.IGNORECASE)):
        at -= 1
    return at


@cache
def _localities() -> Mapping[str, str]:
    return {letters(row["name"]): row["country"] for row in rows("localities.csv")}


def _postcode(address: str) -> str:
    """The six digits that stand last, "" where there are none."""
    codes = _POSTCODE.findall(address)
    return str(codes[-1]) if codes else ""


@cache
def _postcodes() -> Mapping[str, str]:
    return {row["prefix"]: row["province"] for row in rows("postcodes.csv")}
