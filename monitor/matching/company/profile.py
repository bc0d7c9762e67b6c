"""What to look for when a firm is watched: its places and trades, and the spellings of its distinctive core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from monitor.matching.company import chinese, latin, spelling, tables
from monitor.matching.company.latin import Piece
from monitor.matching.company.lexicon import Kind
from monitor.matching.normalise import squash
from monitor.model import WatchedName


class Strength(IntEnum):
    """How much a core says alone."""

    WEAK = 0  # short, common, or a place: needs place or trade beside it
    MEDIUM = 1  # two syllables
    STRONG = 2  # three syllables and more, or a long coined word


@dataclass(frozen=True, slots=True)
class Core:
    """One spelling of a firm's distinctive core. `text` is squashed Latin or simplified Han.

    `kind`: given, given_han, given_pinyin, legal_name, pinyin, pinyin_reading, pinyin_umlaut, core_reading, core_part.
    `source` is the name it was taken from.
    """

    text: str
    kind: str
    prior: float
    strength: Strength
    source: str
    syllables: tuple[str, ...] = ()

    @property
    def han(self) -> bool:
        return chinese.has_han(self.text)

    @property
    def given(self) -> bool:
        return self.kind in ("given", "given_han")


@dataclass(frozen=True, slots=True)
class Bare:
    """A name without a distinctive core: the place and the trades together are all there is (太原重工)."""

    places: frozenset[str]  # codes of its narrowest place
    trades: tuple[frozenset[str], ...]  # per trade word the concepts it may stand for; fillers left out
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything derived from one watched name."""

    watched: WatchedName
    places: frozenset[str]  # codes; of the name and of the city the office gave
    trades: frozenset[str]  # concepts
    cores: tuple[Core, ...]
    bare: tuple[Bare, ...]
    names: tuple[str, ...]  # the names as given: the legal one first
    han_names: tuple[str, ...]  # simplified, without legal form and brackets


def profile_of(watched: WatchedName) -> Profile:
    """Reads the name, the aliases, the English owner name, the city and the industry. Never fails."""
    english = (watched.owner_en,) if watched.owner_en and watched.owner in ("", watched.name) else ()
    names = tuple(dict.fromkeys(n.strip() for n in (watched.name, *english, *watched.aliases) if n.strip()))
    off = frozenset(squash(v) for v in watched.disabled_variants)
    places: set[str] = set(_places_in(watched.city))
    trades: set[str] = set(_trades_in(watched.industry))
    cores: list[Core] = []
    bare: list[Bare] = []
    han_names: list[str] = []
    for at, name in enumerate(names):
        if chinese.has_han(name):
            han_names.append(_without_form(name))
            _read_han(name, at == 0, places, trades, cores, bare)
        else:
            _read_latin(name, at == 0, places, trades, cores, bare)
    marked_weak = bool(watched.flags & {"generic", "short", "place_name"})
    best: dict[str, Core] = {}
    for core in cores:
        if len(core.text) < 2 or squash(core.text) in off:
            continue
        if marked_weak:
            core = Core(core.text, core.kind, core.prior, Strength.WEAK, core.source, core.syllables)  # noqa: PLW2901
        if core.text not in best or core.prior > best[core.text].prior:
            best[core.text] = core
    return Profile(
        watched, frozenset(places), frozenset(trades), tuple(best.values()), tuple(bare), names, tuple(han_names)
    )


def _without_form(name: str) -> str:
    return chinese.without_form(name)


def _places_in(text: str) -> Iterator[str]:
    if not text:
        return
    if chinese.has_han(text):
        yield from chinese.places_in(text)
    else:
        for piece in latin.read(latin.words_of(text)):
            if piece.kind is Kind.PLACE:
                yield from piece.values


def _trades_in(text: str) -> Iterator[str]:
    if not text:
        return
    if chinese.has_han(text):
        for part in filter(None, chinese.split(text)):
            yield from chinese.read("某某某" + part).trades
    else:
        for piece in latin.read(latin.words_of(text)):
            if piece.kind is Kind.TRADE:
                yield from piece.values


