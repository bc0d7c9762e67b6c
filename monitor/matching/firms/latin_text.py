"""From hits of the automaton in a Latin text to evidence: which firm, which words, what stands around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from monitor.matching.firms import given_name, latin_name, lexicon, vocabulary
from monitor.matching.firms.cores import Core
from monitor.matching.firms.given_name import GivenName
from monitor.matching.firms.latin_name import Name, Piece
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.firms.profile import Bare
from monitor.matching.firms.seen import Edit, FoundWord, SeenName
from monitor.matching.normalise import pinyin
from monitor.matching.normalise.folding import squash

_GLUED_FROM = 6  # letters a core needs to be looked for inside a longer word ("languhejiuye")
_GLUED_TO_PLACE_FROM = 4  # and behind a place that is written together with it ("taiyuanbaoli")
_DIGITS = "0123456789"  # sellers put them behind their names


@dataclass(frozen=True, slots=True)
class Run:
    """Words [start, end) that spell a core; `glued` are parts of the name written together with it, which take `before` letters of
    the first word and `after` of the last."""

    start: int
    end: int
    edit: Edit = Edit.NONE
    glued: tuple[Piece, ...] = ()
    before: int = 0
    after: int = 0


class LatinText:
    """A text, its words, and where each begins in the squashed text the automaton reads."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._line = Line(raw)
        self.words = self._line.words
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._names: dict[tuple[int, int, int], Name] = {}
        pieces: list[str] = []
        at = 0
        for index, word in enumerate(self.words):
            if word.solid:
                self._starts[at] = index
                at += len(word.text)
                self._ends[at] = index
                pieces.append(word.text)
        self.squashed = "".join(pieces)
        self._begin, self._end = list(self._starts), list(self._ends)  # ascending

    def exact(self, start: int, end: int, core: Core | None) -> Run | None:
        """The words that squashed[start:end] covers, if it begins and ends with words or with known parts of them."""
        first, last = self._starts.get(start), self._ends.get(end)
        if first is not None and last is not None:
            return Run(first, last + 1)
        if core is None or len(core.text) < _GLUED_TO_PLACE_FROM:
            return None
        run = self._glued(start, end, first, last)
        if run and len(core.text) < _GLUED_FROM and not any(piece.kind is Kind.PLACE for piece in run.glued):
            return None
        return run

    def _glued(self, start: int, end: int, first: int | None, last: int | None) -> Run | None:
        glued: list[Piece] = []
        before = after = 0
        if first is None:
            begins = self._begin[bisect_left(self._begin, start) - 1]
            first, before = self._starts[begins], start - begins
            if not self._known(self.squashed[begins:start], first, glued):
                return None
        if last is None:
            ends = self._end[bisect_right(self._end, end)]
            last, after = self._ends[ends], ends - end
            if not self._known(self.squashed[end:ends], last, glued):
                return None
        return Run(first, last + 1, Edit.NONE, tuple(glued), before, after)

    def _known(self, rest: str, word: int, glued: list[Piece]) -> bool:
        """Whether what was written together with a core is words of the tables, with digits behind them where it ends the word."""
        if len(rest) > len(self.words[word].text):
            return False
        plain = rest.rstrip(_DIGITS)
        parts = lexicon.glued_parts(plain)
        if plain and not parts:
            return False
        glued += [Piece(meaning.kind, word, word + 1, meaning.values, text) for text, meaning in parts]
        return True

    def near(self, start: int, end: int, core: Core, seed: str) -> Run | None:
        """Words that spell the core with one wrong letter, grown from the half of it found at [start, end)."""
        first = self._starts.get(start) if seed == "head" else self._ends.get(end)
        if first is None:
            return None
        step = 1 if seed == "head" else -1
        run = ""
        at = first
        while 0 <= at < len(self.words) and len(run) <= len(core.text) + 1:
            word = self.words[at]
            if not word.solid:
                return None
            run = run + word.text if step > 0 else word.text + run
            if abs(len(run) - len(core.text)) <= 1 and run[0] == core.text[0] and _one_edit(run, core.text):
                begin, last = min(first, at), max(first, at)
                if begin != last and any(_known_word(w.text) for w in self.words[begin : last + 1]):
                    return None  # "JC Glass" is not a wrong "JCYGLASS": its words stand for themselves
                return Run(begin, last + 1, _edit_of(run, core))
            at += step
        return None

    def name(self, run: Run) -> Name:
        """The company name around a run of words, read once."""
        key = (run.start, run.end, len(run.glued))
        if key not in self._names:
            self._names[key] = latin_name.name_around(self._line, run.start, run.end, run.glued)
        return self._names[key]

    def has_read(self, run: Run, most: int) -> bool:
        """Reads the name around a run, unless `most` names of this text were read already."""
        key = (run.start, run.end, len(run.glued))
        if key not in self._names and len(self._names) >= most:
            return False
        self.name(run)
        return True

    def signature(self, run: Run) -> tuple[str, ...]:
        """The words of the name around a run and of what follows it."""
        name = self.name(run)
        last = name.tail[-1].end if name.tail else name.end
        return tuple(word.text for word in self.words[name.start : last])

    def span(self, run: Run) -> tuple[int, int]:
        """[start, end) of the raw text for a run of words, without what is written together with the core (unless its letters
        were folded into others)."""
        first, last = self.words[run.start], self.words[run.end - 1]
        before, after = (
            letters if word.end - word.start == len(word.text) else 0
            for word, letters in ((first, run.before), (last, run.after))
        )
        return first.start + before, last.end - after

    def evidence(self, core: Core, run: Run, given: Sequence[tuple[str, frozenset[object]]]) -> SeenName:
        """What the name around a run says; `given` are the office's Latin names with their keys."""
        name = self.name(run)
        start, end = self.span(run)
        seen = SeenName(core, self.raw[start:end], run.edit)
        fill(seen, name, self._line)
        seen.apart = run.end - run.start > 1
        seen.touching = self._touching(name, run)
        key = latin_name.key_of(name.pieces)
        seen.same_name = next((one for one, other in given if other == key), "") if len(key) > 1 else ""
        return seen

    def is_full_name(self, run: Run, given: GivenName) -> bool:
        """Whether a run is the whole of a given name."""
        return given_name.stands_whole(self._line, given, run.start, run.end)

    def around(self, run: Run) -> tuple[FoundWord | None, list[FoundWord]]:
        """A word before a full name that may be part of it, and the places told behind it."""
        before = given_name.word_before(self._line, run.start)
        tail = [FoundWord(p.text, p.values) for p in self.name(run).tail if p.kind is Kind.PLACE]
        return (FoundWord(*before) if before else None), tail

    def _touching(self, name: Name, run: Run) -> str:
        """A stranger beside the core that is pinyin too: "Xin Yunzhu" may be one longer name."""
        for piece in name.of(Kind.OTHER):
            beside = piece.end == run.start or piece.start == run.end
            if beside and vocabulary.pinyin_of(piece.text) is not None:
                return piece.text
        return ""

    def bare(self, run: Run, firm_bare: Bare) -> tuple[bool, list[FoundWord]] | None:
        """Does the name around a place consist of that place and exactly the firm's trades? (exact, trades) or None;
        exact is False where the text names further trades."""
        name = self.name(run)
        if not name.of(Kind.TRADE) and run.start and self.words[run.start - 1].text == "of":
            name = latin_name.name_before(self._line, run.start - 1)
        if name.of(Kind.OTHER) or any("CN" not in p.values for p in name.of(Kind.COUNTRY)):
            return None
        trades = [FoundWord(self._line.shown(p.start, p.end), p.values) for p in name.of(Kind.TRADE)]
        return compare_trades(firm_bare, trades)


