"""Spellings that stand in a text letter for letter: as the whole mark, a word, or part of a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from monitor.legal_forms import Use, latin_words
from monitor.matching.bands import BELOW_ALERT, REVIEW
from monitor.matching.marks import labels, vetoes
from monitor.matching.marks.finding import Doubt, Finding
from monitor.matching.marks.mark_index import NEAR_UP_TO
from monitor.matching.marks.weighed import WeighedText, han_core
from monitor.matching.normalise import frequency, pinyin, wordlists
from monitor.matching.normalise.tokens import Token
from monitor.matching.variants.sought import Sought
from monitor.matching.weights import Weight, prior, share, weight
from monitor.model import Reason

_WORD = share("stands.word")
_PHRASE = share("stands.phrase")
_HAN_INSIDE = share("stands.han_inside")
_BLOCK_INSIDE = share("stands.block_inside")
_BEGINS_OR_ENDS = share("stands.begins_or_ends")
_IN_THE_MIDDLE = share("stands.in_the_middle")
_JOINED_TO_PRAISE = weight("stands.joined_to_praise")
_GLUED = share("stands.glued")  # KISSBAIDU
_SHORT_GLUED, _SHORT_GLUED_COSTS = 4, weight("against.short_glued")  # letters
_HYPHENATED, _SPACED = weight("stands.hyphenated"), weight("stands.spaced")
_WHOLE = Weight(1.0, "")
_SHORTEST_PARTED, _SHORTEST_SPACED, _MOST_PIECES = 5, 6, 4  # letters; letters, of frequent words; words
# By what a score is multiplied where something speaks against the name; the reason of the same name says it.
_WITHOUT_MARKS, _WITHOUT_MARKS_LONG = weight("against.without_marks_short"), weight("against.without_marks_long")
_PROVINCE_OF_THE_SAME_SOUND = weight("against.other_place_same_sound")
_HAN_PLACE_USE = weight("against.place_use_han")
_FREQUENT_WORD = weight("against.frequent_word_made")
_SHORT_4, _SHORT_5 = weight("against.short_4"), weight("against.short_5")
_SHORT_BLOCK = weight("against.short_block")
_OTHER_ROMANISATION = weight("against.other_romanisation")
_EVERYDAY_PHRASE, _EVERYDAY_WORD = weight("against.everyday_phrase"), weight("against.everyday_word")
_EVERYDAY_BESIDE = weight("against.everyday_beside")  # GOLDEN TRIANGLE for TRIANGLE
_GOOD_PART, _HALF = 0.3, 0.5  # of all letters
_STAYS = REVIEW / weight("around.related_class")  # it stays in review where classes are unknown or related
_FILLS_MOST = 0.6  # other letters, of the letters of the name
_LONGER_NAME = weight("against.longer_name")
_PLACE_USE_SHORT, _PLACE_USE_LONG = weight("against.place_use_short"), weight("against.place_use_long")
_PLACE_WORD, _CROSSES_SYLLABLES = weight("against.place_use_word"), weight("against.other_pinyin_inside")
_PART_OF_WORD = weight("against.part_of_word")
_LONGER_PINYIN, _LABEL_SYLLABLE = weight("against.longer_pinyin_word"), weight("against.longer_pinyin_label")

_OTHER_WORD = prior("other_word")  # of a spelling that is a word of its own
_MOST_HITS = 4_000
_MOST_ASIDE = 6  # words set aside that are shown
_MOST_SCORED = 3  # occurrences of one spelling that are scored; the others add nothing


def exact(scene: WeighedText) -> Iterator[Finding]:
    """The best place of each spelling that stands letter for letter in a text, one finding for each."""
    form = scene.form
    kept: dict[tuple[int, str], list[tuple[Sought, int, int]]] = {}
    covered: dict[int, set[int]] = {}
    for pattern, start, end in scene.index.exact(form.text)[:_MOST_HITS]:
        for e in scene.index.entries[pattern]:
            if not _stands(scene, e, start, end):
                continue
            bounded = start in form.starts and end in form.ends
            here = kept.setdefault((e.name, e.key), [])
            if len(here) < _MOST_SCORED:
                here.append((e, start, end))
            elif bounded and not (here[-1][1] in form.starts and here[-1][2] in form.ends):
                here[-1] = (e, start, end)
            if bounded:
                covered.setdefault(e.name, set()).update(range(form.starts[start], form.ends[end] + 1))
    for here in kept.values():
        scored = [f for e, start, end in here if (f := _exact(scene, e, start, end, covered.get(e.name, set())))]
        if scored:
            yield max(scored, key=lambda f: f.score)


def _stands(scene: WeighedText, e: Sought, start: int, end: int) -> bool:
    """Whether the letters found are the name at all and not parts of neighbouring words run together."""
    form = scene.form
    whole = start == 0 and end == len(form.text)
    if whole or e.script == "han":
        return True
    first, last = form.token_at(start), form.token_at(end - 1)
    if first == last:
        return True
    return start in form.starts and end in form.ends and _joint_costs(scene, e, start, end) is not None


def _joint_costs(scene: WeighedText, e: Sought, start: int, end: int) -> Weight | None:
    """By what a name parted otherwise than the list parts it is multiplied: `_WHOLE` where it is not, None where the pieces are
    no name parted but words of their own."""
    form = scene.form
    first, last = form.token_at(start), form.token_at(end - 1)
    tokens = form.tokens[first : last + 1]
    if (
        len(tokens) == 1
        or all(len(t.text) == 1 for t in tokens)
        or e.cuts.issuperset(t.start - start for t in tokens[1:])
    ):
        return _WHOLE
    if e.script != "letter" or e.derived or len(tokens) > _MOST_PIECES or len(e.key) < _SHORTEST_PARTED:
        return None
    if len(form.text) > NEAR_UP_TO:  # in running text any two words stand side by side
        return None
    joints = [
        form.raw[form.raw_span(a.start, a.end)[1] : form.raw_span(b.start, b.end)[0]] for a, b in pairwise(tokens)
    ]
    if not any(map(str.isspace, joints)):
        return _HYPHENATED
    if len(e.key) < _SHORTEST_SPACED and all(len(t.text) < 3 or frequency.is_frequent(t.text) for t in tokens):
        return None  # SHE IN BLACK
    # A name that is pinyin, parted inside a syllable, is other syllables.
    return None if e.syllables else _SPACED


def _exact(scene: WeighedText, e: Sought, start: int, end: int, covered: set[int]) -> Finding | None:
    form = scene.form
    span = form.raw_span(start, end)
    f = Finding(e.name, e.variant, "whole", e.variant.prior, span, everyday=e.everyday)
    if e.variant.kind == "vietnamese" and form.raw[slice(*span)].isascii() and not e.variant.text.isascii():
        # Without its marks a Vietnamese reading is one of many words (DONG HO is a clock).
        f.demote("without_marks", _WITHOUT_MARKS if len(e.key) <= 8 else _WITHOUT_MARKS_LONG)
    if e.key in wordlists.words("provinces") and e.syllables:
        # 新绛 is written like 新疆, and who writes it means the province.
        f.demote("other_place", _PROVINCE_OF_THE_SAME_SOUND, word=e.key.upper())
    if e.derived and e.variant.kind != "historical" and frequency.is_frequent(form.raw[slice(*span)].casefold()):
        # PUNTO: a spelling the office did not give, and a word of its own.
        f.doubt = Doubt("frequent_word", _FREQUENT_WORD, {"word": form.raw[slice(*span)].upper()})
    if start == 0 and end == len(form.text):
        return f
    if len(e.key) == 1:
        return None
    first, last = form.token_at(start), form.token_at(end - 1)
    inside = set(range(first, last + 1))
    rest = scene.rest(e, inside | covered)
    joint = _joint_costs(scene, e, start, end) or _WHOLE
    if joint < 1.0:
        f.demote("parted", joint, written=form.raw[slice(*span)])
    if e.script == "han":
        token = form.tokens[first]
        left, right = han_core(token.text[: start - token.start], token.text[end - token.start :])
        remains = 3 * (len(left) + len(right)) if first not in covered else 0
        _placed_han(f, e, remains, rest)
        if f.operation == "core":
            f.aside = _aside(scene, start, end, covered)[0]
        if remains and right.startswith(tuple(wordlists.words("han_designators"))):
            f.demote("place_use", _HAN_PLACE_USE, word=right[:2])
        return f
    f.bounded = start in form.starts and end in form.ends
    if f.bounded:
        if not rest:
            f.aside, words = _aside(scene, start, end, covered)
            if e.everyday and not latin_words(Use.MARK).issuperset(words):
                f.demote("everyday", _EVERYDAY_BESIDE)
        return _placed_word(scene, f, e, rest, first, last)
    if e.script != "letter":
        return _placed_block(scene, f, e, form.tokens[first], rest)
    return _placed_part(scene, f, e, form.tokens[first], start, end, rest)


def _aside(scene: WeighedText, start: int, end: int, covered: set[int]) -> tuple[str, list[str]]:
    """What stands beside a name that is the whole mark without it: as the text has it, and its folded words. What is another
    spelling of the name is none of it."""
    form = scene.form
    pieces = [
        (a, b)
        for i, t in enumerate(form.tokens)
        if i not in covered
        for a, b in ((t.start, min(t.end, start)), (max(t.start, end), t.end))
        if a < b
    ]
    shown = [form.raw[slice(*form.raw_span(a, b))] for a, b in pieces]
    cut = "…" if len(shown) > _MOST_ASIDE else ""
    return " ".join(shown[:_MOST_ASIDE]) + cut, [form.text[a:b] for a, b in pieces]


def _placed_han(f: Finding, e: Sought, remains: float, rest: float) -> None:
    if not remains and not rest:
        f.operation = "core"
    elif not remains:
        f.operation = "word"
        f.weigh(_WORD.beside(e.weight, rest))
    else:
        f.operation = "embedded"
        f.weigh(_HAN_INSIDE.beside(e.weight, remains + rest))
        if len(e.key) == 2:  # two characters are often part of another word
            f.score = min(f.score, BELOW_ALERT)


def _placed_word(scene: WeighedText, f: Finding, e: Sought, rest: float, first: int, last: int) -> Finding | None:
    if not rest:
        f.operation = "core"
        _place_use(scene, f, e, first, last)
        return f
    f.operation = "word"
    telling = e.words > 1 and not e.everyday and e.script == "letter"
    f.weigh((_PHRASE if telling else _WORD).beside(e.weight, rest))
    letters = len(e.key)
    if e.script == "letter":
        # Where it is a good part of the wording, a person looks at it: a short name that is the list's own, an everyday one.
        part = _GOOD_PART if letters > 4 else _HALF
        least = _STAYS if letters >= part * (letters + rest) and not e.derived else 0.0
        if letters <= 4:
            f.demote_within("short", _SHORT_4, least, letters=letters)
        elif letters == 5 or (e.derived and letters <= 6):
            f.demote_within("short", _SHORT_5, least, letters=letters)
        elif e.variant.prior <= _OTHER_WORD and e.derived:
            f.demote("other_romanisation", _OTHER_ROMANISATION)
        elif e.everyday:
            phrase = last > first and rest < _FILLS_MOST * letters
            f.demote_within("everyday", _EVERYDAY_PHRASE if phrase else _EVERYDAY_WORD, least)
        _longer_name(scene, f, e, first, last)
    elif e.weight <= 6:
        f.demote("short", _SHORT_BLOCK, letters=letters)
    _place_use(scene, f, e, first, last)
    return f


def _longer_name(scene: WeighedText, f: Finding, e: Sought, first: int, last: int) -> None:
    """YA BAO LU: two syllables of a longer spaced name are not our two-syllable name."""
    tokens = scene.form.tokens
    if len(e.syllables) != 2 or last - first != 1:
        return
    for i in (first - 1, last + 1):
        if 0 <= i < len(tokens) and scene.weights[i] and tokens[i].text in pinyin.syllables():
            f.demote("longer_name", _LONGER_NAME, word=tokens[i].text.upper())
            return


def _place_use(scene: WeighedText, f: Finding, e: Sought, first: int, last: int) -> None:
    tokens, words = scene.form.tokens, wordlists.words("designators")
    beside = [i for i in (last + 1, last + 2) if i < len(tokens)]
    if first and tokens[first - 1].text == "of" and first > 1:
        beside.append(first - 2)
    for i in beside:
        if tokens[i].text in words:
            f.demote(
                "place_use", _PLACE_USE_SHORT if len(e.syllables) <= 2 else _PLACE_USE_LONG, word=tokens[i].text.upper()
            )
            return


def _placed_block(scene: WeighedText, f: Finding, e: Sought, token: Token, rest: float) -> Finding | None:
    """Hangul or kana inside a longer word of the same script."""
    if len(e.key) <= 2 or (e.script == "kana" and len(e.key) <= 3):
        return None
    f.operation = "embedded"
    others = (len(token.text) - len(e.key)) * (2 if e.script == "kana" else 3)
    f.weigh(_BLOCK_INSIDE.beside(e.weight, others + rest))
    return f


def _placed_part(
    scene: WeighedText, f: Finding, e: Sought, token: Token, start: int, end: int, rest: float
) -> Finding | None:
    """Letters inside a longer word: only beside a laudatory word, or where the rest stands by itself."""
    form, letters = scene.form, len(e.key)
    before, after = form.text[token.start : start], form.text[end : token.end]
    joined = wordlists.words("joined")
    crossing = vetoes.crosses(token.text, start - token.start, end - token.start)
    praised = (before in joined and not after) or (not before and len(after) > 2 and after in joined | scene.noise)
    if praised and not crossing and letters >= 5:
        f.operation = "embedded"
        f.weigh(_JOINED_TO_PRAISE, _WORD.beside(e.weight, rest))
        return f
    if not crossing and (beside := labels.words_beside(token.text, before, after, e)):
        f.operation = "embedded"
        f.weigh(_GLUED.beside(letters, len(token.text) - letters + rest))
        if letters <= _SHORT_GLUED:
            f.demote("short_glued", _SHORT_GLUED_COSTS, letters=letters)
        shown = {"word": token.text.upper(), "words": " + ".join(beside).upper()}
        f.extra.append(Reason("matching.reason.glued", shown))
        return f
    if letters < 6 or (e.derived and letters < 8) or e.everyday:
        return None
    f.operation = "embedded"
    if before and after:
        if letters < 8:
            return None
        f.weigh(_IN_THE_MIDDLE.beside(letters, len(token.text) - letters + rest))
        if crossing:
            f.demote("other_pinyin", _CROSSES_SYLLABLES, word=token.text.upper(), reading=" ".join(crossing))
        return f
    f.weigh(_BEGINS_OR_ENDS.beside(letters, len(token.text) - letters + rest))
    if vetoes.is_place(token.text):
        f.demote("place_use", _PLACE_WORD, word=token.text.upper())
    elif crossing:
        f.demote("other_pinyin", _CROSSES_SYLLABLES, word=token.text.upper(), reading=" ".join(crossing))
    elif len(before or after) <= 2 and not vetoes.at_syllable(token.text, start - token.start, end - token.start):
        f.demote("part_of_word", _PART_OF_WORD, word=token.text.upper())
    elif _syllables(e) == 2 and (before or after) not in scene.goods and (longer := pinyin.readings(token.text)):
        shown = {"word": token.text.upper(), "reading": " ".join(longer[0])}
        costs = _LABEL_SYLLABLE if before in wordlists.words("label_syllables") else _LONGER_PINYIN
        f.doubt = Doubt("longer_pinyin", costs, shown)
    return f


def _syllables(e: Sought) -> int:
    """How many syllables of pinyin a name has, also one given in Latin letters alone; 0 for what is none."""
    if e.syllables:
        return len(e.syllables)
    found = pinyin.readings(e.key)
    return len(found[0]) if found else 0
