"""The scripts in which registers abroad write what they hear: their words in a text, read as sounds by tables/script_sounds.tsv."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.matching import tables

# Letters of a word with their marks; Latin and Han words are compared by their letters.
_RANGES = {
    "cyrillic": "\u0400-\u052f",
    "hangul": "\uac00-\ud7a3",
    "katakana": "\u3041-\u309f\u30a1-\u30fa\u30fc\uff66-\uff9f",
    "arabic": "\u0620-\u0669\u066e-\u06d3\u06ee-\u06ff",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "thai": "\u0e01-\u0e4e",
    "hebrew": "\u0590-\u05f4",
}
SCRIPTS = tuple(_RANGES)
_INSIDE = "'’׳\u200c"  # signs that may stand inside a word
_WORD = re.compile("|".join(f"(?P<{s}>[{r}](?:[{r}{_INSIDE}]*[{r}{_INSIDE}])?)" for s, r in _RANGES.items()))
_ANY = re.compile(f"[{''.join(_RANGES.values())}]")
_BETWEEN = re.compile(r"\w")  # what parts words that are not neighbours
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c0\u05c3-\u05c7\u064b-\u0653\u0656-\u065f\u0670]"
)  # but those that make other letters
_FINAL_HE = "ה"  # at the end of a word the vowel a
_MOST_WORDS = 12  # of one text
_LONGEST = 30  # letters of a word
_TO_KATAKANA = {c: c + 0x60 for c in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a text, or two or three neighbours, [start, end) of the text, and how they sound."""

    script: str
    start: int
    end: int
    sounds: str


def heard_in(text: str) -> Iterator[Heard]:
    """The words of a text in these scripts, alone and with one or two neighbours of the same script, as sounds."""
    if text.isascii() or not _ANY.search(text):
        return
    words = []
    for found in _WORD.finditer(text):
        if found.end() - found.start() <= _LONGEST:
            script = found.lastgroup or ""
            words.append(Heard(script, found.start(), found.end(), read(script, found[0])))
        if len(words) >= _MOST_WORDS:
            break
    for i, first in enumerate(words):
        together, end = first.sounds, first.end
        yield first
        for last in words[i + 1 : i + 3]:
            if last.script != first.script or _BETWEEN.search(text[end : last.start]):
                break
            end = last.end
            together += last.sounds
            yield Heard(first.script, first.start, last.end, together)


@cache
def reading_table(script: str) -> dict[str, str]:
    return {
        letters: sounds.replace("-", "")
        for found, letters, sounds in tables.rows("script_sounds.tsv")
        if found == script
    }


@lru_cache(maxsize=20_000)
def read(script: str, word: str) -> str:
    """How a word of a script sounds. What the table of the script does not have is silent."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if script == "katakana":
        word = word.translate(_TO_KATAKANA)
    elif script == "hangul":
        word = unicodedata.normalize("NFD", word)
    elif script == "thai":
        return _read_thai(word)
    elif script != "cyrillic":
        word = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))
    if script == "hebrew" and word.endswith(_FINAL_HE):
        word = word[:-1] + "א"
    return _greedy(word, script)


@cache
def _letters(script: str) -> re.Pattern[str]:
    """What the table of a script has, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, reading_table(script)), key=len, reverse=True)))


def _greedy(word: str, script: str) -> str:
    table = reading_table(script)
    return _DOUBLE.sub(r"\1", "".join([table[letters] for letters in _letters(script).findall(word)]))


_DOUBLE = re.compile(r"(.)\1+")
_THAI_BEFORE = {
    "เ": "e",
    "แ": "e",
    "โ": "o",
    "ไ": "ai",
    "ใ": "ai",
}  # written before the consonant after which they are said
_THAI_BEHIND = {
    "ะ": "a", "า": "a", "ำ": "am", "ิ": "i", "ี": "i", "ึ": "u", "ื": "u", "ุ": "u", "ู": "u", "ั": "a", "็": "",
}  # fmt: skip
# Tones; and thanthakhat: the consonant under it is silent in Thai, but stands there because the foreign name has it.
_THAI_TONES = re.compile("[\u0e48-\u0e4c]")


def _read_thai(word: str) -> str:
    table = reading_table("thai")
    word = _THAI_TONES.sub("", word)
    out = ""
    at = 0
    while at < len(word):
        c = word[at]
        if c in _THAI_BEFORE and at + 1 < len(word):
            onset = table.get(word[at + 1], "")
            at += 2
            vowel = _THAI_BEFORE[c]
            rest = word[at:]
            if c == "เ":
                for signs, said in (
                    ("ียว", "iao"),
                    ("ีย", "ia"),
                    ("ือ", "ua"),
                    ("อ", "@"),
                    ("า", "ao"),
                    ("ิ", "@"),
                    ("ย", "@i"),
                ):
                    if rest.startswith(signs):
                        vowel, at = said, at + len(signs)
                        break
            out += onset + vowel
            continue
        if c in _THAI_BEHIND:
            out += _THAI_BEHIND[c]
        elif c == "ว" and at and word[at - 1] in "ัิ":
            out = out[:-1] + ("ua" if word[at - 1] == "ั" else "iu")
        elif c == "อ":
            first = at == 0
            out += "" if first or word[at + 1 : at + 2] in _THAI_BEHIND else "o"
        else:
            out += table.get(c, "")
        at += 1
    return _DOUBLE.sub(r"\1", out)
