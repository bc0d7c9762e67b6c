"""Spellings of several words of which one is new or another: a word put in, or another word for the goods."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching import wordlists
from monitor.matching.entries import Phrase
from monitor.matching.filing import Token
from monitor.matching.finding import Finding
from monitor.matching.scene import Scene
from monitor.model import Reason


def phrases(scene: Scene) -> Iterator[Finding]:
    form = scene.form
    if len(form.text) > 300:
        return
    words = [t for t in form.tokens if t.script == "letter"]
    texts = [t.text for t in words]
    for p in scene.index.phrases_for(texts):
        f = _inserted(scene, p, words, texts) if p.words else _other_goods(scene, p, words, texts)
        if f is not None:
            yield f


def _inserted(scene: Scene, p: Phrase, words: list[Token], texts: list[str]) -> Finding | None:
    """SHANXI SUPERIOR MATURE VINEGAR for SHANXI MATURE VINEGAR."""
    for at in range(len(texts) - len(p.words)):
        window = texts[at : at + len(p.words) + 1]
        for gap in range(1, len(p.words)):
            if (*window[:gap], *window[gap + 1 :]) == p.words:
                inside = {scene.form.starts[w.start] for w in words[at : at + len(window)]}
                f = Finding(p.name, p.variant, "phrase", p.variant.prior * 0.86,
                            scene.form.raw_span(words[at].start, words[at + len(window) - 1].end), edits=1)  # fmt: skip
                size = sum(map(len, p.words))
                f.score *= 0.9 + 0.1 * size / (size + scene.rest(None, inside))
                f.extra.append(Reason("matching.reason.inserted", {"word": window[gap].upper()}))
                return f
    return None


def _other_goods(scene: Scene, p: Phrase, words: list[Token], texts: list[str]) -> Finding | None:
    """BOEUF DE PINGYAO, FEN LIQUOR: the distinctive part with another word for the same goods."""
    at = next((i for i, t in enumerate(texts) if t == p.core or "".join(texts[i : i + 2]) == p.core), None)
    if at is None:
        return None
    size = 1 if texts[at] == p.core else 2
    goods = [i for i, t in enumerate(texts) if p.concept in scene.goods.get(t, ()) and not at <= i < at + size]
    if not goods:
        return None
    links = wordlists.words("connectors") | scene.noise
    others = [t for i, t in enumerate(texts) if i not in goods and not at <= i < at + size and t not in links]
    between = [t for t in texts[min(goods[0], at) + 1 : max(goods[0], at)] if t in others]
    # A long distinctive part bears one describing word (CHINKIANG BLACK VINEGAR), a short one none.
    if (others and len(p.core) < 6) or len(between) > 1:
        return None
    low, high = min(at, goods[0]), max(at + size - 1, goods[0])
    f = Finding(p.name, p.variant, "goods_word", p.variant.prior * 0.84,
                scene.form.raw_span(words[low].start, words[high].end))  # fmt: skip
    if others:
        f.score *= 0.9
    f.extra.append(Reason("matching.reason.goods_word", {"core": p.core.upper(), "word": texts[goods[0]].upper()}))
    return f
