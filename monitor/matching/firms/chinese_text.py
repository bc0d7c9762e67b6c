"""From hits of the automaton in a Han text to evidence. Han has no spaces: the name is read outwards from the core."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.matching.firms import chinese_name, spelling, vocabulary
from monitor.matching.firms.cores import Core
from monitor.matching.firms.latin_text import compare_trades
from monitor.matching.firms.profile import Bare
from monitor.matching.firms.seen import FoundWord, SeenName
from monitor.matching.normalise import gazetteer

_OPEN, _CLOSE = "([{（〔【<《「『“\"'", ")]}）〕】>》」』”\"'"
_SKIP = _OPEN + _CLOSE + " ·・"
# One-character words that stand before or after a name in running text.
_BEFORE = frozenset("诉与和及对向由被告原是即为在将把从给同以于等令经称据按该其本名人者方司省市县区、，。；：")
_AFTER = frozenset("诉与和及对向由被告原是即为在将把从给同以于等令经称据按该其本的之侵申提起、，。；：名")
_LONGEST_PLACE, _LONGEST_TRADE = 11, 6


@dataclass(slots=True)
class _After:
    """What follows a place or a core; `end` is where it ends."""

    end: int
    places: list[FoundWord] = field(default_factory=list)
    trades: list[FoundWord] = field(default_factory=list)
    forms: list[FoundWord] = field(default_factory=list)


class ChineseText:
    """A text in simplified Han; `raw_at` leads from its characters back to those of the raw text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        chars: list[str] = []
        self.raw_at: list[int] = []
        for at, char in enumerate(raw):
            for out in unicodedata.normalize("NFKC", char):
                chars.append(out)
                self.raw_at.append(at)
        self.text = spelling.simplify("".join(chars))
        self._after: dict[int, _After] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the raw text for characters [start, end) of the simplified one."""
        return self.raw_at[start], self.raw_at[end - 1] + 1

    def evidence(self, core: Core, start: int, end: int, given: Sequence[str]) -> SeenName:
        """What stands around text[start:end]."""
        a, b = self.span(start, end)
        seen = SeenName(core, self.raw[a:b])
        left = self._left(start, seen)
        following = self._read_after(end)
        right, closed = following.end, bool(following.forms)
        seen.places += following.places
        seen.trades += following.trades
        seen.forms += following.forms
        seen.whole = not seen.places and not seen.trades and self._free(left, right)
        before, after = self.text[left - 1 : left], self.text[right : right + 1]
        if before and chinese_name.has_han(before) and before not in _BEFORE:
            seen.extra.append(before)
            seen.touching = before + core.text if not seen.places else ""
        if after and chinese_name.has_han(after) and after not in _AFTER and not closed:
            seen.extra.append(after)
            if right == end:
                seen.touching = core.text + after
        name = chinese_name.without_form(self.text[left:right])
        seen.same_name = next(
            (one for one in given if chinese_name.has_han(one) and chinese_name.without_form(one) == name), ""
        )
        if len(name) == len(core.text):
            seen.same_name = ""
        return seen

    def has_read(self, end: int, most: int) -> bool:
        """Reads what follows text[:end], unless that was done `most` times in this text."""
        if end not in self._after and len(self._after) >= most:
            return False
        self._read_after(end)
        return True

    def bare(self, end: int, firm_bare: Bare) -> tuple[bool, list[FoundWord]] | None:
        """As LatinText.bare: text[:end] ends with the place."""
        after = self._read_after(end)
        stranger = self.text[after.end : after.end + 1]
        if stranger and chinese_name.has_han(stranger) and stranger not in _AFTER and not after.forms:
            return None
        return compare_trades(firm_bare, after.trades)

    def _free(self, left: int, right: int) -> bool:
        return not self.text[:left].strip(_SKIP) and not self.text[right:].strip(_SKIP)

    def _left(self, start: int, seen: SeenName) -> int:
        """Places directly before the core, brackets overlooked → where the name begins."""
        known = gazetteer.han_places()
        at = start
        while at > 0:
            edge = at
            while edge > max(0, at - 4) and self.text[edge - 1] in _SKIP:
                edge -= 1
            for size in range(min(_LONGEST_PLACE, edge), 1, -1):
                word = self.text[edge - size : edge]
                if word in known:
                    seen.places.append(FoundWord(word, known[word]))
                    at = edge - size
                    break
            else:
                break
        return at

    def _read_after(self, end: int) -> _After:
        """Trades, brackets, group and form after text[:end]."""
        if end not in self._after:
            self._after[end] = after = _After(end)
            while after.end < len(self.text) and not after.forms:
                edge = after.end
                while edge < min(len(self.text), after.end + 4) and self.text[edge] in _SKIP:
                    edge += 1
                step = self._step(edge, after)
                if step is None:
                    break
                after.end = step
        return self._after[end]

    def _step(self, at: int, after: _After) -> int | None:
        rest = self.text[at : at + 16]
        for form in vocabulary.han_forms_by_first().get(rest[:1], ()):
            if rest.startswith(form):
                after.forms.append(FoundWord(form, frozenset({"chinese"})))
                return at + len(form)
        for group in vocabulary.han_groups():
            if rest.startswith(group):
                return at + len(group)
        trades, places = vocabulary.han_trades(), gazetteer.han_places()
        for size in range(min(_LONGEST_TRADE, len(rest)), 0, -1):
            word = rest[:size]
            if word in trades:
                after.trades.append(FoundWord(word, frozenset({trades[word]})))
                return at + size
        bracketed = at > 0 and self.text[at - 1] in _OPEN
        for size in range(min(_LONGEST_PLACE, len(rest)), 1, -1):
            if rest[:size] in places and bracketed:
                after.places.append(FoundWord(rest[:size], places[rest[:size]]))
                return at + size
        return None
