"""From hits of the automaton in a Han text to evidence. Han has no spaces: the name is read outwards from the core."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from monitor.matching.company import chinese, spelling, tables
from monitor.matching.company.latin_reader import compare_trades
from monitor.matching.company.profile import Bare, Core
from monitor.matching.company.score import Evidence, Found

_OPEN, _CLOSE = "([{（〔【<《「『“\"'", ")]}）〕】>》」』”\"'"
_SKIP = _OPEN + _CLOSE + " ·・"
# One-character words that stand before or after a name in running text.
_BEFORE = frozenset("诉与和及对向由被告原是即为在将把从给同以于等令经称据按该其本名人者方司省市县区、，。；：")
_AFTER = frozenset("诉与和及对向由被告原是即为在将把从给同以于等令经称据按该其本的之侵申提起、，。；：名")
_LONGEST_PLACE, _LONGEST_TRADE = 11, 6


class HanText:
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

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.raw_at[start], self.raw_at[end - 1] + 1

    def evidence(self, core: Core, start: int, end: int, given: Sequence[str]) -> Evidence:
        """What stands around text[start:end]."""
        a, b = self.span(start, end)
        seen = Evidence(core, self.raw[a:b])
        left = self._left(start, seen)
        right, closed = self._right(end, seen)
        seen.whole = not seen.places and not seen.trades and self._free(left, right)
        before, after = self.text[left - 1 : left], self.text[right : right + 1]
        if before and chinese.has_han(before) and before not in _BEFORE:
            seen.extra.append(before)
            seen.touching = before + core.text if not seen.places else ""
        if after and chinese.has_han(after) and after not in _AFTER and not closed:
            seen.extra.append(after)
            if right == end:
                seen.touching = core.text + after
        name = chinese.without_form(self.text[left:right])
        seen.same_name = next((one for one in given if chinese.has_han(one) and chinese.without_form(one) == name), "")
        if len(name) == len(core.text):
            seen.same_name = ""
        return seen

    def bare(self, start: int, end: int, firm_bare: Bare) -> tuple[bool, list[Found]] | None:
        """As LatinText.bare: text[start:end] is the place."""
        seen = Evidence(Core("", "", 1.0, 0, ""), "")  # type: ignore[arg-type]
        right, closed = self._right(end, seen)
        after = self.text[right : right + 1]
        if after and chinese.has_han(after) and after not in _AFTER and not closed:
            return None
        return compare_trades(firm_bare, seen.trades)

    def _free(self, left: int, right: int) -> bool:
        return not self.text[:left].strip(_SKIP) and not self.text[right:].strip(_SKIP)

    def _left(self, start: int, seen: Evidence) -> int:
        """Places directly before the core, brackets overlooked → where the name begins."""
        known = tables.han_places()
        at = start
        while at > 0:
            edge = at
            while edge > 0 and self.text[edge - 1] in _SKIP:
                edge -= 1
            for size in range(min(_LONGEST_PLACE, edge), 1, -1):
                word = self.text[edge - size : edge]
                if word in known:
                    seen.places.append(Found(word, known[word]))
                    at = edge - size
                    break
            else:
                break
        return at

    def _right(self, end: int, seen: Evidence) -> tuple[int, bool]:
        """Trades, brackets, group and form after the core → (end of the name, whether a legal form closed it)."""
        at = end
        while at < len(self.text):
            edge = at
            while edge < len(self.text) and self.text[edge] in _SKIP:
                edge += 1
            step = self._step(edge, seen)
            if step is None:
                return at, False
            at, form = step
            if form:
                return at, True
        return at, False

    def _step(self, at: int, seen: Evidence) -> tuple[int, bool] | None:
        rest = self.text[at : at + 16]
        for form in tables.han_forms():
            if rest.startswith(form):
                seen.forms.append(Found(form, frozenset({"chinese"})))
                return at + len(form), True
        for group in ("集团", "股份", "控股"):
            if rest.startswith(group):
                return at + len(group), False
        trades, places = tables.han_trades(), tables.han_places()
        for size in range(min(_LONGEST_TRADE, len(rest)), 0, -1):
            word = rest[:size]
            if word in trades:
                seen.trades.append(Found(word, frozenset({trades[word]})))
                return at + size, False
        bracketed = at > 0 and self.text[at - 1] in _OPEN
        for size in range(min(_LONGEST_PLACE, len(rest)), 1, -1):
            if rest[:size] in places and bracketed:
                seen.places.append(Found(rest[:size], places[rest[:size]]))
                return at + size, False
        return None
