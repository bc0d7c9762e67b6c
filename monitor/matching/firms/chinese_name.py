"""Reading a Chinese legal name: place, core, trade words, group, legal form.

"山西省平遥县长昇源黄酒酿造有限公司" → places 山西, 平遥 · core 长昇源 · trades 黄酒, 酿造 · form 有限公司.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from monitor.matching.firms import spelling, vocabulary
from monitor.matching.normalise import gazetteer, wordlists

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
_BRACKETS = re.compile(r"[(\[{〔【<《「『](.*?)[)\]}〕】>》」』]")
_HEAD_OFFICE = ("总部", "总")
_COUNTRY = ("中华人民共和国", "中国")
_DROPPED = re.compile(r"[\s\"'“”‘’·・.,，。、;；:：\-—_/|*!！?？]+")
# Goods written with one character end a name ("酒", "醋") or the core itself ("汾酒"): both readings are kept.
_ONE_CHARACTER_BUSINESS = "厂店坊"
_GOODS_SUFFIX = "厂坊庄"
_LONGEST_NAME = 4  # characters of a name without its trade words, but for rare ones
_WHOLE_NAME = 3  # characters before a trade word that are one name
_LONGEST_TRADE = 6
_TOWN_AND_NAME = 4  # characters
_LANDSCAPE = frozenset("山湖河江关岛峰岭湾")
# What stands between a firm's city or county and its name, and is no part of it: a development zone, a town, a village.
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:开发区|高新区|经开区|保税区|综保区|自贸区|示范区|试验区|加工区|工业区|工业园区?|产业园区?|科技园区?)"
)
_TOWN = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:街道办事处|街道|镇|乡|村)")


@dataclass(frozen=True, slots=True)
class ChineseName:
    """`core` is "" where the name is only place and trade (太原重工). `others` are further readings of the core, as good as the
    first one, and all there is of 珠海港, which is place and trade and a word of its own; `divided` are those that another
    division into trade words leaves (国创 of 国创高新材料); `cuts` its beginnings, the longest first, where the tables may not know
    the trade word (恒岚 of 恒岚铆钉)."""

    places: frozenset[str]
    localities: tuple[str, ...]  # towns and villages that stand before the core
    core: str
    others: tuple[str, ...]
    divided: tuple[str, ...]
    cuts: tuple[str, ...]
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
    localities: list[str] = []
    places, body = _read_body(text, localities)
    core, words = body.core, body.words
    for aside in asides:
        inside, _, rest = _strip_places(aside, whole=True)
        if not rest:
            places |= inside
    trades = tuple(dict.fromkeys(vocabulary.han_trades()[word] for word in words))
    telling = any(vocabulary.trades()[t].breadth != "filler" for t in trades)
    divided, cuts = body.divided, () if telling and len(core) <= _WHOLE_NAME else _heads(core, placed=bool(places))
    found = tuple(localities)
    return ChineseName(frozenset(places), found, core, body.others, divided, cuts, trades, tuple(words), group, form)


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


@dataclass(slots=True)
class _Body:
    """What stands between the places and the legal form. `divided` are cores that other trade words leave."""

    core: str
    others: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    words: list[str] = field(default_factory=list)


def _read_body(text: str, localities: list[str]) -> tuple[set[str], _Body]:
    codes, bare, rest = _strip_places(text)
    if codes - {"CN"} and (name := _behind_localities(rest, localities)) != rest:
        return codes, _strip_trades(name)
    if "集团" in rest[1:]:
        return _read_parts(codes, rest)
    body = _strip_trades(rest)
    if bare and not body.core and not _tells(body.words) and not _is_known_by(codes, bare):
        # 东方集团, 沙河实业: nothing else is left, and a county or a word everybody uses is what the firm is called.
        return _strip_places(text[: text.rfind(bare + rest)])[0], _Body(bare, words=body.words)
    if not bare or not rest:
        return codes, body
    glued = _strip_trades(bare + rest)
    if len(glued.core) != len(bare) + 1 or not glued.core.startswith(bare):
        return codes, _named_by_landscape(bare, rest, body, glued.core)
    if body.words and len(body.core) > 1:
        # 安徽 银种子 酒业, but 和平鸽 体育 用品: what is one character and a trade word may be the end of another name.
        torn = body.core[1:] in vocabulary.han_trades() or len(_before_trades(rest)[0]) == 1
        return codes, replace(body, others=(*body.others, glued.core)) if torn else body
    if _is_wide(codes, bare):
        if rest[0] in vocabulary.han_trades():  # 珠海 港, 青岛 港 国际
            return codes, _Body("", others=(glued.core,), words=[rest[0], *glued.words])
        if len(rest) > 1:
            return codes, replace(body, others=(*body.others, glued.core))  # 重庆 渝开发
    # 汾阳王: the bare place before one character is the beginning of the core.
    return _strip_places(text[: text.rfind(bare + rest)])[0], glued


def _named_by_landscape(bare: str, rest: str, body: _Body, whole: str) -> _Body:
    """五台 山素斋, 长白 山参业: the mountain is called by the county's name, and the firm by the mountain's, or by what follows it. (山丹丹 and
    山楂 are words all the same.)"""
    if rest[0] not in _LANDSCAPE or not whole.startswith(bare):
        return body
    behind = _strip_trades(rest[1:]).core
    guesses = (bare + rest[0], *([behind] if len(behind) > 1 else []))
    return replace(body, others=(*body.others, whole), divided=(*body.divided, *guesses))


def _behind_localities(text: str, localities: list[str]) -> str:
    """What stands behind the zones, towns and villages at the beginning, which `localities` takes; all of it where a name of two
    characters would not be left, beside the trade."""
    while found := _ZONE.match(text) or _TOWN.match(text):
        left = text[found.end() :]
        if len(_before_trades(left)[0]) < 2:
            break
        localities.append(found[0] if found.re is _ZONE else found[1])
        text = left
    return text


def _tells(words: list[str]) -> bool:
    """Whether any of these trade words says what a firm does."""
    return any(vocabulary.trades()[vocabulary.han_trades()[word]].breadth != "filler" for word in words)


def _is_known_by(codes: set[str], bare: str) -> bool:
    """Whether a word is a province or a city first (大同), and no word that everybody uses (朝阳)."""
    return _is_wide(codes, bare) and bare not in wordlists.words("han_generic")


def _is_wide(codes: set[str], bare: str) -> bool:
    """Whether a place is a province or a city of that rank below it: firms put it before their names."""
    return any(code.endswith("00") for code in gazetteer.han_places()[bare] & codes)


def _read_parts(codes: set[str], rest: str) -> tuple[set[str], _Body]:
    """太重集团榆次液压工业: a group's name before the firm's own; each part may hold place and core."""
    cores: list[str] = []
    whole = _Body("")
    for part in filter(None, rest.split("集团")):
        inside, _, left = _strip_places(part, whole=True)
        body = _strip_trades(left)
        codes |= inside
        whole.words += body.words
        whole.divided += body.divided
        cores += [c for c in (body.core, *body.others) if c]
    cores = list(dict.fromkeys(cores))
    whole.core, whole.others = (cores[0], tuple(cores[1:])) if cores else ("", ())
    return codes, whole


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
            ranked = all(gazetteer.places()[code].short != name or gazetteer.places()[code].zh == name for code in here)
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
    return not all(gazetteer.places()[code].is_district for code in here) or len(_before_trades(rest)[0]) >= 3


def _narrow(here: frozenset[str], before: set[str]) -> set[str]:
    """Of the places that share a name, those inside the province named before."""
    if not before - {"CN"}:
        return set(here)
    return {code for code in here for other in before if other[:2] == code[:2]}


def _strip_trades(text: str) -> _Body:
    """Trade words from the end, longest first. Where that leaves one character, a shorter word is tried: 国新 能源, not 国 新能源."""
    known = vocabulary.han_trades()
    left, words, others = _before_trades(text)
    ends = _dividing(text)
    if len(left) == 1 and (shorter := [at for at in ends if 1 < at < len(text)]):
        left = text[: shorter[0]]
        words = _words_of(text[shorter[0] :])
    here = len(left)
    divided = [
        text[:at]
        for at in ends
        if 1 < at < len(text)
        and (at < here or (at > here and here not in _dividing(text[:at])))
        and text[:at] not in known
    ]
    return _Body(left, tuple(dict.fromkeys(others)), tuple(divided) if left else (), words)


def _before_trades(text: str) -> tuple[str, list[str], list[str]]:
    """What stands before the longest trade words, these words, and further cores, of those that end with goods of one character."""
    others: list[str] = []
    words: list[str] = []
    while text and (word := _last_trade(text, words, others)):
        words.insert(0, word)
        text = text[: -len(word)]
    return text, words, others


def _last_trade(text: str, words: list[str], others: list[str]) -> str:
    """The trade word a text ends with; "" where it is none. `others` takes the core that keeps goods of one character."""
    known = vocabulary.han_trades()
    for size in range(min(_LONGEST_TRADE, len(text)), 0, -1):
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
        return word
    return ""


def _dividing(text: str) -> list[int]:
    """Where a text may be divided so that all behind it is trade words of two characters and more; ascending, its end included."""
    known = vocabulary.han_trades()
    found = [len(text)]
    for at in range(len(text) - 2, -1, -1):
        if any(end - at <= _LONGEST_TRADE and text[at:end] in known for end in found if end - at > 1):
            found.append(at)
    return sorted(found)


def _words_of(text: str) -> list[str]:
    """Trade words a text is made of, the longest first where several begin."""
    if not text:
        return []
    ends = _dividing(text)
    size = next(
        e for e in range(min(_LONGEST_TRADE, len(text)), 1, -1) if text[:e] in vocabulary.han_trades() and e in ends
    )
    return [text[:size], *_words_of(text[size:])]


def parts(core: str) -> Iterator[str]:
    """Three-character ends of a long core, where registers leave half of it out: 宁化府益源庆 → 宁化府, 益源庆."""
    if len(core) >= 5:
        yield core[:3]
        yield core[-3:]


def tail(read: ChineseName) -> str:
    """The second half of a core of four characters, where the first may be a town that its name does not call one: 古镇岚谷. ""
    where neither place nor trade would tell that it is this firm."""
    telling = any(vocabulary.trades()[t].breadth != "filler" for t in read.trades)
    half = read.core[2:]
    apart = len(read.core) == _TOWN_AND_NAME and telling and read.places - {"CN"}
    return half if apart and half not in vocabulary.han_trades() and half not in gazetteer.han_places() else ""


def _heads(core: str, *, placed: bool) -> tuple[str, ...]:
    """The beginnings of a core: where the tables do not know the trade word, it sticks to the name, and 恒岚铆钉 is 恒岚. (Three
    characters before a trade word that they know are a whole name.) A place is no name of its own where it is all the place there
    is, and a trade word is none at all."""
    heads = (core[:size] for size in range(min(len(core) - 1, _LONGEST_NAME), 1, -1))
    known = vocabulary.han_trades()
    return tuple(head for head in heads if head not in known and (placed or head not in gazetteer.han_places()))


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
