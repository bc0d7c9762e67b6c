"""What to look for when a firm is watched: its places and trades, and the spellings of its distinctive core."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.matching.firms import chinese_name, latin_name, lexicon, spelling, vocabulary
from monitor.matching.firms.cores import Core, Strength, cores_of, latin_cores, mark_cores, older_cores, whole_core
from monitor.matching.firms.given_name import GivenName, given_name
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.firms.own_marks import OwnMark
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash
from monitor.matching.weights import weight
from monitor.model import WatchedName

# How likely a reading of a core is, beside the core as it stands (1.0).
_OTHER_READING = weight("firm_spelling.other_reading")  # the last word of the core read as goods: 汾酒 → 汾
_HALF = weight("firm_spelling.half")  # half of a long core
_CUT = weight("firm_spelling.cut")  # its first characters


_RANKS = ("zhen", "xiang", "cun", "jiedao")  # written together with the name of a town
_ABROAD = frozenset(
    [
        "town",
        "township",
        "village",
        "street",
        "subdistrict",
        "zone",
        "park",
        "area",
        "bonded",
        "free",
        "economic",
        "technological",
        "hitech",
        "tech",
        "hi",
        "high",
    ]
)  # what towns and zones are called in English


@dataclass(frozen=True, slots=True)
class Bare:
    """A name without a distinctive core: the place and the trades together are all there is (太原重工)."""

    places: frozenset[str]  # codes of its narrowest place
    trades: tuple[frozenset[str], ...]  # per trade word the concepts it may stand for; fillers left out
    kind: str
    source: str

    def spellings(self) -> tuple[str, ...]:
        """Every way its place is written: squashed Latin, simplified Han."""
        found: dict[str, None] = {}
        for code in sorted(self.places):
            if code == "CN":  # 中国石油: the country is all the place there is
                found |= dict.fromkeys(("china", "中国"))
                continue
            place = gazetteer.places()[code]
            for text in place.latin:
                found |= dict.fromkeys(joined.replace(" ", "") for joined in gazetteer.umlaut_spellings(text))
            found |= dict.fromkeys((place.zh, place.short))
            found |= dict.fromkeys(spelt for spelt, codes in lexicon.older_places().items() if code in codes)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything derived from one watched name."""

    watched: WatchedName
    places: frozenset[str]  # codes; of the name and of the city the office gave
    trades: frozenset[str]  # concepts; of all names and of the industry the office gave
    name_trades: frozenset[str]  # concepts of the legal name alone, fillers left out
    name_placed: bool  # the legal name holds a place
    name_grouped: bool  # it says that it is a group of firms
    cores: tuple[Core, ...]
    silent: tuple[Core, ...]  # cores switched off
    bare: tuple[Bare, ...]
    names: tuple[str, ...]  # the names as given: the legal one first
    latin_names: tuple[tuple[str, frozenset[object]], ...]  # the Latin ones, each with its set of meanings
    given: tuple[GivenName, ...] = ()  # full corporate names, looked for word by word
    localities: frozenset[str] = frozenset()  # in pinyin, the towns and villages of its names


def profile_of(watched: WatchedName, marks: Sequence[OwnMark] = ()) -> Profile:
    """Reads the name, the aliases, the English owner name, the city, the industry and the marks the firm owns. Never fails."""
    english = (watched.owner_en,) if watched.owner_en and watched.owner in ("", watched.name) else ()
    names = tuple(dict.fromkeys(n.strip() for n in (watched.name, *english, *watched.aliases) if n.strip()))
    read = _Gathered()
    read.places |= _places_in(watched.city)
    read.trades |= _trades_in(watched.industry)
    for at, name in enumerate(names):
        if chinese_name.has_han(name):
            read.han(name, legal=at == 0)
        else:
            read.latin(name, legal=at == 0)
    cores, silent = _kept([*mark_cores(marks, read.cores), *read.cores], watched)
    return Profile(
        watched,
        frozenset(read.places),
        frozenset(read.trades),
        read.name_trades,
        read.name_placed,
        read.name_grouped,
        cores,
        silent,
        tuple(read.bare),
        names,
        tuple(read.latin_names),
        _given(names, watched),
        frozenset(read.localities),
    )


def _given(names: Iterable[str], watched: WatchedName) -> tuple[GivenName, ...]:
    """The full corporate names among those the office gave, without what it switched off."""
    off = frozenset(squash(v) for v in watched.disabled_variants)
    read = (given_name(name) for name in names if not chinese_name.has_han(name) and squash(name) not in off)
    return tuple(found for found in read if found is not None and found.squashed not in off)


def _kept(cores: Iterable[Core], watched: WatchedName) -> tuple[tuple[Core, ...], tuple[Core, ...]]:
    """One core per spelling, the likeliest → (looked for, switched off by the office). Flagged names are weak."""
    off = frozenset(squash(v) for v in watched.disabled_variants)
    weak = bool(watched.flags & {"generic", "short", "place_name"})
    best: dict[str, Core] = {}
    for core in cores:
        if len(core.text) >= 2 and (core.text not in best or core.prior > best[core.text].prior):
            best[core.text] = replace(core, strength=Strength.WEAK) if weak else core
    return (
        tuple(core for core in best.values() if squash(core.text) not in off),
        tuple(core for core in best.values() if squash(core.text) in off),
    )


