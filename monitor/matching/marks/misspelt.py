"""Near spellings: one letter off, or one Han character that looks or sounds alike."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from monitor.matching.marks import vetoes
from monitor.matching.marks.finding import Doubt, Finding
from monitor.matching.marks.weighed import WeighedText, han_core
from monitor.matching.normalise import frequency, pinyin
from monitor.matching.normalise.tokens import Token
from monitor.matching.variants import readings
from monitor.matching.weights import one_character, one_letter, share, weight
from monitor.model import Reason

_LETTERS_BESIDE, _HAN_BESIDE = share("near.letters_beside"), share("near.han_beside")
_OTHER_WORD = weight("against.frequent_word_near")
_SHORT_SLIP = weight("against.short_slip")
_OTHER_PLACE = weight("against.other_place")
_NEAR_BESIDE, _FEW_LETTERS = weight("against.near_beside"), 7
_TWO_CHARACTERS = weight("against.two_characters")


def misspelt(scene: WeighedText) -> Iterator[Finding]:
    """Latin spellings with one wrong letter, each with what speaks against it."""
    form = scene.form
    if len(form.text) > 300:
        return
    words = [t for t in form.tokens if t.script == "letter" and t.text.isascii()]
    for found in scene.index.near([t.text for t in words]):
        e, unit = found.entry, found.unit
        if OSA.distance(unit, e.key, score_cutoff=1) > 1:
            continue
        tokens = _tokens_of(unit, words, scene.noise)
        if not tokens:
            continue
        letters = len(e.key)
        inside = {form.starts[t.start] for t in tokens}
        rest = scene.rest(e, inside)
        f = Finding(e.name, e.variant, "edit", e.variant.prior, form.raw_span(tokens[0].start, tokens[-1].end), edits=1,
                    everyday=e.everyday)  # fmt: skip
        f.weigh(one_letter(letters))
        if rest:
            f.weigh(_LETTERS_BESIDE.beside(letters, rest))
        veto = vetoes.veto(unit, [t.text for t in tokens], e)
        if veto is not None:
            f.demote(veto.why, veto.factor, **veto.params)
        elif rest and letters <= _FEW_LETTERS:
            f.doubt = Doubt("near_beside", _NEAR_BESIDE, {"letters": letters, "word": form.raw[slice(*f.span)]})
        elif len(tokens) == 1 and (other := vetoes.other_words(unit, form.raw[slice(*f.span)], e)):
            f.doubt = Doubt(other, _OTHER_WORD, {"word": form.raw[slice(*f.span)].upper()})
        yield f


def slips(scene: WeighedText) -> Iterator[Finding]:
    """Short names with a slip of the pen, standing alone: of themselves nothing, for review where class or applicant agree."""
    form = scene.form
    if len(form.text) > 300:
        return
    words = [t for t in form.tokens if t.script == "letter" and t.text.isascii()]
    for found in scene.index.slips([t.text for t in words]):
        e, unit = found.entry, found.unit
        token = next(t for t in words if t.text == unit)
        if frequency.is_frequent(unit) or scene.rest(e, {form.starts[token.start]}):
            continue
        f = Finding(e.name, e.variant, "edit", e.variant.prior, form.raw_span(token.start, token.end), edits=1,
                    everyday=e.everyday)  # fmt: skip
        f.weigh(one_letter(len(e.key)))
        if e.syllables and (veto := vetoes.veto(unit, [unit], e)) is not None:
            f.demote(veto.why, veto.factor, **veto.params)
        f.doubt = Doubt("short_slip", _SHORT_SLIP, {"word": form.raw[slice(*f.span)].upper(), "letters": len(e.key)})
        yield f


def other_character(scene: WeighedText) -> Iterator[Finding]:
    """Han names with one other character that looks or sounds alike."""
    form = scene.form
    if form.text.isascii():
        return
    sounds, looks = readings.sounds(), readings.looks()
    for e, at in scene.index.han_near(form.text):
        size = len(e.key)
        i = next(i for i in range(size) if e.key[i] != form.text[at + i])
        ours, theirs = e.key[i], form.text[at + i]
        sound = bool(sounds.get(ours, frozenset()) & sounds.get(theirs, frozenset()))
        look = theirs in looks.get(ours, "")
        blurred = not sound and size >= 3 and _blurred(sounds.get(ours, frozenset()), sounds.get(theirs, frozenset()))
        if not (sound or look or blurred):
            continue
        alike = "both" if sound and look else "sound" if sound else "look" if look else "blurred"
        token = form.tokens[form.token_at(at)]
        left, right = han_core(token.text[: at - token.start], token.text[at + size - token.start :])
        others = 3 * (len(left) + len(right))
        f = Finding(e.name, e.variant, "han_look" if look else "han_sound", e.variant.prior,
                    form.raw_span(at, at + size), edits=1)  # fmt: skip
        f.weigh(one_character(alike, size))
        if size == 2 and alike != "both":
            f.demote("two_characters", _TWO_CHARACTERS, ours=e.key, theirs=form.text[at : at + size])
        f.extra.append(Reason(f"matching.reason.one_character.{alike}", {"ours": ours, "theirs": theirs}))
        if others:
            f.weigh(_HAN_BESIDE.beside(e.weight, others))
        place = vetoes.other_province(e.key, form.text[max(at - 1, 0) : at + size + 1])
        if place:
            f.demote("other_place", _OTHER_PLACE, word=place)
        yield f


def _blurred(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two characters sound alike to those who do not tell n from l or ng from n."""
    return any(pinyin.soft(a) == pinyin.soft(b) for a in ours for b in theirs)


def _tokens_of(unit: str, words: list[Token], noise: frozenset[str]) -> list[Token]:
    """The words of the text that make up a unit: neighbours, or all that are not noise."""
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if "".join(w.text for w in words[i : i + size]) == unit:
                return words[i : i + size]
    if "".join(w.text for w in words) == unit:
        return words
    core = [w for w in words if w.text not in noise]
    return core if "".join(w.text for w in core) == unit else []
