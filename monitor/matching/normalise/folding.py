"""Folding both sides of a comparison alike. Every function is idempotent; the raw text is kept by the caller."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from monitor.matching import tables

# Letters NFKD leaves alone although registers write them with a plain Latin letter.
_SPECIAL = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_ASCII_KEY = str.maketrans({c: (chr(c).lower() if chr(c).isalnum() else None) for c in range(128)})
# Signs that stand inside one word: apostrophes of Wade–Giles and pinyin, zero-width and soft signs, bidi controls.
JOINERS = frozenset(
    "'’‘`´ʼʻ′\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_LONG_VOWEL = {
    vowel: sound
    for row, sound in (
        ("アカサタナハマヤラワガザダバパ", "ア"),
        ("イキシチニヒミリギジヂビピ", "イ"),
        ("ウクスツヌフムユルグズヅブプ", "ウ"),
        ("エケセテネヘメレゲゼデベペ", "イ"),
        ("オコソトノホモヨロゴゾドボポ", "ウ"),
    )
    for vowel in row
}


def fold(text: str) -> str:
    """NFKC, case-folded, without diacritics: "FÉN Jiǔ" → "fen jiu"; Han, kana and hangul stay (hangul composed)."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    text = unicodedata.normalize("NFKD", text)
    # Combining marks of kana (dakuten, U+3099/309A) are letters, not accents.
    text = "".join(c for c in text if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFKC", text).casefold()


def squash(text: str) -> str:
    """Letters and digits only, folded: "Fen-Jiu 1949" → "fenjiu1949"."""
    if text.isascii():
        return text.translate(_ASCII_KEY)
    return "".join(c for c in fold(text) if c.isalnum())


@cache
def letter_folds() -> Mapping[int, str | None]:
    """Han to simplified, hiragana to katakana, small kana to full ones, Cyrillic э/ё/ъ/ь as old records blur them."""
    table: dict[int, str | None] = {ord(v): s for v, s in tables.pairs("han_fold.tsv")}
    table |= {c: chr(c + 0x60).translate(_SMALL) for c in range(0x3041, 0x3097)}
    table |= _SMALL  # type: ignore[arg-type]
    table |= {ord(a): ord_or_none for a, ord_or_none in {"э": "е", "ё": "е", "ь": None, "ъ": None}.items()}
    table |= dict.fromkeys(map(ord, "ˊˇˋ˙ˉ"), None)  # tones of bopomofo
    table |= {ord("゙"): None, ord("゚"): None}
    return {k: chr(v) if isinstance(v, int) else v for k, v in table.items()}


@lru_cache(maxsize=4096)
def cached_key(text: str) -> str:
    """`key`, remembered: making variants asks for the same spelling several times."""
    return key(text)


def key(text: str) -> str:
    """The form in which variants and filings meet: squashed, one script form each: "龜齡集" → "龟龄集", "ふぇん" → "フエン"."""
    if text.isascii():
        return text.translate(_ASCII_KEY)
    folded = fold(text).translate(letter_folds())
    if "ー" in folded:
        folded = _long_vowels(folded)
    return "".join(c for c in folded if c.isalnum())


def _long_vowels(text: str) -> str:
    out = ""
    for c in text:
        out += c if c != "ー" else long_vowel(out[-1]) if out else ""
    return out


def long_vowel(before: str) -> str:
    """The kana a lengthening mark stands for after another kana: フー → フウ, レー → レイ."""
    return _LONG_VOWEL.get(before, "")


@cache
def confusables() -> Mapping[int, str]:
    """Letters of other alphabets that look Latin, by their raw (cased) form."""
    return {ord(a): b for a, b in tables.pairs("confusables.tsv")}


def script(char: str) -> str:
    """latin · digit · han · kana · hangul · cyrillic · other, of one folded letter."""
    code = ord(char)
    if code < 0x250:
        return "digit" if char.isdigit() else "latin"
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or code >= 0x20000:
        return "han"
    if 0x3105 <= code <= 0x312F:
        return "bopomofo"
    if 0x3040 <= code <= 0x30FF:
        return "kana"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return "hangul"
    if 0x400 <= code <= 0x52F:
        return "cyrillic"
    return "latin" if 0x1E00 <= code <= 0x1EFF else "other"


def han_of(text: str) -> str:
    """The Han characters of a name, simplified, in their order; "" if it has none."""
    return "".join(c for c in key(text) if script(c) == "han")
