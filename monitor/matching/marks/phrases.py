"""Spellings of several words of which one is new, left out or another, or whose parts have changed places."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.marks.finding import Finding
from monitor.matching.marks.weighed import WeighedText
from monitor.matching.normalise import frequency, pinyin, wordlists
from monitor.matching.normalise.tokens import Token
from monitor.matching.variants.sought import SoughtPhrase
from monitor.matching.weights import share, weight
from monitor.model import Reason

_WORDS_CHANGED = weight("near.words_changed")
_OTHER_GOODS = weight("near.other_goods")
_DESCRIBED = weight("near.described")
_BESIDE = share("near.words_beside")
_TELLING_LETTERS = 4


def phrases(scene: WeighedText) -> Iterator[Finding]:
    """Phrases in a text with a word more, a word fewer, turned about, or with another word for the goods."""
    form = scene.form
    if len(form.text) > 300:
        return
    words = [t for t in form.tokens if t.script == "letter"]
    texts = [t.text for t in words]
    for p in scene.index.phrases_for(texts):
        if not p.words:
            found = [_other_goods(scene, p, words, texts)]
        else:
            found = [_inserted(scene, p, words, texts), _left_out(scene, p, words, texts)]
            found.append(_turned(scene, p, words, texts))
        yield from (f for f in found if f is not None)


def _inserted(scene: WeighedText, p: SoughtPhrase, words: list[Token], texts: list[str]) -> Finding | None:
    """SHANXI SUPERIOR MATURE VINEGAR for SHANXI MATURE VINEGAR."""
    if len(p.words) < 3:
        return None
    for at in range(len(texts) - len(p.words)):
        window = texts[at : at + len(p.words) + 1]
        for gap in range(1, len(p.words)):
            if (*window[:gap], *window[gap + 1 :]) == p.words:
                inside = {scene.form.starts[w.start] for w in words[at : at + len(window)]}
                f = Finding(p.name, p.variant, "phrase", p.variant.prior,
                            scene.form.raw_span(words[at].start, words[at + len(window) - 1].end), edits=1)  # fmt: skip
                size = sum(map(len, p.words))
                f.weigh(_WORDS_CHANGED, _BESIDE.beside(size, scene.rest(None, inside)))
                f.extra.append(Reason("matching.reason.inserted", {"word": window[gap].upper()}))
                return f
    return None


def _left_out(scene: WeighedText, p: SoughtPhrase, words: list[Token], texts: list[str]) -> Finding | None:
    """PIXIAN BEAN PASTE for PIXIAN BROAD BEAN PASTE: an inner word of four or more is missing."""
    size = len(p.words) - 1
    if size < 3 or all(w in pinyin.syllables() for w in p.words):
        return None  # syllables are no words: GU LONG SHAN is not GU YUE LONG SHAN
    for at in range(len(texts) - size + 1):
        window = tuple(texts[at : at + size])
        for gap in range(1, size):
            if window == (*p.words[:gap], *p.words[gap + 1 :]):
                f = _phrase(scene, p, words[at : at + size], "left_out")
                f.extra.append(Reason("matching.reason.left_out", {"word": p.words[gap].upper()}))
                return f
    return None


def _turned(scene: WeighedText, p: SoughtPhrase, words: list[Token], texts: list[str]) -> Finding | None:
    """YULUXIANG PEAR OF XIXIAN: the parts have changed places around OF, DE, VON. Without such a word only where nothing else stands
    there, and a word is the name's own: SKY VELMOR for VELMOR SKY."""
    links = wordlists.words("connectors")
    size = len(p.words)
    for k in range(1, size):
        turned = [*p.words[k:], *p.words[:k]]
        for at in range(len(texts) - size + 1):
            if texts[at : at + size - k] != turned[: size - k]:
                continue
            second = at + size - k
            while second < len(texts) and texts[second] in links:
                second += 1
            end = second + k
            begun = texts[second:end]
            linked = second > at + size - k
            if not linked and begun and _elided(scene, words[second], p.words[0]):
                begun, linked = [p.words[0], *begun[1:]], True
            alone = not linked and len(texts) == size and _tells(p.words)
            if (linked or alone) and begun == turned[size - k :]:
                f = _phrase(scene, p, words[at:end], "turned")
                f.extra.append(Reason("matching.reason.turned", {"words": " ".join(p.words).upper()}))
                return f
    return None


def _tells(words: tuple[str, ...]) -> bool:
    """Whether one of the words is nobody's but the name's: not in common use, and no pinyin that others write in that order."""
    said = wordlists.noise() | wordlists.words("everyday")
    return any(
        len(w) >= _TELLING_LETTERS
        and not (frequency.is_frequent(w) or pinyin.is_pinyin(w) or w in said or w in wordlists.goods())
        for w in words
    )


def _elided(scene: WeighedText, token: Token, word: str) -> bool:
    """D'ANXI, written as one word with its particle."""
    start, end = scene.form.raw_span(token.start, token.end)
    raw = scene.form.raw[start:end]
    return len(raw) > 2 and raw[1] in "'\u2019" and token.text[1:] == word and token.text[0] in "dl"


def _phrase(scene: WeighedText, p: SoughtPhrase, tokens: list[Token], operation: str) -> Finding:
    inside = {scene.form.starts[t.start] for t in tokens}
    span = scene.form.raw_span(tokens[0].start, tokens[-1].end)
    f = Finding(p.name, p.variant, operation, p.variant.prior, span, edits=1)
    size = sum(map(len, p.words))
    f.weigh(_WORDS_CHANGED, _BESIDE.beside(size, scene.rest(None, inside)))
    return f


def _other_goods(scene: WeighedText, p: SoughtPhrase, words: list[Token], texts: list[str]) -> Finding | None:
    """BOEUF DE PINGYAO, FEN LIQUOR: the distinctive part with another word for the same goods."""
    at = next((i for i, t in enumerate(texts) if t == p.core or "".join(texts[i : i + 2]) == p.core), None)
    if at is None:
        return None
    size = 1 if texts[at] == p.core else 2
    own = set(range(at, at + size))
    goods, joint = _goods_words(scene, p.concept, texts, own)
    if not goods:
        return None
    links = wordlists.words("connectors") | scene.noise
    beside = [i for i, t in enumerate(texts) if i not in joint | own and t not in links]
    between = [i for i in beside if min(goods[0], at) < i < max(goods[0], at)]
    # A long distinctive part bears one describing word (CHINKIANG BLACK VINEGAR), a short one none.
    if (beside and len(p.core) < 6) or len(between) > 1:
        return None
    low, high = min(at, goods[0]), max(at + size - 1, goods[-1])
    f = Finding(p.name, p.variant, "goods_word", p.variant.prior,
                scene.form.raw_span(words[low].start, words[high].end))  # fmt: skip
    f.weigh(_OTHER_GOODS)
    if beside:
        f.weigh(_DESCRIBED)
    said = " ".join(texts[goods[0] : goods[-1] + 1]).upper()
    f.extra.append(Reason("matching.reason.goods_word", {"core": p.core.upper(), "word": said}))
    return f


def _goods_words(scene: WeighedText, concept: str, texts: list[str], own: set[int]) -> tuple[list[int], set[int]]:
    """(positions of the first wording of the goods, positions of all their wordings); BEAN PASTE is one wording."""
    first: list[int] = []
    joint: set[int] = set()
    for size in (3, 2, 1):
        for i in range(len(texts) - size + 1):
            here = range(i, i + size)
            if own.isdisjoint(here) and concept in scene.goods.get("".join(texts[i : i + size]), ()):
                first = first or list(here)
                joint.update(here)
    return first, joint