def _read_han(name: str, legal: bool, places: set[str], trades: set[str], cores: list[Core], bare: list[Bare]) -> None:
    read = chinese.read(name)
    places |= read.places
    trades |= set(read.trades)
    if not read.core:
        if read.places:
            told = tuple(frozenset({t}) for t in read.trades if tables.trades()[t].breadth != "filler")
            if told:
                bare.append(Bare(narrowest(read.places), told, "place_trade" if legal else "given", name))
        return
    cores += _cores_of(read.core, name, legal, 1.0, "")
    for other in read.others:
        cores += _cores_of(other, name, legal, 0.97, "core_reading")
    for part in chinese.parts(read.core):
        cores += [c for c in _cores_of(part, name, legal, 0.9, "core_part") if c.strength is Strength.STRONG]


def _cores_of(core: str, name: str, legal: bool, prior: float, kind: str) -> Iterator[Core]:
    if chinese.has_han(core):
        yield Core(core, kind or ("legal_name" if legal else "given_han"), prior, han_strength(core), name)
    if not chinese.HAN.fullmatch(core[0]) and not any(chinese.has_han(c) for c in core):
        return
    for spelt in spelling.spellings(core):
        text = squash(spelt.joined)
        if len(text) < 3:
            continue
        lesser = 0.95 if spelt.kind == "pinyin_reading" else 1.0
        derived = kind or (spelt.kind if legal else "given_pinyin")
        yield Core(text, derived, prior * lesser, latin_strength(text, spelt.syllables), name, spelt.syllables)


def _read_latin(
    name: str, legal: bool, places: set[str], trades: set[str], cores: list[Core], bare: list[Bare]
) -> None:
    pieces = latin.read(latin.words_of(name))
    here = [p for p in pieces if p.kind is Kind.PLACE]
    told = [p for p in pieces if p.kind is Kind.TRADE]
    rest = [p for p in pieces if p.kind is Kind.OTHER]
    kind = "legal_name" if legal else "given"
    for piece in here:
        # A spelling shared by several places says nothing new; where the firm's place is known, it narrows.
        if len(piece.values) == 1:
            places |= piece.values
    for piece in told:
        trades |= piece.values
    text = squash("".join(p.text for p in rest))
    if text:
        cores.append(Core(text, kind, 1.0, latin_strength(text, tables.pinyin_of(text) or ()), name))
    elif here and told:
        bare.append(Bare(_narrowest_piece(here), _told(told), kind, name))
    if not any(p.kind is Kind.FORM for p in pieces) and not here:
        whole = squash(name)
        if whole != text and len(whole) >= 4:
            cores.append(Core(whole, kind, 1.0, latin_strength(whole, ()), name))


def _told(pieces: Iterable[Piece]) -> tuple[frozenset[str], ...]:
    return tuple(p.values for p in pieces if any(tables.trades()[v].breadth != "filler" for v in p.values))


def _narrowest_piece(pieces: list[Piece]) -> frozenset[str]:
    return max((p.values for p in pieces), key=lambda codes: max(_depth(c) for c in codes))


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


def han_strength(core: str) -> Strength:
    if len(core) < 2 or core in tables.generic_han() or core in tables.han_places():
        return Strength.WEAK
    return Strength.STRONG if len(core) >= 3 else Strength.MEDIUM


def latin_strength(text: str, syllables: tuple[str, ...]) -> Strength:
    """Of a squashed Latin core. `syllables` () where it is not pinyin."""
    if len(text) <= 5 or text in tables.generic_latin() or (text,) in tables.latin_places():
        return Strength.WEAK
    if (text,) in tables.latin_trades():
        return Strength.WEAK
    if syllables:
        return Strength.STRONG if len(syllables) >= 3 else Strength.MEDIUM
    return Strength.STRONG if len(text) >= 7 else Strength.MEDIUM