class _Gathered:
    """What the names of one firm say, gathered name by name."""

    def __init__(self) -> None:
        self.places: set[str] = set()
        self.trades: set[str] = set()
        self.name_trades: frozenset[str] = frozenset()
        self.name_placed = False
        self.name_grouped = False
        self.localities: set[str] = set()
        self.cores: list[Core] = []
        self.bare: list[Bare] = []
        self.latin_names: list[tuple[str, frozenset[object]]] = []

    def han(self, name: str, *, legal: bool) -> None:
        read = chinese_name.read(name)
        self.places |= read.places
        for town in read.localities:
            spelt = [squash(one.joined) for one in spelling.spellings(town)]
            self.localities |= {*spelt, *(one + rank for one in spelt for rank in _RANKS), *_ABROAD}
        self.trades |= set(read.trades)
        telling = tuple(t for t in read.trades if vocabulary.trades()[t].breadth != "filler")
        if legal:
            self.name_trades, self.name_placed = frozenset(telling), bool(read.places)
            self.name_grouped = read.group
        if not read.core:
            if read.places and telling:
                kind = "place_trade" if legal else "given"
                self.bare.append(Bare(narrowest(read.places), tuple(frozenset({t}) for t in telling), kind, name))
            for other in read.others:  # 珠海港: "Zhuhai Port", and "Zhuhaigang"
                self.cores += cores_of(other, name, legal, 1.0, "")
            return
        self.cores += cores_of(read.core, name, legal, 1.0, "")
        for core in (read.core, *read.others):
            self.cores += older_cores(core, name)
        for core in (*read.divided, *read.cuts):
            self.cores += (replace(c, asks=True) for c in older_cores(core, name) if c.kind == "historical")
        for other in read.others:
            self.cores += cores_of(other, name, legal, _OTHER_READING, "core_reading")
        for kind, cuts in (("core_reading", read.divided), ("core_cut", read.cuts)):
            for cut in cuts:
                made = cores_of(cut, name, legal, _CUT, kind)
                self.cores += [replace(c, strength=Strength.MEDIUM, asks=True) for c in made]
        if read_out := spelling.numerals_read(read.core):
            self.cores += cores_of(read_out, name, legal, _OTHER_READING, "core_digits")
        if half := chinese_name.tail(read):
            made = cores_of(half, name, legal, _HALF, "core_part")
            self.cores += [replace(c, strength=Strength.MEDIUM, asks=True, asks_both=True) for c in made]
        for part in chinese_name.parts(read.core):
            self.cores += [
                replace(c, strength=Strength.MEDIUM) for c in cores_of(part, name, legal, _HALF, "core_part")
            ]

    def latin(self, name: str, *, legal: bool) -> None:
        pieces = latin_name.read(Line(name))
        self.latin_names.append((name, latin_name.key_of(pieces)))
        here = [p for p in pieces if p.kind is Kind.PLACE]
        said = [p for p in pieces if p.kind is Kind.TRADE]
        for piece in here:
            if len(piece.values) == 1:  # a spelling several places share says nothing new
                self.places |= piece.values
        for piece in said:
            if not piece.values & self.trades:  # "wine" of a liquor firm need not mean grapes too
                self.trades |= piece.values
        telling = tuple(p.values for p in said if any(vocabulary.trades()[v].breadth != "filler" for v in p.values))
        if legal:
            self.name_trades, self.name_placed = frozenset().union(*telling), bool(here)
            self.name_grouped = any(p.kind is Kind.GROUP for p in pieces)
        self.cores += latin_cores(name, pieces, "legal_name" if legal else "given")
        whole = whole_core(name, pieces, "legal_name" if legal else "given")
        if whole is not None and whole.text not in {c.text for c in self.cores}:
            self.cores.append(whole)
        if here and telling and not any(p.kind is Kind.OTHER for p in pieces):
            narrow = max((p.values for p in here), key=lambda codes: max(_depth(c) for c in codes))
            self.bare.append(Bare(narrow, telling, "legal_name" if legal else "given", name))


def _places_in(text: str) -> frozenset[str]:
    if not text:
        return frozenset()
    if chinese_name.has_han(text):
        return chinese_name.places_in(text)
    return frozenset(v for p in latin_name.read(Line(text)) if p.kind is Kind.PLACE for v in p.values)


def _trades_in(text: str) -> frozenset[str]:
    if not text:
        return frozenset()
    if chinese_name.has_han(text):
        return frozenset(
            t for part in chinese_name.split(text) if part for t in chinese_name.read(_NOBODY + part).trades
        )
    return frozenset(v for p in latin_name.read(Line(text)) if p.kind is Kind.TRADE for v in p.values)


# Stands for a core where only trade words are given, so that all of them are read as such.
_NOBODY = "某某某"


def narrowest(codes: Iterable[str]) -> frozenset[str]:
    """The codes of the lowest level: {山西, 太原} → {太原}."""
    known = list(codes)
    deepest = max(map(_depth, known))
    return frozenset(code for code in known if _depth(code) == deepest)


def _depth(code: str) -> int:
    if code == "CN":
        return 0
    if code.endswith("0000"):
        return 1
    return 2 if code.endswith("00") else 3
