"""How alike a filing's wording and a spelling of a watched name are, before anything around them is considered.

The numbers are those of the measured design: a whole mark scores the spelling's prior; a word among others, a part of a
word, one edit or one other Han character score less, the less the shorter the name is beside the rest. `Finding.against`
says what held a score down; each entry lowers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from monitor.matching import near, pinyin, readings, wordlists
from monitor.matching.entries import Entry, Phrase
from monitor.matching.filing import Form, Token, forms
from monitor.matching.index import Index
from monitor.model import Reason, Variant

_MOST_HITS = 4_000
# A Han name with one other character, by how that is alike; for names of two, three, four and more characters.
_ONE_CHARACTER = {
    "both": (0.82, 0.82, 0.82),
    "sound": (0.66, 0.76, 0.80),
    "look": (0.66, 0.74, 0.76),
    "blurred": (0.60, 0.73, 0.76),
}


@dataclass(slots=True)
class Finding:
    """One way in which a watched name stands in a text; `score` has no context yet."""

    name: int
    variant: Variant
    operation: str
    score: float
    span: tuple[int, int]
    edits: int = 0
    bounded: bool = True  # begins and ends with words of the filing
    everyday: bool = False
    against: list[tuple[str, float, dict[str, object]]] = field(default_factory=list)
    extra: list[Reason] = field(default_factory=list)
    disguised: bool = False

    def demote(self, why: str, factor: float, **params: object) -> None:
        self.score *= factor
        self.against.append((why, factor, params))


def findings(text: str, index: Index, *, close: bool = True) -> list[Finding]:
    """Everything found in a text, unordered. `close` False: exact whole words only (running text, party names)."""
    out: list[Finding] = []
    for form in forms(text):
        scene = _Scene(form, index)
        found = list(scene.exact())
        if close:
            found += scene.near()
            found += scene.phrases()
            found += scene.han_near()
        for f in found:
            if form.disguised:
                f.disguised = True
                f.score *= 0.97
        out += found
    return out


class _Scene:
    """One form of one text with the weight of each of its words."""

    def __init__(self, form: Form, index: Index) -> None:
        self.form, self.index = form, index
        self.noise, self.goods = wordlists.noise(), wordlists.goods()
        self.weights = [self._weight(t) for t in form.tokens]
        self._weigh_joint_goods()
        self.total = sum(self.weights)

    def _weight(self, token: Token) -> int:
        if token.script == "digit" or token.text in self.noise or token.text in self.goods:
            return 0
        return len(token.text) * {"letter": 1, "kana": 2}.get(token.script, 3)

    def _weigh_joint_goods(self) -> None:
        """LAO CHEN CU: goods words written in syllables weigh nothing either."""
        texts = [t.text for t in self.form.tokens[:200]]
        for size in (3, 2):
            for i in range(len(texts) - size + 1):
                if "".join(texts[i : i + size]) in self.goods:
                    self.weights[i : i + size] = [0] * size

    # -- exact spellings ------------------------------------------------------------------------------

    def exact(self) -> Iterator[Finding]:
        form = self.form
        kept: list[tuple[Entry, int, int]] = []
        covered: dict[int, set[int]] = {}
        for pattern, start, end in self.index.exact(form.text)[:_MOST_HITS]:
            for e in self.index.entries[pattern]:
                if not self._stands(e, start, end):
                    continue
                kept.append((e, start, end))
                if start in form.starts and end in form.ends:
                    covered.setdefault(e.name, set()).update(range(form.starts[start], form.ends[end] + 1))
        best: dict[tuple[int, str], Finding] = {}
        for e, start, end in kept:
            f = self._exact(e, start, end, covered.get(e.name, set()))
            if f is not None:
                slot = (e.name, e.key)
                if slot not in best or best[slot].score < f.score:
                    best[slot] = f
        yield from best.values()

    def _stands(self, e: Entry, start: int, end: int) -> bool:
        """Whether the letters found are the name at all and not parts of neighbouring words run together."""
        form = self.form
        whole = start == 0 and end == len(form.text)
        if whole or e.script == "han":
            return True
        first, last = form.token_at(start), form.token_at(end - 1)
        if first == last:
            return True
        if start not in form.starts or end not in form.ends:
            return False
        tokens = form.tokens[first : last + 1]
        if all(len(t.text) == 1 for t in tokens):
            return True
        return all(t.start - start in e.cuts for t in tokens[1:])

    def _exact(self, e: Entry, start: int, end: int, covered: set[int]) -> Finding | None:
        form = self.form
        prior = e.variant.prior
        span = form.raw_span(start, end)
        f = Finding(e.name, e.variant, "whole", prior, span, everyday=e.everyday)
        if e.variant.kind == "vietnamese" and form.raw[slice(*span)].isascii():
            # Without its marks a Vietnamese reading is one of many words (DONG HO is a clock).
            f.demote("without_marks", 0.70 if len(e.key) <= 8 else 0.88)
        if start == 0 and end == len(form.text):
            return f
        first, last = form.token_at(start), form.token_at(end - 1)
        inside = set(range(first, last + 1))
        rest = self._rest(e, inside | covered)
        if e.script == "han":
            token = form.tokens[first]
            left, right = _han_core(token.text[: start - token.start], token.text[end - token.start :])
            remains = 3 * (len(left) + len(right)) if first not in covered else 0
            return self._placed_han(f, e, remains, rest)
        f.bounded = start in form.starts and end in form.ends
        if f.bounded:
            return self._placed_word(f, e, rest, first, last)
        if e.script != "letter":
            return self._placed_block(f, e, form.tokens[first], rest)
        return self._placed_part(f, e, form.tokens[first], start, end, rest)

    def _rest(self, e: Entry | None, inside: set[int]) -> float:
        """Weight of the words beside the name; words of another script count half, they mostly repeat it."""
        rest = 0.0
        left = self.total - sum(self.weights[i] for i in inside)
        if not left:
            return 0.0
        if len(self.weights) > 200:
            return float(left)
        kind = e.script if e else "letter"
        for i, t in enumerate(self.form.tokens):
            if i not in inside and self.weights[i]:
                if t.script == "han" and kind != "han":
                    core, _ = _han_core(t.text, "")
                    rest += 1.5 * len(core)
                else:
                    rest += self.weights[i] if t.script == kind else self.weights[i] / 2
        return rest

    def _placed_han(self, f: Finding, e: Entry, remains: float, rest: float) -> Finding:
        if not remains and not rest:
            f.operation = "core"
        elif not remains:
            f.operation = "word"
            f.score *= 0.80 + 0.15 * e.weight / (e.weight + rest)
        else:
            f.operation = "embedded"
            f.score *= 0.78 + 0.17 * e.weight / (e.weight + remains + rest)
        return f

    def _placed_word(self, f: Finding, e: Entry, rest: float, first: int, last: int) -> Finding | None:
        if not rest:
            f.operation = "core"
            self._place_use(f, e, first, last)
            return f
        f.operation = "word"
        f.score *= 0.80 + 0.15 * e.weight / (e.weight + rest)
        letters = len(e.key)
        if e.script == "letter":
            if letters <= 4:
                f.demote("short", 0.70, letters=letters)
            elif letters == 5 or (e.derived and letters <= 6):
                f.demote("short", 0.80, letters=letters)
            elif e.variant.prior < 0.8 and e.derived:
                f.demote("other_romanisation", 0.80)
            elif e.everyday:
                f.demote("everyday", 0.88 if last > first and rest < 0.6 * letters else 0.76)
            self._longer_name(f, e, first, last)
        elif e.weight <= 6:
            f.demote("short", 0.85, letters=letters)
        self._place_use(f, e, first, last)
        return f

    def _longer_name(self, f: Finding, e: Entry, first: int, last: int) -> None:
        """YA BAO LU: two syllables of a longer spaced name are not our two-syllable name."""
        tokens = self.form.tokens
        if len(e.syllables) != 2 or last - first != 1:
            return
        for i in (first - 1, last + 1):
            if 0 <= i < len(tokens) and self.weights[i] and tokens[i].text in near.syllables():
                f.demote("longer_name", 0.78, word=tokens[i].text.upper())
                return

    def _place_use(self, f: Finding, e: Entry, first: int, last: int) -> None:
        tokens, words = self.form.tokens, wordlists.words("designators")
        beside = [i for i in (last + 1, last + 2) if i < len(tokens)]
        if first and tokens[first - 1].text == "of" and first > 1:
            beside.append(first - 2)
        for i in beside:
            if tokens[i].text in words:
                f.demote("place_use", 0.75 if len(e.syllables) <= 2 else 0.85, word=tokens[i].text.upper())
                return

    def _placed_block(self, f: Finding, e: Entry, token: Token, rest: float) -> Finding | None:
        """Hangul or kana inside a longer word of the same script."""
        if len(e.key) <= 2 or (e.script == "kana" and len(e.key) <= 3):
            return None
        f.operation = "embedded"
        others = (len(token.text) - len(e.key)) * (2 if e.script == "kana" else 3)
        f.score *= 0.76 + 0.18 * e.weight / (e.weight + others + rest)
        return f

    def _placed_part(self, f: Finding, e: Entry, token: Token, start: int, end: int, rest: float) -> Finding | None:
        """Letters inside a longer word: only at seams, beside a laudatory word, or where the rest stands by itself."""
        form, letters = self.form, len(e.key)
        before, after = form.text[token.start : start], form.text[end : token.end]
        joined = wordlists.words("joined")
        seam = (not before or start in form.seams) and (not after or end in form.seams)
        if (before in joined and not after) or (after in joined | self.noise and not before and len(after) > 1) or seam:
            if letters < 5:
                return None
            f.operation = "embedded"
            others = 0 if not seam else len(before) + len(after)
            f.score *= 0.97 * (0.80 + 0.15 * e.weight / (e.weight + rest + others))
            return f
        if letters < 6 or (e.derived and letters < 8) or e.everyday:
            return None
        f.operation = "embedded"
        if before and after:
            if letters < 8:
                return None
            f.score *= 0.70 + 0.18 * letters / (len(token.text) + rest)
            return f
        f.score *= 0.74 + 0.18 * letters / (len(token.text) + rest)
        crossing = near.crosses(token.text, start - token.start, end - token.start)
        if crossing:
            f.demote("other_pinyin", 0.75, word=token.text.upper(), reading=" ".join(crossing))
        elif len(before or after) <= 2 and not near.at_syllable(token.text, start - token.start, end - token.start):
            f.demote("part_of_word", 0.85, word=token.text.upper())
        return f

    # -- near spellings --------------------------------------------------------------------------------

    def near(self) -> Iterator[Finding]:
        form = self.form
        if len(form.text) > 300:
            return
        words = [t for t in form.tokens if t.script == "letter" and t.text.isascii()]
        for found in self.index.near([t.text for t in words]):
            e, unit = found.entry, found.unit
            if OSA.distance(unit, e.key, score_cutoff=1) > 1:
                continue
            tokens = _tokens_of(unit, words, self.noise)
            if not tokens:
                continue
            letters = len(e.key)
            inside = {form.starts[t.start] for t in tokens}
            rest = self._rest(e, inside)
            f = Finding(e.name, e.variant, "edit", e.variant.prior * (0.92 - 0.75 / letters),
                        form.raw_span(tokens[0].start, tokens[-1].end), edits=1, everyday=e.everyday)  # fmt: skip
            if rest:
                f.score *= 0.93 + 0.07 * letters / (letters + rest)
            veto = near.veto(unit, [t.text for t in tokens], e)
            if veto is not None:
                f.demote(veto.why, veto.factor, **veto.params)
            yield f

    def han_near(self) -> Iterator[Finding]:
        form = self.form
        if form.text.isascii():
            return
        sounds, looks = readings.sounds(), readings.looks()
        for e, at in self.index.han_near(form.text):
            size = len(e.key)
            i = next(i for i in range(size) if e.key[i] != form.text[at + i])
            ours, theirs = e.key[i], form.text[at + i]
            sound = bool(sounds.get(ours, frozenset()) & sounds.get(theirs, frozenset()))
            look = theirs in looks.get(ours, "")
            blurred = (
                not sound and size >= 3 and _blurred(sounds.get(ours, frozenset()), sounds.get(theirs, frozenset()))
            )
            if not (sound or look or blurred):
                continue
            alike = "both" if sound and look else "sound" if sound else "look" if look else "blurred"
            score = _ONE_CHARACTER[alike][min(size, 4) - 2]
            token = form.tokens[form.token_at(at)]
            left, right = _han_core(token.text[: at - token.start], token.text[at + size - token.start :])
            others = 3 * (len(left) + len(right))
            f = Finding(e.name, e.variant, "han_look" if look else "han_sound", e.variant.prior * score,
                        form.raw_span(at, at + size), edits=1)  # fmt: skip
            f.extra.append(Reason(f"matching.reason.one_character.{alike}", {"ours": ours, "theirs": theirs}))
            if others:
                f.score *= 0.9 + 0.1 * e.weight / (e.weight + others)
            yield f

    # -- phrases -----------------------------------------------------------------------------------------

    def phrases(self) -> Iterator[Finding]:
        form = self.form
        if len(form.text) > 300:
            return
        words = [t for t in form.tokens if t.script == "letter"]
        texts = [t.text for t in words]
        for p in self.index.phrases_for(texts):
            f = self._inserted(p, words, texts) if p.words else self._other_goods(p, words, texts)
            if f is not None:
                yield f

    def _inserted(self, p: Phrase, words: list[Token], texts: list[str]) -> Finding | None:
        """SHANXI SUPERIOR MATURE VINEGAR for SHANXI MATURE VINEGAR."""
        for at in range(len(texts) - len(p.words)):
            window = texts[at : at + len(p.words) + 1]
            for gap in range(1, len(p.words)):
                if (*window[:gap], *window[gap + 1 :]) == p.words:
                    inside = {self.form.starts[w.start] for w in words[at : at + len(window)]}
                    f = Finding(p.name, p.variant, "phrase", p.variant.prior * 0.86,
                                self.form.raw_span(words[at].start, words[at + len(window) - 1].end), edits=1)  # fmt: skip
                    size = sum(map(len, p.words))
                    f.score *= 0.9 + 0.1 * size / (size + self._rest(None, inside))
                    f.extra.append(Reason("matching.reason.inserted", {"word": window[gap].upper()}))
                    return f
        return None

    def _other_goods(self, p: Phrase, words: list[Token], texts: list[str]) -> Finding | None:
        """BOEUF DE PINGYAO, FEN LIQUOR: the distinctive part with another word for the same goods."""
        at = next((i for i, t in enumerate(texts) if t == p.core or "".join(texts[i : i + 2]) == p.core), None)
        if at is None:
            return None
        size = 1 if texts[at] == p.core else 2
        goods = [i for i, t in enumerate(texts) if p.concept in self.goods.get(t, ()) and not at <= i < at + size]
        if not goods:
            return None
        links = wordlists.words("connectors") | self.noise
        others = [t for i, t in enumerate(texts) if i not in goods and not at <= i < at + size and t not in links]
        between = [t for t in texts[min(goods[0], at) + 1 : max(goods[0], at)] if t in others]
        # A long distinctive part bears one describing word (CHINKIANG BLACK VINEGAR), a short one none.
        if (others and len(p.core) < 6) or len(between) > 1:
            return None
        low, high = min(at, goods[0]), max(at + size - 1, goods[0])
        f = Finding(p.name, p.variant, "goods_word", p.variant.prior * 0.84,
                    self.form.raw_span(words[low].start, words[high].end))  # fmt: skip
        if others:
            f.score *= 0.9
        f.extra.append(Reason("matching.reason.goods_word", {"core": p.core.upper(), "word": texts[goods[0]].upper()}))
        return f


def _blurred(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two characters sound alike to those who do not tell n from l or ng from n."""
    return any(pinyin.soft(a) == pinyin.soft(b) for a in ours for b in theirs)


def _tokens_of(unit: str, words: list[Token], noise: frozenset[str]) -> list[Token]:
    """The words of the filing that make up a unit: neighbours, or all that are not noise."""
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if "".join(w.text for w in words[i : i + size]) == unit:
                return words[i : i + size]
    core = [w for w in words if w.text not in noise]
    return core if "".join(w.text for w in core) == unit else []


def _han_core(left: str, right: str) -> tuple[str, str]:
    """What stands before and after a Han name once provinces, legal forms, 牌 and goods words are taken off."""
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
