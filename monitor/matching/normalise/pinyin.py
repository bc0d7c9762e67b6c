"""Reading Latin letters as pinyin: what decides between a misspelling of our name and somebody else's word."""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.matching import tables

_MOST = 12
# Inside a word a syllable that begins with a vowel needs an apostrophe; registers drop it only before these.
_VOWEL_INSIDE = frozenset({"an", "ai", "ao", "en", "er", "ou"})
_SOFT = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@cache
def syllables() -> frozenset[str]:
    """The syllables of pinyin without tones; ü as v, u and yu."""
    found = {row[0] for row in tables.rows("syllables.tsv")}
    found.update(s.replace("v", "u") for s in list(found) if "v" in s)
    return frozenset(found | {"lyu", "nyu"})


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways a word splits into pinyin syllables, fewest syllables first, at most twelve; () if it does not."""
    if not word.isascii() or not word.isalpha() or len(word) > 40:
        return ()
    known = syllables()
    ends: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for at in range(len(word)):
        for before in ends.get(at, ())[:_MOST]:
            for size in range(1, 7):
                piece = word[at : at + size]
                if (
                    len(piece) == size
                    and piece in known
                    and (at == 0 or piece[0] not in "aeo" or piece in _VOWEL_INSIDE)
                ):
                    ends.setdefault(at + size, []).append((*before, piece))
    return tuple(sorted(ends.get(len(word), ()), key=len)[:_MOST])


def is_pinyin(word: str) -> bool:
    """Whether a word can be read as pinyin from beginning to end."""
    return bool(readings(word))


def soft(syllable: str) -> str:
    """Without the contrasts southern speakers and typists blur: zh/z, ch/c, sh/s, ng/n, l/n."""
    for hard, plain in _SOFT:
        if syllable.startswith(hard):
            syllable = plain + syllable[2:]
    if syllable.startswith("l"):
        syllable = "n" + syllable[1:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def common() -> frozenset[str]:
    """Syllables frequent enough (300 in a million) that a word with one of them is likely to exist."""
    return frozenset(row[0] for row in tables.rows("syllables.tsv") if int(row[7]) >= 300)


@cache
def east_asian() -> frozenset[str]:
    """Short words that are a syllable in some romanisation of Chinese: such a word is not a misspelling of another."""
    found = set(syllables())
    for row in tables.rows("syllables.tsv"):
        found.add(row[1].replace("'", "").replace("ü", "u"))
        found.update(row[2].split())
    for _, forms in tables.pairs("cantonese.tsv"):
        found.update(forms.split())
    return frozenset(found)
