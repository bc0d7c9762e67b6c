"""Latin spellings of a Chinese core, older ones included, and simplified characters. pypinyin and opencc are imported at the first use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Protocol

from monitor.matching.firms import vocabulary
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash
from monitor.matching.variants import readings
from monitor.matching.variants.scripts import OLDER, HanName

_MOST = 8
_MOST_OLDER = 2  # of one system
_SHORTEST_OLDER = 6  # letters
_SHORT = 4
_FEW_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Spelling:
    """Syllables of one reading; `kind`: pinyin (the usual one), pinyin_reading (another reading), pinyin_umlaut."""

    syllables: tuple[str, ...]
    kind: str

    @property
    def joined(self) -> str:
        """In one word: "languhe"."""
        return "".join(self.syllables)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    import opencc  # 40 ms that a text without Han never pays

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # lone surrogates, which a JSON escape can carry in


def simplify(text: str) -> str:
    """Traditional characters → simplified; the length stays the same (phrases of t2s map one to one)."""
    text = _HALF_CHARACTER.sub("\ufffd", text)
    simplified = _converter().convert(text)
    return simplified if len(simplified) == len(text) else "".join(_converter().convert(c)[:1] or c for c in text)


@cache
def spellings(han: str) -> tuple[Spelling, ...]:
    """All Latin spellings of a core in simplified Han, the usual reading first; at most eight. Latin inside stays."""
    from pypinyin import lazy_pinyin  # 200 ms, only where a list is built

    usual = _known_place(han) or tuple(s.lower() for s in lazy_pinyin(han, errors="default"))
    usual = tuple(s.replace("ü", "v") for s in usual)
    choices: list[tuple[str, ...]] = [(s,) for s in usual]
    if len(usual) == len(han):
        choices = [(s, *_other_readings(han, at, s)) for at, s in enumerate(usual)]
    found: dict[str, Spelling] = {}
    for reading in sorted(product(*choices), key=lambda r: sum(a != b for a, b in zip(r, usual, strict=True))):
        kind = "pinyin" if reading == usual else "pinyin_reading"
        for spaced in gazetteer.umlaut_spellings(" ".join(reading)):
            one = Spelling(tuple(spaced.split()), kind if spaced == " ".join(reading) else "pinyin_umlaut")
            found.setdefault(one.joined, one)
        if len(found) >= _MOST:
            break
    return tuple(found.values())[:_MOST]


def _other_readings(han: str, at: int, usual: str) -> list[str]:
    """Those that names have, then the first two of the table of characters: phrases of running text mislead in names (珩 is heng)."""
    known = readings.character(han[at])
    listed = (*readings.in_names(han, at), *(known.pinyin[:2] if known else ()))
    return list(dict.fromkeys(reading for reading in listed if reading != usual))


_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")


def numerals_read(core: str) -> str:
    """A core with its digits in Chinese, as they are read: 7星 → 七星; "" where it has none beside Chinese, or many, which are a
    year or a number."""
    digits = sum(c in "0123456789" for c in core)
    return core.translate(_NUMERALS) if 0 < digits <= _FEW_DIGITS and digits < len(core) else ""


@dataclass(frozen=True, slots=True)
class OlderSpelling:
    """A spelling that post, trade or Hong Kong have used, as one word; `kind`: historical, wade_giles, postal, cantonese."""

    text: str
    kind: str
    prior: float


@cache
def older_spellings(han: str) -> tuple[OlderSpelling, ...]:
    """Of a core in simplified Han: 茅台 → "moutai". What is made by rule and is pinyin of another word is left out."""
    name = HanName(han, tuple(readings.mandarin(han)))
    found: dict[str, OlderSpelling] = {}
    for produce in OLDER:
        made = (OlderSpelling(squash(text), kind, prior) for text, kind, prior in produce(name))
        fit = (o for o in made if len(o.text) >= _SHORTEST_OLDER and o.text not in found and _is_own(o, han))
        found |= {o.text: o for o in islice(fit, _MOST_OLDER)}
    return tuple(found.values())


def _is_own(older: OlderSpelling, han: str) -> bool:
    """Whether it is no pinyin of another name of as many characters: chankee is chan, ke and e."""
    read = vocabulary.pinyin_of(older.text)
    return older.kind == "historical" or read is None or len(read) > len(han)


@cache
def written_today() -> Mapping[str, str]:
    """Older spelling in one word → the Chinese it stands for: "moutai" → 茅台. What stands for two is left out."""
    found: dict[str, set[str]] = {}
    for han, reading in readings.place_readings().items():
        for spelt in reading.historical:
            found.setdefault(squash(spelt), set()).add(han)
    return {
        text: min(han)
        for text, han in found.items()
        if len(han) == 1 and len(text) > _SHORT and text not in {s.joined for h in han for s in spellings(h)}
    }


def _known_place(han: str) -> tuple[str, ...] | None:
    codes = gazetteer.han_places().get(han)
    if not codes:
        return None
    return tuple(gazetteer.places()[min(codes)].latin[0].split())
