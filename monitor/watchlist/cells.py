"""Cleaning single cells: quotes, widths, invisible characters, lists, classes. Pure functions on text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from monitor.legal_forms import Use, known_for
from monitor.matching.signs import describe

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\U000e0000-\U000e0fff]"
)
_BLANK = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_QUOTES = re.compile("[「」『』“”‟„《》〈〉【】〖〗«»]")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = re.compile("[\uff06\uff0b\uff0d\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")
_LONG_HAN_GAP = re.compile(f"(?<=[{_HAN}][{_HAN}]) (?=[{_HAN}][{_HAN}])")
_HAS_HAN = re.compile(f"[{_HAN}]")
_BEFORE_FORM = "|".join(
    re.escape(".".join(form.words) if len(form.words) > 1 else form.text) for form in known_for(Use.COMMA)
)
_COMMA = re.compile(rf"\s*[,，](?!\s*(?:{_BEFORE_FORM})(?![a-z]))\s*", re.IGNORECASE)
_RANGE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:-|–|—|~|至|到)\s*(\d{1,3})(?!\d)")


def has_han(text: str) -> bool:
    return _HAS_HAN.search(text) is not None


def fold_name(text: str) -> str:
    """Letters and digits only, width and case folded: the key under which two spellings are the same list entry.

    >>> fold_name("太原钢铁（集团）有限公司") == fold_name("太原钢铁 (集团) 有限公司")
    True
    """
    return "".join(
        c for c in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()) if c.isalnum()
    )


def without_invisible(text: str) -> tuple[str, int]:
    """(text without control, bidirectional, zero-width, private and unassigned characters; how many there were).

    Line breaks and tabs are layout, not counted: \\r\\n → \\n, other line separators → \\n, tab → space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    # Excel escapes control characters as _x000D_; files of other programs show the escape as text.
    text = re.sub("_x000[aAdD]_", "\n", text)
    kept = [
        c
        for c in text
        if c == "\n" or (not _INVISIBLE.match(c) and unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    ]
    return "".join(kept), len(text) - len(kept)


def one_line(text: str) -> str:
    """Single spaces, no line breaks, none between two Han characters ("汾  酒" is 汾酒); full-width letters and digits are folded."""
    text = _BLANK.sub(" ", text.replace("\n", " "))
    text = _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return _BETWEEN_HAN.sub("", _BLANK.sub(" ", text)).strip()


def name_line(text: str) -> str:
    """As `one_line`; a blank between two Han words of two and more characters stays: 汾酒 杏花村 may be one name or two."""
    text = _BLANK.sub(" ", text.replace("\n", " "))
    parts = [one_line(part) for part in re.split(_LONG_HAN_GAP, text)]
    return " ".join(p for p in parts if p)


def unquoted(text: str) -> str:
    """The name without the quotes around it or around a part of it: “长昇源” → 长昇源."""
    text = _QUOTES.sub("", text).strip()
    while len(text) >= 2 and text[0] in "\"'‘’`" and text[-1] in "\"'‘’`":
        text = text[1:-1].strip()
    return text.strip('"').strip()


def several(text: str, *, comma: bool = True) -> tuple[str, ...]:
    """The parts of a list cell: split at ; ； 、 | line breaks, and at commas that do not belong to "Co., Ltd."."""
    return _several(text, one_line, comma=comma)


def _several(text: str, line: Callable[[str], str], *, comma: bool) -> tuple[str, ...]:
    parts = re.split(r"[;；、|｜\n]", text)
    if comma:
        parts = [p for part in parts for p in _COMMA.split(part)]
    return tuple(p for p in (line(part) for part in parts) if p)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a name cell, as written. “汾酒”“竹叶青”, 汾酒、竹叶青 and two lines are two; "A, B" of Latin letters is one.

    A slash separates only a Han name from a Latin one ("汾酒/FENJIU")."""
    text = re.sub("([”」』》】])\\s*([“「『《【])", r"\1;\2", text)
    parts: list[str] = []
    for part in _several(text, name_line, comma=False):
        if describe(part).firm:  # …有限公司“六味斋”商标: what is quoted must be seen
            parts.append(part)
            continue
        sides = [name_line(s) for s in re.split(r"[/／]", part)]
        if len(sides) > 1 and all(sides) and any(has_han(s) for s in sides):
            parts += sides
        elif has_han(part):
            parts += [p for p in _COMMA.split(part) if p.strip()]
        else:
            parts.append(part)
    return tuple(p for p in (p if describe(p).firm else unquoted(name_line(p)) for p in parts) if p)


def is_dash(text: str) -> bool:
    """Whether a part of a cell says that there is nothing: a dash of any width, a slash, 无."""
    return bool(re.fullmatch("[-－–—─/／\\s]+|无", text.strip()))


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """In order, without repeats that differ in case only."""
    seen: dict[str, str] = {}
    for text in texts:
        if text:
            seen.setdefault(text.casefold(), text)
    return tuple(seen.values())


def classes_in(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """(Nice classes in order, parts that are none): "第29、30类", "29;30", "1-5", "３３", "全类" (all 45)."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return (), ()
    if re.fullmatch(r"(全类|全类别|全部类别|所有类别|1-45类?)", text):
        return tuple(range(1, 46)), ()
    bare = re.sub(r"\([^()]*\)", " ", text)
    found: list[int] = []
    bad: list[str] = []

    def take(value: int, shown: str) -> None:
        if not 1 <= value <= 45:
            bad.append(shown)
        elif value not in found:
            found.append(value)

    for piece in re.split(r"[;；、,，|\s\n]+", bare):
        if not piece:
            continue
        rest = piece
        span = _RANGE.search(piece)
        if span and int(span[1]) < int(span[2]) <= 45:
            for value in range(int(span[1]), int(span[2]) + 1):
                take(value, str(value))
            rest = piece[: span.start()] + piece[span.end() :]
        # A spreadsheet turns a typed 29.30 into the number 29.3: which classes were meant cannot be known.
        if re.fullmatch(r"\d+\.\d", piece):
            bad.append(piece)
            continue
        for number in re.findall(r"\d+", rest):
            take(int(number[:9]), number[:20])
    if not found and not bad:
        bad.append(text[:40])
    return tuple(found), tuple(bad)
