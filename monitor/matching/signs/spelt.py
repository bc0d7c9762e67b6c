"""The spellings to look for of a cell: the whole, its words, and both together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.matching.normalise import gazetteer, wordlists
from monitor.matching.normalise.folding import han_of, key
from monitor.matching.signs.described import Spelling
from monitor.matching.signs.notes import words_of
from monitor.matching.signs.runs import Run

_MOST_WORDS = 8  # of one cell that are watched each alone
_SHORT = 3  # letters of a part that says little
_SOFT_GAP = re.compile(r"[ \u3000·・•]*")


def spellings_of(every: Sequence[Run], cell: str, *, doubtful: bool) -> Iterator[Spelling]:
    """The whole first, then its words, the joined Han ones, and the Han words before the Latin ones."""
    seen: set[str] = set()
    for spelling in _all(every, cell, doubtful=doubtful):
        folded = key(spelling.text)
        if not folded or folded in seen:
            continue
        seen.add(folded)
        weak = spelling.part and _is_weak(spelling)
        if not (weak and spelling.piece):  # 平遥 of 平遥 牛肉
            yield replace(spelling, weak=weak)


def _is_weak(spelling: Spelling) -> bool:
    folded = key(spelling.text)
    if han_of(folded) == folded:
        generic = folded in wordlists.han_goods() or folded in wordlists.words("han_generic")
        return generic or not spelling.derives or folded in gazetteer.han_places()
    if folded.isdigit() or len(folded) <= _SHORT:
        return folded.isascii()
    known = wordlists.words("everyday") | wordlists.noise() | wordlists.goods().keys()
    return all(key(word) in known for word in spelling.text.split())


def _all(every: Sequence[Run], cell: str, *, doubtful: bool) -> Iterator[Spelling]:
    runs = [r for r in every if not r.aside] or list(every)
    whole = _joined(runs)
    yield Spelling(cell if key(cell) == key(whole) else whole, derives=all(r.kind == "han" for r in runs))
    if doubtful:
        yield Spelling(cell, derives=False)
    yield from (Spelling(r.text) for r in every if r.aside)
    if len(runs) == 1:
        yield from (Spelling(short) for short in _without_line(runs[0]))
        return
    if len(runs) <= _MOST_WORDS:
        for group in _neighbours(runs):
            if len(group) > 1 and len(group) < len(runs):
                yield Spelling(_joined(group), part=True)
        for n, run in enumerate(runs):
            if len(key(run.text)) > (2 if run.kind == "digit" else 1):
                counted = n > 0 and runs[n - 1].kind == "digit" and not run.gap and len(run.text) < 3  # 20世纪
                yield Spelling(run.text, part=True, piece=_is_piece(runs, n), derives=not counted)
                yield from (Spelling(short, part=True) for short in (*_without_line(run), *_without_lone_letters(run)))
    han = [r for r in runs if r.kind == "han"]
    latin = [r for r in runs if r.kind == "letter" and len(key(r.text)) > 1]
    if han and latin:
        chinese, foreign = ("".join(dict.fromkeys(r.text for r in han)), " ".join(dict.fromkeys(r.text for r in latin)))
        yield Spelling(f"{chinese} {foreign}", derives=False)


def _joined(runs: list[Run]) -> str:
    return "".join((" " if r.gap and n else "") + r.text for n, r in enumerate(runs))


def _neighbours(runs: list[Run]) -> Iterator[list[Run]]:
    """Han words parted by a blank or a middle dot alone: they may be one name."""
    group: list[Run] = []
    for run in runs:
        if group and not (run.kind == "han" and _SOFT_GAP.fullmatch(run.gap)):
            yield group
            group = []
        if run.kind == "han":
            group.append(run)
    if group:
        yield group


def _is_piece(runs: list[Run], n: int) -> bool:
    return any(len(group) > 1 and any(r is runs[n] for r in group) for group in _neighbours(runs))


def _without_line(run: Run) -> Iterator[str]:
    """宁化府牌 is 宁化府 too; 品牌 and 王牌 are words."""
    ending = next((e for e in sorted(words_of("lines"), key=len, reverse=True) if run.text.endswith(e)), "")
    short = run.text.removesuffix(ending)
    word = run.text.endswith(tuple(words_of("whole_lines"))) and ending != "品牌"
    if run.kind == "han" and ending and len(short) >= 2 and not word:
        yield short


def _without_lone_letters(run: Run) -> Iterator[str]:
    """Simmons S is Simmons too."""
    words = run.text.split()
    kept = words[:]
    while len(kept) > 1 and len(key(kept[-1])) == 1:
        kept.pop()
    while len(kept) > 1 and len(key(kept[0])) == 1:
        kept.pop(0)
    if run.kind == "letter" and len(kept) < len(words) and len(key(" ".join(kept))) > 1:
        yield " ".join(kept)
