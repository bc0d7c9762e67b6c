"""The region an office serves, a province or a city of China, and whether an address lies in it.

Nothing is guessed, and nothing is passed over in silence: an address lies in the region, or may lie there, with why it is
not sure, or nothing of it points there.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.places import china, place_of
from monitor.places.china import Division, divisions
from monitor.places.countries import letters, printed_country

# Provinces that are one city have a province's code; these are their own prefectures ("110100").
_ONE_CITY = frozenset({"11", "12", "31", "50"})
# Provinces whose Latin names are misspelt for one another: the name alone says nothing against a city or postcode.
_OWN_CODE = frozenset({"71", "81", "82"})
_TAKEN_FOR = {"14": "61", "61": "14"}
_RANK = re.compile(
    r"\s*\b(?:Province|Prov\.?|City|Municipality|Prefecture|Autonomous Region|Sheng|Shi)$", re.IGNORECASE
)


class UnknownRegion(ValueError):
    """What was given names no province or city (`near`: the one it is most like), or several."""

    def __init__(self, near: Region | None = None, several: Sequence[Region] = ()) -> None:
        super().__init__()
        self.near = near
        self.several = tuple(several)


@dataclass(frozen=True, slots=True)
class Region:
    """A province ("140000"), or a city of the rank of a prefecture ("140100"), by its code of GB/T 2260."""

    code: str

    @property
    def zh(self) -> str:
        """ "山西省"; of a city with its province: "山西省太原市"."""
        return "".join(d.zh for d in _with_province(self.code))

    @property
    def en(self) -> str:
        """ "Shanxi"; of a city with its province: "Taiyuan, Shanxi"."""
        return ", ".join(d.name for d in reversed(_with_province(self.code)))

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    @property
    def cities(self) -> tuple[Division, ...]:
        """The cities in it, in the order of their codes; of a city itself."""
        return tuple(d for d in divisions().values() if d.rank == "city" and self.holds(d.code))

    @property
    def postcodes(self) -> tuple[str, ...]:
        """The first two digits of the postcodes of its province, in order."""
        return china.postcodes_of(f"{self.code[:2]}0000")

    def holds(self, code: str) -> bool:
        """Whether a place lies in it, by its code. A province does not lie in one of its cities."""
        return code.startswith(self._stem)

    @property
    def _stem(self) -> str:
        return self.code[:2] if self.code.endswith("0000") else self.code[:4] if self.code.endswith("00") else self.code


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """That an address lies in a region, or may lie there. `place`: the code of the place it was found by, as near as it
    is known; `postcode`: that of the region, where it has one. `doubt` is "" where it is sure, else why not: namesake,
    contradiction (`elsewhere`: the code of the other place), country (`elsewhere`: the ISO code), city_unsaid,
    postcode_alone."""

    place: str
    postcode: str = ""
    doubt: str = ""
    elsewhere: str = ""

    @property
    def sure(self) -> bool:
        return not self.doubt


def region_called(value: str) -> Region:
    """The region of a name or code: "山西省", "山西", "Shanxi", "140000", "14", "太原市", "山西省太原市", "Taiyuan".

    Raises UnknownRegion."""
    wanted = value.strip()
    if wanted.isdigit():
        code = wanted.ljust(6, "0")
        if len(wanted) in (2, 4, 6) and code in divisions() and _can_be(divisions()[code]):
            return Region(_own(code))
        raise UnknownRegion
    codes = _by_name().get(_folded(wanted), ())
    # A province goes before a city of its name: 吉林 is the province, 吉林市 the city.
    codes = tuple(c for c in codes if c.endswith("0000")) or codes
    if len(codes) == 1:
        return Region(_own(codes[0]))
    if codes:
        raise UnknownRegion(several=[Region(c) for c in codes])
    near = difflib.get_close_matches(_folded(wanted), _by_name(), 1, 0.7)
    raise UnknownRegion(near=Region(_own(_by_name()[near[0]][0])) if near else None)


def provinces() -> tuple[Region, ...]:
    """All provinces, in the order of their codes."""
    return tuple(Region(d.code) for d in divisions().values() if d.rank == "province" and _can_be(d))


def whereabouts(region: Region, address: str, country: str = "") -> Whereabouts | None:
    """Whether an address lies in the region, or may lie there; None where nothing of it points there.

    `country`: ISO code, as the source gives it beside the address; what the address prints goes before it."""
    printed = printed_country(address)
    named = _Named(region, address)
    if printed not in ("", "CN") or not (named.near or named.postcode):
        return None
    if not printed and country not in ("", "CN"):
        return named.doubted("country", country) if named.sure else None
    place = place_of(address)
    if "CN" not in (printed, country, place.country):
        # Romania and Singapore have such postcodes too.
        return named.doubted("postcode_alone") if named.postcode else None
    if place.province[:2] not in ("", region.code[:2]):
        mistaken = _TAKEN_FOR.get(region.code[:2]) == place.province[:2] and named.province_alone and not named.postcode
        return named.doubted("contradiction", place.province) if named.sure and not mistaken else None
    if other := named.another_province():
        return named.doubted("contradiction", other)
    if named.sure:
        return Whereabouts(named.place, named.postcode)
    if named.inside:
        return named.doubted("namesake", named.namesake)
    return named.doubted("city_unsaid") if named.province_alone else None


def named_after(region: Region, name: str) -> str:
    """The code of the place of the region a firm's name begins with ("Taiyuan Foo Co., Ltd.", "山西某某有限公司"); "" where it
    begins with none, or with a name that places elsewhere have too. By law a firm is named after where it is registered."""
    beginning = _han_beginning if re.match(r"[一-鿿]", name) else _latin_beginning
    codes, rest = beginning(name)
    if codes and all(_is_province(c) and c[:2] == region.code[:2] for c in codes):
        nearer, _ = beginning(rest)  # "山西省太原市…": the city says more
        codes = frozenset(c for c in nearer if c[:2] == region.code[:2]) or codes
    codes = _highest(codes)
    return min(codes) if codes and all(map(region.holds, codes)) else ""


class _Named:
    """What an address names of the region and its province, apart from what it names elsewhere."""

    def __init__(self, region: Region, address: str) -> None:
        self._region, self._stem = region, region.code[:2]
        self._all = china.places_named(address)
        postcode = china.postcode_in(address)
        self._by_post = china.province_of_postcode(postcode)
        self.postcode = postcode if self._by_post[:2] == self._stem else ""
        named = [codes for codes in self._all if any(c[:2] == self._stem for c in codes)]
        self._province = any(_is_province(c) for codes in named for c in codes if c[:2] == self._stem)
        self.near = [self._meant(codes, [other for other in named if other is not codes]) for codes in named]
        self.inside = [codes for codes in self.near if any(map(region.holds, codes))]

    def _meant(self, codes: frozenset[str], beside: Sequence[frozenset[str]]) -> frozenset[str]:
        """Of places that share a name those in the province are meant where it is said; where it is said beside, the highest
        of the places in it: "Jinzhou, Liaoning" is the city, and no district of another."""
        if not self._province and not self.postcode:
            return codes
        here = frozenset(c for c in codes if c[:2] == self._stem)
        if self.postcode or any(f"{self._stem}0000" in other for other in beside):
            return _highest(frozenset(c for c in here if not _is_province(c))) or here
        return here

    @property
    def sure(self) -> bool:
        """The address names the region by what is nowhere else: its postcode or name, a place in it."""
        if _is_province(self._region.code) and self.postcode:
            return True
        return any(all(map(self._region.holds, codes)) for codes in self.inside)

    @property
    def province_alone(self) -> bool:
        """The province is said, and no city of it."""
        return (self._province or bool(self.postcode)) and all(all(map(_is_province, codes)) for codes in self.near)

    @property
    def namesake(self) -> str:
        """The code of a place elsewhere that has the name of one inside."""
        return min((c for codes in self.inside for c in codes if not self._region.holds(c)), default="")

    @property
    def place(self) -> str:
        """The city the region was found by, else the county, else the province."""
        held = sorted(c for codes in self.inside for c in codes if self._region.holds(c))
        for found in (
            [c for c in held if divisions()[c].rank == "city"],
            [c for c in held if divisions()[c].rank == "below"],
        ):
            if found:
                above = f"{found[0][:4]}00"
                return above if above in divisions() else found[0]
        return f"{self._stem}0000"

    def another_province(self) -> str:
        """The code of another province that the address names beside, "" where it names none."""
        if self._by_post and not self.postcode:
            return self._by_post
        for codes in self._all:
            high = _highest(codes)
            if any(c[:2] == self._stem for c in codes) or not any(c.endswith("00") for c in high):
                continue  # a county elsewhere is a district here as often as not
            other = min(high)[:2]
            if not (self.postcode and all(map(_is_province, high)) and _TAKEN_FOR.get(self._stem) == other):
                return f"{other}0000"
        return ""

    def doubted(self, doubt: str, elsewhere: str = "") -> Whereabouts:
        return Whereabouts(self.place, self.postcode, doubt, elsewhere)


# --- names of places ------------------------------------------------------------------------------


def _is_province(code: str) -> bool:
    return code.endswith("0000")


def _own(code: str) -> str:
    """Of a province that is one city its code, whichever of the two was given."""
    return f"{code[:2]}0000" if code[:2] in _ONE_CITY else code


def _can_be(division: Division) -> bool:
    """A province or city can be a region; so can a city below no prefecture. What has a country code of its own cannot."""
    return division.code[:2] not in _OWN_CODE and (
        division.rank != "below" or f"{division.code[:4]}00" not in divisions()
    )


def _with_province(code: str) -> tuple[Division, ...]:
    place = divisions()[code]
    return (place,) if place.rank == "province" else (divisions()[place.province], place)


def full_name(code: str) -> str:
    """A place with those it lies in: "黑龙江省大庆市大同区"; "" of no code."""
    above = dict.fromkeys(c for c in (f"{code[:2]}0000", f"{code[:4]}00", code) if c in divisions())
    return "".join(divisions()[c].zh for c in above)


def _highest(codes: frozenset[str]) -> frozenset[str]:
    """Of places that share a name those of the highest rank, the ones people mean."""
    for zeros in ("0000", "00"):
        if high := frozenset(c for c in codes if c.endswith(zeros)):
            return high
    return codes


def _folded(name: str) -> str:
    bare = _RANK.sub("", name.replace(",", " ").strip())
    return letters(bare or name)


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    """Folded name of a province or city, alone or behind its province → codes."""
    found: dict[str, dict[str, None]] = {}
    for division in divisions().values():
        if not _can_be(division) or (division.code[:2] in _ONE_CITY and division.rank != "province"):
            continue
        for name in _names(division):
            found.setdefault(letters(name), {})[division.code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _names(division: Division) -> Iterator[str]:
    yield from (division.zh, division.short)
    yield from china.spellings(division)
    if division.rank != "province":
        above = divisions()[division.province]
        for zh in (above.zh, above.short):
            yield from (zh + division.zh, zh + division.short)
        yield from (f"{division.name} {above.name}", f"{above.name} {division.name}")


def _latin_beginning(name: str) -> tuple[frozenset[str], str]:
    """The codes of the place a name begins with, the longest of its first words that is one, and what follows."""
    words = name.split()
    named = china.places_named(name)  # where a street named after a place is none
    for size in range(min(3, len(words) - 1), 0, -1):
        codes = china.place_alone(" ".join(words[:size]))
        if codes in named:
            return codes, " ".join(words[size:])
    return frozenset(), ""


def _han_beginning(name: str) -> tuple[frozenset[str], str]:
    longest = max((n for n in china.han_names() if name.startswith(n)), key=len, default="")
    return china.han_names().get(longest, frozenset()), name[len(longest) :]
