"""One folded form of a text with the weight of each of its words: what a name found in it stands beside."""

from __future__ import annotations

from monitor.matching.marks.mark_index import MarkIndex
from monitor.matching.normalise import wordlists
from monitor.matching.normalise.tokens import FoldedText, Token
from monitor.matching.variants.sought import Sought

_OTHER_SCRIPT = 0.5  # what a word of another script weighs: mostly it repeats the name
_MANY_WORDS = 200  # beyond them a text is prose, and finer weighing says nothing
_AROUND = 24  # Han characters looked at on either side of a name


class WeighedText:
    """A folded text and the weight of each of its words; words that say nothing weigh 0."""

    def __init__(self, form: FoldedText, index: MarkIndex) -> None:
        self.form, self.index = form, index
        self.noise, self.goods = wordlists.noise(), wordlists.goods()
        self.weights = [self._weight(t) for t in form.tokens]
        self._weigh_joint_goods()
        self.total = sum(self.weights)

    def rest(self, e: Sought | None, inside: set[int]) -> float:
        """Weight of the words beside the name; words of another script count half, they mostly repeat it."""
        rest = 0.0
        left = self.total - sum(self.weights[i] for i in inside)
        if not left:
            return 0.0
        if len(self.weights) > _MANY_WORDS:
            return float(left)
        kind = e.script if e else "letter"
        for i, t in enumerate(self.form.tokens):
            if i not in inside and self.weights[i]:
                if t.script == "han" and kind != "han":
                    core, _ = han_core(t.text, "")
                    rest += _OTHER_SCRIPT * 3 * len(core)
                else:
                    rest += self.weights[i] if t.script == kind else self.weights[i] * _OTHER_SCRIPT
        return rest

    def _weight(self, token: Token) -> int:
        if token.script == "digit" or token.text in self.noise or token.text in self.goods:
            return 0
        return len(token.text) * {"letter": 1, "kana": 2}.get(token.script, 3)

    def _weigh_joint_goods(self) -> None:
        """LAO CHEN CU: goods words written in syllables weigh nothing either."""
        texts = [t.text for t in self.form.tokens[:_MANY_WORDS]]
        for size in (3, 2):
            for i in range(len(texts) - size + 1):
                if "".join(texts[i : i + size]) in self.goods:
                    self.weights[i : i + size] = [0] * size


def han_core(left: str, right: str) -> tuple[str, str]:
    """What stands before and after a Han name once provinces, legal forms, 牌 and goods words are taken off."""
    if len(left) > _AROUND or len(right) > _AROUND:
        return left, right
    outer = wordlists.han_noise()
    changed = True
    while changed:
        changed = False
        for n in outer:
            if left.startswith(n):
                left, changed = left[len(n) :], True
            if left.endswith(n):
                left, changed = left[: -len(n)], True
            if right.endswith(n):
                right, changed = right[: -len(n)], True
            if right.startswith(n):
                right, changed = right[len(n) :], True
        for n in wordlists.han_goods():
            if right.startswith(n):
                right, changed = right[len(n) :], True
    return left, right
