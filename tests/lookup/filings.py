"""Invented names and the ways in which filings write and disguise them: what look-up must find by index as by reading."""

from __future__ import annotations

import csv
import itertools
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from monitor.matching import build_matcher
from monitor.matching.normalise import confusables
from monitor.matching.variants.readings import looks
from monitor.model import WatchedKind, WatchedName

TESTS = Path(__file__).resolve().parent.parent
COMPANY = WatchedKind.COMPANY

NAMES = (
    WatchedName("m1", "岚谷禾", aliases=("LANGUHE",)),
    WatchedName("m2", "漳源锦", aliases=("ZHANGYUANJIN", "ZHANG YUAN JIN VINEGAR")),
    WatchedName("m3", "云杼"),
    WatchedName("m4", "霍坡香梨", aliases=("HUOPO XIANGLI", "HUOPO FRAGRANT PEAR", "FRAGRANT AUTUMN PEAR OF HUOPO")),
    WatchedName("m5", "晋川屿", aliases=("JINCHUANYU", "JCYGLASS", "JCY")),
    WatchedName("m6", "吕梁绿", aliases=("Lü Liang Lü",)),
    WatchedName("m7", "H谷", aliases=("HG",)),
    WatchedName("m8", "フェンユン", aliases=("ФЭНЪЮНЬ", "펀윈주")),
    WatchedName("m9", "岚酒", aliases=("LAN LIQUOR",)),
    WatchedName("m10", "VELMORA", aliases=("TAVISION SKY",)),
    WatchedName("c1", "山西岚谷禾酒业有限公司", COMPANY, aliases=("Shanxi Languhe Liquor Co., Ltd.",), city="吕梁"),
    WatchedName("c2", "祁县晋川屿玻璃制品有限公司", COMPANY, aliases=("JCYGLASS", "JCY Glass"), city="晋中"),
    WatchedName("c3", "太原重型机械集团有限公司", COMPANY, aliases=("Taiyuan Heavy Machinery Group Co., Ltd.",)),
    WatchedName("c4", "山西新恒岳铸造有限公司", COMPANY, aliases=("HYZ", "Хэнъюэчжу")),
    WatchedName("c5", "Northgate Coupling Works, Inc.", COMPANY, aliases=("Redbaron Fittings LLC",)),
)


@cache
def names_of_the_corpora() -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    """(names, texts) of the labelled pairs kept in the tests."""
    return _joined(marks_of(*sorted(TESTS.glob("matching/pairs_*.csv"))), _firms())


def _joined(
    *found: tuple[tuple[WatchedName, ...], tuple[str, ...]],
) -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    names = {w.id: w for w in itertools.chain.from_iterable(f[0] for f in found)}
    return tuple(names.values()), tuple(dict.fromkeys(itertools.chain.from_iterable(f[1] for f in found)))


def marks_of(*files: Path) -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    names: dict[str, WatchedName] = {}
    texts: dict[str, None] = {}
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = row["watch_name"]
                names[name] = WatchedName(name, name, aliases=tuple(filter(None, row["watch_variants"].split("|"))))
                texts[row["filing_text"]] = None
    return tuple(names.values()), tuple(texts)


def _firms() -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    with (TESTS / "matching_firms" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    names = {
        r["watch_name"]: WatchedName(
            r["watch_name"],
            r["watch_name"],
            COMPANY,
            aliases=tuple(filter(None, r["watch_variants"].split("|"))),
            city=r["watch_city"],
        )
        for r in rows
    }
    return tuple(names.values()), tuple(dict.fromkeys(r["filing_text"] for r in rows))


@cache
def _spellings(w: WatchedName) -> tuple[str, ...]:
    own = build_matcher([w]).variants_of(w.id)
    return tuple(dict.fromkeys([w.name, *w.aliases, *(v.text for v in own)]))


_FOREIGN = {latin: chr(code) for code, latin in confusables().items() if len(latin) == 1}
_LEET = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "l": "1"}
_TO_SEPARATE = (" ", "-", ".", " · ", "'", "\u200b", "1", "ー", "谷", " the ", "\u0301")
_BESIDE = (
    "gold", "the", "royal", "7", "1949", "谷", "牌", "省", "LIQUOR", "glass", "pears", "Co., Ltd.", "d/b/a", "of", "Taiyuan",
    "山西", "有限公司", "重型机械", "Heavy Machinery", "フー", "ё", "!", "x", "ö", "et al", "v.",
)  # fmt: skip


@st.composite
def filings(draw: st.DrawFn) -> tuple[WatchedName, str]:
    """A name and a text that writes one of its spellings in some way, or nearly."""
    w = draw(st.sampled_from(NAMES))
    text = draw(st.sampled_from(_spellings(w)))
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=3)):
        text = change(draw, text)
    before = draw(st.lists(st.sampled_from(_BESIDE), max_size=2))
    after = draw(st.lists(st.sampled_from(_BESIDE), max_size=2))
    text = draw(st.sampled_from((" ", " ", ""))).join([*before, text, *after])
    return w, draw(st.sampled_from(_AROUND)).replace("@", text)


_AROUND = (
    "@", "@", "@", "@",
    'The non-Latin characters in the mark transliterate to "@" and this means "river" in English.',
    'The wording "@" has no meaning in a foreign language.',
    "Certain cast iron couplings sold by @ and by others; " + "fittings, pumps and valves; " * 12,
    "fittings and pumps, " * 13 + "@",
)  # fmt: skip


def _at(draw: st.DrawFn, text: str) -> int:
    return draw(st.integers(0, max(len(text) - 1, 0)))


def _other_letter(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + draw(st.sampled_from("AEINUXZ7谷")) + text[i + 1 :]


def _alike(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + draw(st.sampled_from(looks().get(text[i : i + 1]) or "A")) + text[i + 1 :]


def _one_less(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + text[i + 1 :]


def _one_more(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + draw(st.sampled_from("AEINUXZ")) + text[i:]


def _swapped(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + text[i + 1 : i + 2] + text[i : i + 1] + text[i + 2 :]


def _parted(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[:i] + draw(st.sampled_from(_TO_SEPARATE)) + text[i:]


def _spread(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from((" ", "-", ".", "ー"))).join(text.replace(" ", ""))


def _disguised(draw: st.DrawFn, text: str) -> str:
    table = draw(st.sampled_from((_FOREIGN, _LEET)))
    return "".join(table.get(c, table.get(c.lower(), c)) for c in text)


def _accented(draw: st.DrawFn, text: str) -> str:
    i = _at(draw, text)
    return text[: i + 1] + draw(st.sampled_from("\u0301\u0308\u030c")) + text[i + 1 :]


def _without_an_inner_word(draw: st.DrawFn, text: str) -> str:
    words = text.split()
    return " ".join(words[:1] + words[2:]) if len(words) > 2 else text


def _turned(draw: st.DrawFn, text: str) -> str:
    words = text.split()
    i = draw(st.integers(0, len(words)))
    return " ".join([*words[i:], draw(st.sampled_from(("of", "de", "d'"))), *words[:i]])


_CHANGES = (
    _other_letter, _alike, _one_less, _one_more, _swapped, _parted, _spread, _disguised, _accented,
    _without_an_inner_word, _turned, lambda draw, text: text.lower(), lambda draw, text: text.replace(" ", ""),
)  # fmt: skip
