"""Sounds written in the scripts of `written`, as each usually does: what a list shows, and what is sought letter for letter."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.matching.sounds.written import reading_table

_CLOSING_R = re.compile(r"(?<=[aeiou@])r(?![aeiou@yw])")
_R_AT_THE_END = re.compile(
    "(?<=[eiou])r$"
)  # said as a vowel of its own where another vowel stands before it: 벨모어, ベルモア


@lru_cache(maxsize=50_000)
def write(script: str, sounds: str) -> str:
    """Sounds as a script usually writes them; "" where it has no way to."""
    if script == "hangul":
        return _write_hangul(sounds)
    if script == "katakana":
        return _write_katakana(sounds)
    if script == "thai":
        return _write_thai(sounds)
    table = _write_table(script)
    out = ""
    at = 0
    while at < len(sounds):
        for size in (2, 1):
            piece = sounds[at : at + size]
            if len(piece) == size and piece in table:
                out += table[piece] if at else _BEGUN.get(script, {}).get(piece, table[piece])
                at += size
                break
        else:
            return ""
    out = out[:-1] + _ENDINGS.get(script, {}).get(out[-1], out[-1]) if out else ""
    if script == "cyrillic":
        out = _GLIDE.sub("й", out)
    return out.upper() if script in _CASED else out


def leaves_out(script: str, sounds: str) -> bool:
    """Whether a script usually leaves a consonant of these sounds unwritten, so that what it writes may be another name: an r that
    closes a syllable in Korean."""
    return script == "hangul" and _CLOSING_R.search(_R_AT_THE_END.sub("", sounds)) is not None


# What the tables of reading do not say of writing: the vowel of "the", vowels at the beginning of a word, letters at its end.
_WRITTEN = {
    "cyrillic": {"@": "е", "w": "в"},
    "greek": {"@": "ε", "b": "μπ", "d": "ντ", "g": "γκ", "S": "σ", "Z": "ζ", "c": "τσ", "y": "γι", "i": "ι", "o": "ο", "w": "ου", "e": "ε"},
    "arabic": {"@": "", "e": "ي", "o": "و", "w": "و", "y": "ي", "N": "نغ", "v": "ف", "g": "ج", "p": "ب", "i": "ي"},
    "hebrew": {"@": "", "e": "", "a": "א", "w": "וו", "y": "י", "v": "ו", "N": "נג", "p": "פ", "f": "פ", "i": "י", "o": "ו", "u": "ו"},
}  # fmt: skip
_BEGUN = {
    "cyrillic": {"e": "э"},
    "arabic": {"e": "إ", "i": "إي", "o": "أو", "u": "أو", "@": "أ", "a": "أ"},
    "hebrew": {"e": "א", "i": "אי", "o": "או", "u": "או", "@": "א", "a": "א"},
}
_ENDINGS = {"greek": {"σ": "ς"}, "hebrew": {"נ": "ן", "מ": "ם", "צ": "ץ"}}
_GLIDE = re.compile("(?<=[аеоуэяюё])и(?![аеоуэяюё])")  # the second half of a diphthong
_CASED = frozenset({"cyrillic", "greek"})


@cache
def _write_table(script: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for letters, sounds in reading_table(script).items():
        if sounds:
            found.setdefault(sounds, letters)
    return found | _WRITTEN.get(script, {})


_HANGUL_VOWELS = {
    "a": 0, "e": 5, "i": 20, "o": 8, "u": 13, "@": 4, "ya": 2, "yo": 12, "yu": 17, "ye": 7, "y@": 6, "yi": 20,
    "wa": 9, "we": 15, "wi": 16, "wo": 14, "w@": 14, "wu": 13,
}  # fmt: skip
_HANGUL_ONSETS = {
    "g": 0, "n": 2, "d": 3, "l": 5, "r": 5, "m": 6, "b": 7, "v": 7, "s": 9, "S": 9, "": 11, "J": 12, "Z": 12, "z": 12, "C": 14,
    "c": 14, "k": 15, "t": 16, "p": 17, "f": 17, "h": 18,
}  # fmt: skip
_HANGUL_CODAS = {"n": 4, "l": 8, "m": 16, "N": 21, "k": 1, "p": 17, "t": 19}
_CARRIER, _I, _Y_VOWEL = 18, 20, {0: 2, 4: 6, 8: 12, 13: 17, 5: 7}


def _write_hangul(sounds: str) -> str:
    sounds = _R_AT_THE_END.sub("@", sounds).replace("nk", "Nk")  # 앙커
    out = ""
    at = 0
    while at < len(sounds):
        onset = sounds[at] if sounds[at] in _HANGUL_ONSETS else ""
        at += len(onset)
        size = 2 if sounds[at : at + 2] in _HANGUL_VOWELS else 1 if sounds[at : at + 1] in _HANGUL_VOWELS else 0
        if not size:
            if not onset:  # ng at the beginning, or a glide alone
                at += 1
                continue
            if onset == "r" and out:
                continue
            l_follows = sounds[at : at + 1] == "l"  # 테슬라: it is written twice
            out += _block(onset, _I if onset in "SZJC" else _CARRIER, _HANGUL_CODAS["l"] if l_follows else 0)
            continue
        vowel = _HANGUL_VOWELS[sounds[at : at + size]]
        at += size
        if onset == "S":
            vowel = _Y_VOWEL.get(vowel, vowel)
        coda = 0
        behind, after = sounds[at : at + 1], sounds[at + 1 : at + 2]
        stop = behind and behind in "kpt" and (not after or after in "kptscSC")
        if behind in _HANGUL_CODAS and after not in _VOWELS_AND_GLIDES and (behind in "nlmN" or stop):
            coda = _HANGUL_CODAS[behind]
            at += 1
        elif behind == "l" and after:
            coda = _HANGUL_CODAS["l"]  # 올라: between vowels it is written twice
        out += _block(onset, vowel, coda)
    return out


_VOWELS_AND_GLIDES = frozenset("aeiou@yw")


def _block(onset: str, vowel: int, coda: int) -> str:
    return chr(0xAC00 + (_HANGUL_ONSETS[onset] * 21 + vowel) * 28 + coda)


_SAME_IN_KANA = str.maketrans({"l": "r", "@": "a"})


def _write_katakana(sounds: str) -> str:
    table = _write_table("katakana")
    sounds = _CLOSING_R.sub("ー", _R_AT_THE_END.sub("a", sounds)).translate(_SAME_IN_KANA)
    out = ""
    at = 0
    while at < len(sounds):
        for size in (3, 2, 1):
            piece = sounds[at : at + size]
            if len(piece) == size and piece in table and not (size == 1 and piece == "n"):
                out += table[piece]
                at += size
                break
        else:
            c = sounds[at]
            at += 1
            if c in "nm" and sounds[at : at + 1] not in _VOWELS_AND_GLIDES:
                out += "ン" if c == "n" or sounds[at : at + 1] in ("p", "b", "f", "v") else "ム"
            elif c == "ー":
                out += c
            elif c == "N":
                out += "ング" if at == len(sounds) else "ン"
            elif c == "w":
                out += "ウ"
            elif c == "y":
                out += "イ"
            else:
                vowel = "i" if c in "CJSZ" else "o" if c in "td" else "u"
                out += table.get({"Z": "J", "c": "c"}.get(c, c) + vowel, "")
    return out


_THAI_ONSETS = {
    "p": "พ", "b": "บ", "f": "ฟ", "v": "ว", "w": "ว", "t": "ท", "d": "ด", "s": "ซ", "z": "ซ", "S": "ช", "Z": "ช", "C": "ช", "J": "จ",
    "c": "ซ", "k": "ค", "g": "ก", "h": "ฮ", "m": "ม", "n": "น", "N": "ง", "l": "ล", "r": "ร", "y": "ย", "": "อ",
}  # fmt: skip
_THAI_RHYMES = {
    "ai": ("ไ", ""), "ao": ("เ", "า"), "au": ("เ", "า"), "ia": ("เ", "ีย"), "ua": ("", "ัว"), "a": ("", "า"), "e": ("เ", ""), "i": ("", "ี"),
    "o": ("โ", ""), "u": ("", "ู"), "@": ("เ", "อ"),
}  # fmt: skip


def _write_thai(sounds: str) -> str:
    out = ""
    at = 0
    while at < len(sounds):
        onset = sounds[at] if sounds[at] in _THAI_ONSETS else ""
        at += len(onset)
        for size in (2, 1):
            if sounds[at : at + size] in _THAI_RHYMES:
                before, behind = _THAI_RHYMES[sounds[at : at + size]]
                at += size
                if (
                    behind == "า"
                    and not before
                    and at < len(sounds)
                    and sounds[at + 1 : at + 2] not in _VOWELS_AND_GLIDES
                ):
                    behind = "ั"  # a short vowel before a consonant that closes the syllable
                out += before + _THAI_ONSETS[onset] + behind
                break
        else:
            if not onset:
                return ""
            out += _THAI_ONSETS[onset]
    return out