def fill(seen: SeenName, name: Name, line: Line) -> None:
    """Sorts the pieces of a name into the evidence, each as it was printed."""
    for piece in name.pieces:
        shown = line.shown(piece.start, piece.end)
        found = FoundWord(piece.text if squash(shown) != squash(piece.text) else shown, piece.values)
        if piece.kind is Kind.PLACE:
            seen.places.append(found)
        elif piece.kind is Kind.TRADE:
            seen.trades.append(found)
        elif piece.kind is Kind.COUNTRY:
            seen.countries.append(found)
        elif piece.kind is Kind.FORM:
            seen.forms.append(found)
        elif piece.kind is Kind.GROUP:
            seen.group = True
        elif piece.kind is Kind.OTHER:
            seen.extra.append(found.text)
    seen.tail_places = [FoundWord(p.text, p.values) for p in name.tail if p.kind is Kind.PLACE]
    seen.countries += [FoundWord(p.text, p.values) for p in name.tail if p.kind is Kind.COUNTRY]
    seen.whole = not (seen.places or seen.extra or _telling(seen.trades))


def _telling(trades: Sequence[FoundWord]) -> list[FoundWord]:
    return [t for t in trades if any(vocabulary.trades()[v].breadth != "filler" for v in t.values)]


def compare_trades(firm_bare: Bare, trades: Sequence[FoundWord]) -> tuple[bool, list[FoundWord]] | None:
    """Whether the trades of a name are those of a firm without a core: (exact, the telling ones), or None where one is missing.
    `exact` is False where the name has further trades."""
    telling = _telling(trades)
    if not telling or not all(any(mine & t.values for t in telling) for mine in firm_bare.trades):
        return None
    exact = all(any(mine & t.values for mine in firm_bare.trades) for t in telling)
    return exact, list(telling)


def _one_edit(run: str, core: str) -> bool:
    return run != core and OSA.distance(run, core, score_cutoff=1) == 1


def _known_word(text: str) -> bool:
    return len(text) > 2 and lexicon.longest([text], 0, 1) is not None


def _edit_of(run: str, core: Core) -> Edit:
    read = vocabulary.pinyin_of(run)
    if read is None or vocabulary.pinyin_of(core.text) is None:
        return Edit.TYPO
    own = core.syllables or vocabulary.pinyin_of(core.text) or ()
    if _sounds(read) == _sounds(own):
        return Edit.SOUND
    return Edit.OTHER_PINYIN


def _sounds(syllables: Sequence[str]) -> str:
    """Syllables as a southern ear hears them."""
    return "".join(map(pinyin.soft, syllables))
