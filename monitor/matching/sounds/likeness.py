"""How alike two strings of sounds are, as a script writes them, from tables/alike_sounds.tsv."""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.matching import tables
from monitor.matching.sounds.latin import SOUNDS, VOWELS

_OTHER_VOWEL, _OTHER = 0.6, 1.0  # a vowel, a consonant, more or fewer; any sound for another
_NO_CONSONANTS = str.maketrans("", "", "aeiou@^hwy")
_CLASSES = str.maketrans("pbfvtdszSZCJckgmnNlr", "PPPPTTSSSSSSSKKMNNLL", "aeiou@^hwy")


_NONE = "-"  # no sound


@cache
def _costs(script: str) -> dict[str, dict[str, float]]:
    """What it costs to take a sound for another; "-" is no sound."""
    found: dict[str, dict[str, float]] = {sound: {sound: 0.0} for sound in SOUNDS}
    found[_NONE] = {}
    for wanted in ("any", script):
        for row, said, heard, cost in tables.rows("alike_sounds.tsv"):
            if row == wanted:
                found[said][heard] = float(cost)
                if _NONE not in (said, heard):
                    found[heard][said] = float(cost)
    for sound in SOUNDS:
        alone = _OTHER_VOWEL if sound in VOWELS else _OTHER
        found[sound].setdefault(_NONE, alone)
        found[_NONE].setdefault(sound, alone)
    return found


def unlikeness(script: str, said: str, heard: str, most: float) -> float:
    """What it costs to take `heard`, as a word of a script sounds, for `said`: 0.0 for the same, infinity above `most`."""
    costs = _costs(script)
    more = [costs[_NONE][q] for q in heard]
    row = [0.0]
    for cost in more:
        row.append(row[-1] + cost)
    for p in said:
        of_p = costs[p]
        fewer = of_p[_NONE]
        corner = row[0]
        least = left = corner + fewer
        below = [left]
        for q, one_more, above in zip(heard, more, row[1:], strict=True):
            here = corner + of_p.get(q, _OTHER)
            here = min(here, above + fewer)
            here = min(here, left + one_more)
            below.append(here)
            corner, left = above, here
            least = min(least, here)
        if least > most:
            return float("inf")
        row = below
    return row[-1] if row[-1] <= most else float("inf")


def least_unlikeness(script: str, said: str, heard: str) -> float:
    """The least that sounds with these consonants can cost: a look before the long way round."""
    if len(said) != len(heard) or said == heard:
        return 0.0
    costs = _costs(script)
    return sum(0.0 if p == q else costs[p].get(q, _OTHER) for p, q in zip(said, heard, strict=True))


@lru_cache(maxsize=50_000)
def consonants(sounds: str) -> str:
    """The sounds without vowels and what may pass for one."""
    return sounds.translate(_NO_CONSONANTS)


@lru_cache(maxsize=50_000)
def skeleton(sounds: str) -> str:
    """The classes of the consonants in their order, by which names that may be alike are called up: "hikviZn" → "KPSN"."""
    found = sounds.translate(_CLASSES).replace("MP", "NP")
    return "".join(c for i, c in enumerate(found) if not i or c != found[i - 1])
