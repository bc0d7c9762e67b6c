"""Reading a Chinese legal name: place, core, trade words, group, legal form.

"山西省平遥县长昇源黄酒酿造有限公司" → places 山西, 平遥 · core 长昇源 · trades 黄酒, 酿造 · form 有限公司.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.matching.firms import spelling, vocabulary
from monitor.matching.normalise import gazetteer

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
_BRACKETS = re.compile(r"[(\[{〔【<《「『](.*?)[)\]}〕】>》」』]")
_HEAD_OFFICE = ("总部", "总")
_COUNTRY = ("中华人民共和国", "中国")
_DROPPED = re.compile(r"[\s\"'“”‘’·・.,，。、;；:：\-—_/|*!！?？]+")
# Goods written with one character end a name ("酒", "醋") or the core itself ("汾酒"): both readings are kept.
_ONE_CHARACTER_BUSINESS = "厂店坊"
_GOODS_SUFFIX = "厂坊庄"
_LONGEST_NAME = 4  # characters of a name without its trade words, but for rare ones


@dataclass(frozen=True, slots=True)
class ChineseName:
    """`core` is "" where the name is only place and trade (太原重工). `others` are further readings of the core."""

    places: frozenset[str]
    core: str
    others: tuple[str, ...]
    trades: tuple[str, ...]  # concepts, in the order of the name
    trade_words: tuple[str, ...]
    group: bool
    form: str


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return HAN.search(text) is not None


def clean(text: str) -> str:
    """NFKC, simplified, without spaces, quotes and punctuation; brackets stay."""
    return spelling.simplify(_DROPPED.sub("", unicodedata.normalize("NFKC", text))) if text else ""


@lru_cache(maxsize=20_000)
def read(name: str) -> ChineseName:
    """Any Han name; never fails. What it does not know belongs to the core."""
    text = clean(name)
    asides = _BRACKETS.findall(text)
    text = _BRACKETS.sub("", text)
    form, text, group = _strip_forms(text)
    group = group or any(g in aside for aside in asides for g in _groups())
    places, core, others, words = _read_body(text)
    for aside in asides:
        inside, _, rest = _strip_places(aside, whole=True)
        if not rest:
            places |= inside
    trades = tuple(dict.fromkeys(vocabulary.han_trades()[word] for word in words))
    return ChineseName(frozenset(places), core, others, trades, tuple(words), group, form)


def _strip_forms(text: str) -> tuple[str, str, bool]:
    """Legal forms and group words at the end, and a form of another script in front."""
    form, group = "", False
    changed = True
    while changed and text:
        changed = False
        for ending in (*vocabulary.han_forms(), *_groups()):
            if text.endswith(ending) and (len(text) > len(ending) or ending not in _groups()):
                text = text[: -len(ending)]
                group = group or "集团" in ending
                form = form or ending
                changed = True
                break
        else:
            for start in vocabulary.han_forms():
                if len(start) > 2 and text.startswith(start) and len(text) > len(start):
                    text, form, changed = text[len(start) :], form or start, True
                    break
    return form, text, group


@cache
def _groups() -> tuple[str, ...]:
    return (*vocabulary.han_groups(), *_HEAD_OFFICE)


def _read_body(text: str) -> tuple[set[str], str, tuple[str, ...], list[str]]:
    codes, bare, rest = _strip_places(text)
    if "集团" in rest[1:]:
        return _read_parts(codes, rest)
    if bare:
        core, others, words = _strip_trades(bare + rest)
        if len(core) == len(bare) + 1 and core.startswith(bare):
            # 汾阳王: the bare place before one character is the beginning of the core.
            return _strip_places(text[: text.rfind(bare + rest)])[0], core, others, words
    core, others, words = _strip_trades(rest)
    return codes, core, others, words


def _read_parts(codes: set[str], rest: str) -> tuple[set[str], str, tuple[str, ...], list[str]]:
    """太重集团榆次液压工业: a group's name before the firm's own; each part may hold place and core."""
    cores: list[str] = []
    words: list[str] = []
    for part in filter(None, rest.split("集团")):
        inside, _, left = _strip_places(part, whole=True)
        core, others, found = _strip_trades(left)
        codes |= inside
        words += found
        cores += [c for c in (core, *others) if c]
    cores = list(dict.fromkeys(cores))
    return codes, cores[0] if cores else "", tuple(cores[1:]), words


def _strip_places(text: str, *, whole: bool = False) -> tuple[set[str], str, str]:
    """Places at the beginning → (codes, the last one if it stood without its rank, the rest)."""
    codes: set[str] = set()
    bare = ""
    for country in _COUNTRY:
        if text.startswith(country) and (whole or len(text) > len(country) + 1):
            codes.add("CN")
            text = text[len(country) :]
    known = gazetteer.han_places()
    while text:
        for size in range(min(11, len(text)), 1, -1):
            name = text[:size]
            here = known.get(name)
            if here is None or (size == len(text) and not whole and not codes and len(text) > 3):
                continue
            ranked = any(gazetteer.places()[code].zh == name for code in here)
            if not ranked and not whole and not _district_before_core(here, text[size:]):
                continue
            inside = _narrow(here, codes)
            if not inside:
                continue  # 太原市宁化府: 宁化 of another province is a word
            codes |= inside
            bare = "" if ranked else name
            text = text[size:]
            break
        else:
            break
    return codes, bare, text


def _district_before_core(here: frozenset[str], rest: str) -> bool:
    """云冈石窟, 和平鸽: a district without its rank is rather a word, unless a whole core follows (太谷鑫炳记)."""
    return not all(gazetteer.places()[code].is_district for code in here) or len(_strip_trades(rest)[0]) >= 3


def _narrow(here: frozenset[str], before: set[str]) -> set[str]:
    """Of the places that share a name, those inside the province named before."""
    if not before - {"CN"}:
        return set(here)
    return {code for code in here for other in before if other[:2] == code[:2]}


def _strip_trades(text: str) -> tuple[str, tuple[str, ...], list[str]]:
    """Trade words from the end, longest first → (core, other readings of it, words in the order of the name)."""
    known = vocabulary.han_trades()
    others: list[str] = []
    words: list[str] = []
    while text:
        for size in range(min(6, len(text)), 0, -1):
            word, left = text[-size:], text[:-size]
            if word not in known:
                continue
            if size == 1 and (len(left) < 2 or words):
                continue
            if size == 1 and word not in _ONE_CHARACTER_BUSINESS:
                others.append(left)
                continue
            if size == 2 and len(left) == 1:
                continue  # the core would be one character: 潞酒业, 宝商贸 keep it
            if size == 2 and word[1] in _GOODS_SUFFIX and word[0] in known and left:
                others.append(left + word[0])
            words.insert(0, word)
            text = left
            break
        else:
            break
    return text, tuple(dict.fromkeys(others)), words


def parts(core: str) -> Iterator[str]:
    """Three-character ends of a long core, where registers leave half of it out: 宁化府益源庆 → 宁化府, 益源庆."""
    if len(core) >= 5:
        yield core[:3]
        yield core[-3:]


def cuts(core: str) -> Iterator[str]:
    """Shorter heads of a core, the longest first: where the tables do not know the trade word, it sticks to the name, and
    恒丰橡塑 is 恒丰."""
    for size in range(min(len(core) - 1, _LONGEST_NAME), 1, -1):
        yield core[:size]


def split(text: str) -> list[str]:
    """A list the office typed: "玻璃制品、贸易" → its items, cleaned."""
    return [clean(part) for part in re.split(r"[、,，;；/\s]+", text)]


def places_in(text: str) -> frozenset[str]:
    """All places of a field that holds nothing else: "晋中祁县", "太原、大同"."""
    found: set[str] = set()
    for part in filter(None, split(text)):
        codes, _, _ = _strip_places(part, whole=True)
        found |= codes
    return frozenset(found)


def without_form(name: str) -> str:
    """The name as two writers would agree on it: simplified, without brackets, legal form and group words."""
    return _strip_forms(_BRACKETS.sub(r"\1", clean(name)))[1]
