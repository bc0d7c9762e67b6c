"""The spellings of a firm's distinctive core that are looked for, and how much each says alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from monitor.matching.firms import chinese_name, latin_name, spelling, vocabulary
from monitor.matching.firms.everyday import is_everyday
from monitor.matching.firms.latin_name import Piece
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.firms.own_marks import OwnMark
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash
from monitor.matching.weights import Weight, weight

# How likely a guess is, beside a core as the name has it (1.0).
_OTHER_SOUND, _HALF_TRANSLATED = weight("firm_spelling.other_sound"), weight("firm_spelling.half_translated")
_TODAY = weight("firm_spelling.today")
_SHORTEST_WHOLE = 4  # letters


class Strength(IntEnum):
    """How much a core says alone."""

    WEAK = 0  # short, common, or a place: needs place or trade beside it
    MEDIUM = 1  # two syllables
    STRONG = 2  # three syllables and more, or a long coined word


@dataclass(frozen=True, slots=True)
class Core:
    """One spelling of a firm's distinctive core. `text` is squashed Latin or simplified Han.

    `kind`: given, given_han, given_pinyin, legal_name, pinyin, pinyin_reading, pinyin_umlaut, core_reading, core_digits, core_cut, core_part,
    half_translated, historical, wade_giles, postal, cantonese, today, core_mark, mark_latin.
    `source` is the name it was taken from, `guessed` the rows of the table of weights that made `prior` less than 1.
    """

    text: str
    kind: str
    prior: float
    strength: Strength
    source: str
    syllables: tuple[str, ...] = ()
    everyday: bool = False  # one word that everyone uses, or a few letters: without the place it names nobody
    asks: bool = False  # one guess of several: it asks for the place or the trade beside it
    # Of a mark of the firm: without the place or the trade beside it, it is looked at and no alert.
    review: bool = False
    guessed: tuple[str, ...] = ()
    asks_both: bool = False  # such a guess that it asks for the place and the trade

    @property
    def han(self) -> bool:
        """Whether it is written in Han."""
        return chinese_name.has_han(self.text)

    @property
    def given(self) -> bool:
        """Whether the office gave it, rather than this program deriving it."""
        return self.kind in ("given", "given_han", "mark_latin")

    @property
    def derived(self) -> bool:
        """Whether it is a spelling in Latin letters that this program made from Chinese characters."""
        return not self.given and self.kind != "legal_name" and not self.han


def cores_of(core: str, name: str, legal: bool, prior: float, kind: str) -> Iterator[Core]:
    """The core in Han and its Latin spellings; `prior` is 1.0, or a weight of the table where the core is a guess."""
    guessed = _rows(prior)
    yield Core(core, kind or ("legal_name" if legal else "given_han"), prior, han_strength(core), name, guessed=guessed)
    for spelt in spelling.spellings(core):
        text = squash(spelt.joined)
        if len(text) < 3:
            continue
        lesser: float = _OTHER_SOUND if spelt.kind == "pinyin_reading" else 1.0
        derived = kind or (spelt.kind if legal else "given_pinyin")
        made = Core(text, derived, prior * lesser, latin_strength(text, spelt.syllables), name, spelt.syllables)
        yield replace(made, guessed=(*guessed, *_rows(lesser)))
        if core.startswith("新") and len(core) >= 3 and spelt.kind == "pinyin":
            # 新晋商: firms write the first word in English, "New Jinshang".
            half = "new" + squash("".join(spelt.syllables[1:]))
            strength = latin_strength(half, spelt.syllables)
            made = Core(half, "half_translated", prior * _HALF_TRANSLATED, strength, name)
            yield replace(made, guessed=(*guessed, *_rows(_HALF_TRANSLATED)))


def _rows(likely: float) -> tuple[str, ...]:
    return (likely.name,) if isinstance(likely, Weight) else ()


def older_cores(core: str, name: str) -> Iterator[Core]:
    """A core as post, trade and Hong Kong have spelt it. What was spelt by rule, and not found in a table, is a guess."""
    for older in spelling.older_spellings(core):
        strength = min(latin_strength(older.text, ()), Strength.MEDIUM)
        yield Core(older.text, older.kind, older.prior, strength, name, asks=older.kind != "historical")


def latin_cores(name: str, pieces: Sequence[Piece], kind: str) -> Iterator[Core]:
    """Words no table knows are the core; those that do not stand together are no one word. What is left over counts by how
    rare it is: of "Songyuan Safety Systems" the everyday word is not the firm, and of "Dongfang Precision" the first."""
    runs = [[w for p in run for w in p.text.split()] for run in _runs(pieces)]
    telling = [rare for run in runs if (rare := _rare(run))]
    for words in telling or runs:
        text = squash("".join(words))
        if len(text) < 2:
            continue
        syllables = vocabulary.pinyin_of(text) or ()
        core = Core(text, kind, 1.0, latin_strength(text, syllables), name, syllables)
        if all(map(is_everyday, words)):
            core = replace(core, strength=Strength.WEAK, everyday=len(words) == 1)
        yield core
        if today := spelling.written_today().get(text):
            yield from cores_of(today, name, False, _TODAY, "today")


def whole_core(name: str, pieces: Sequence[Piece], kind: str) -> Core | None:
    """A mark or store name ("JCY GLASS") is also looked for as one word; of trade words alone it says little."""
    kinds = {p.kind for p in pieces}
    whole = squash(name)
    if kinds & {Kind.PLACE, Kind.FORM} or len(whole) < _SHORTEST_WHOLE:
        return None
    strength = latin_strength(whole, ()) if Kind.OTHER in kinds else Strength.WEAK
    return Core(whole, kind, 1.0, strength, name)


def mark_cores(marks: Iterable[OwnMark], made: Sequence[Core]) -> Iterator[Core]:
    """What the firm's own marks say: the Chinese words of a mark are a core for certain, and what it writes beside them is how
    the firm is called abroad. `made` are the cores of its names; what is one of them already stays as good as it was."""
    known = {core.text for core in made if not core.asks}
    for mark in marks:
        for core in cores_of(mark.han, mark.source, False, 1.0, "core_mark"):
            if core.text not in known:
                yield core
        for text in mark.latin:
            for core in latin_cores(text, latin_name.read(Line(text)), "mark_latin"):
                if core.text not in known:
                    yield replace(core, review=True, source=mark.source)


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The words no table knows, those that stand together in one list."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if piece.kind is Kind.OTHER:
            if runs and runs[-1][-1].end == piece.start:
                runs[-1].append(piece)
            else:
                runs.append([piece])
    return runs


def _rare(words: Sequence[str]) -> list[str]:
    """A run of words without the everyday ones at its end, which are trade words that the tables do not know. None of them where
    all are everyday."""
    kept = list(words)
    while kept and is_everyday(kept[-1]):
        kept.pop()
    return kept


def han_strength(core: str) -> Strength:
    """Of a core in simplified Han."""
    if len(core) < 2 or core in vocabulary.generic_han() or core in gazetteer.han_places():
        return Strength.WEAK
    return Strength.STRONG if len(core) >= 3 else Strength.MEDIUM


def latin_strength(text: str, syllables: tuple[str, ...]) -> Strength:
    """Of a squashed Latin core. `syllables` () where it is not pinyin."""
    if len(text) <= 5 or text in vocabulary.generic_latin() or (text,) in gazetteer.latin_places():
        return Strength.WEAK
    if (text,) in vocabulary.latin_trades():
        return Strength.WEAK
    if syllables:
        return Strength.STRONG if len(syllables) >= 3 else Strength.MEDIUM
    return Strength.STRONG if len(text) >= 7 else Strength.MEDIUM
