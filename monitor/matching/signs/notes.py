"""What is said of a mark beside its words: drawings, colours, classes, numbers, its standing in the register.

The words are those of tables/cell_notes.toml, linked or run together.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.matching import tables
from monitor.matching.normalise.folding import key
from monitor.matching.signs.described import SignKind

CLASS = re.compile(
    r"(?:国际|商品|服务|核定|尼斯)*(?:分类|类别)?:?第?\s*(\d{1,2}(?:\s*[、,/和及-]\s*第?\d{1,2}类?)*)\s*大?类|(?:class(?:es)?|cl\.?|nice)\s*:?\s*(\d{1,2}(?:\s*[,/&]\s*\d{1,2})*)|(?:国际分类|类别|类):?(\d{1,2}(?:[、,/]\d{1,2})*)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?:国际)?(?:商标)?(?:注册|申请)?(?:证)?(?:编?号|码)\s*:?\s*(?:第|no\.?)?\s*g?\d{4,12}[a-z]?号?|(?:商标)?(?:注册|申请)?证?第\s*\d{5,12}[a-z]?\s*号|(?:no\.?|№|reg\.?)\s*:?\s*\d{5,12}",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:(?:19|20)\d\d年?(?:第.{1,4}批|认定|注册|获评|入选|续展)+|第[一二三四五六七八九十\d]+批)")
BARE_NUMBER = re.compile(r"g?\d{6,9}[a-z]?", re.IGNORECASE)
SEPARATORS = " \t\n+&/\\|、,，;；:：·・•∙-_=*#~。!?"


def note_behind(text: str) -> tuple[str, str, bool] | None:
    """(what stands before it, the note at the end of a stretch, whether it can be nothing else); None where there is none."""
    for pattern, sure in _behind():
        found = pattern.fullmatch(text)
        if found and (rest := found["rest"].strip(SEPARATORS)) and key(rest):
            return rest, found["note"], sure if sure is not None else len(key(rest)) > 1
    return None


@cache
def _behind() -> tuple[tuple[re.Pattern[str], bool | None], ...]:
    """The forms of a note behind a word, surest first. None: sure behind more than one letter."""
    note, drawing = _note_pattern(), _pattern("device", "drawn")
    signs = r"[+&/\\|、,;·・_-]"
    han = "[\u4e00-\u9fff]"
    forms: tuple[tuple[str, bool | None], ...] = (
        (r"(?P<rest>.*[^\d\s第])\s*(?P<note>第?\s*\d{1,2}(?:[、,/]\d{1,2})*\s*大?类)", True),
        (rf"(?P<rest>.*\S)(?:\s|(?=第)|(?=注册))(?P<note>{_CLASS_TEXT}|{NUMBER.pattern})", True),
        (r"(?P<rest>.*\S)\s+(?P<note>g?\d{6,9})", True),
        (r"(?P<rest>.*[a-z0-9])\s*(?P<note>牌)", True),
        (rf"(?P<rest>.*\S)\s*{signs}\s*(?P<note>{note})", True),
        (rf"(?P<rest>.*\S)\s*(?:及|以及|附|带)\s*(?P<note>{note})", None),
        (rf"(?P<rest>.*\S)\s*(?:和|与|加|并|含)\s*(?P<note>{note})", False),
        (rf"(?P<rest>.*[a-z0-9'’.®)])\s*(?:及|和|与|[+&])\s*(?P<note>{han}{{1,6}}(?:图形|图案|图|标志|形象))", True),
        (rf"(?P<rest>.*\S\s*)[+&及]\s*(?P<note>{han}{{1,6}}(?:图形|图案))", True),
        (rf"(?P<rest>.*{han}{{2}}\s*)及(?P<note>{han}{{1,6}}图)", False),
        (rf"(?P<rest>.*[a-z0-9'’.!])\s*(?P<note>{drawing})", True),
        (rf"(?P<rest>.*\S)\s+(?P<note>{_pattern('device')}|logo)", True),
        (rf"(?P<rest>.*{han})\s*(?P<note>logo)", True),
        (rf"(?P<rest>.*{han}{{2}})\s*(?P<note>(?:注册)?(?<!图形|图案|图文|文字|组合|立体|声音)商标)", True),
        (rf"(?P<rest>.*?{han}{{2}})\s*(?P<note>{_pattern('bare')})", False),
    )
    return tuple((re.compile(form, re.IGNORECASE | re.DOTALL), sure) for form, sure in forms)


_CLASS_TEXT = r"(?:class(?:es)?|cl\.?|nice|国际分类|类别)\s*:?\s*\d{1,2}(?:\s*[,、/&]\s*\d{1,2})*"


@cache
def leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<note>{_note_pattern()})\s*[:：+&]\s*|(?P<name>{_pattern('labels')})\s*[:：]\s*", re.IGNORECASE
    )


@cache
def labels() -> re.Pattern[str]:
    """What stands before a name in brackets: "原沁香居", "英文：LANGUHE"."""
    return re.compile(
        rf"(?P<former>原名|原为|原|曾用名|又名|又称|别名|简称|即)\s*[:：]?\s*|(?:{_pattern('labels')})\s*[:：]\s*",
        re.IGNORECASE,
    )


@cache
def alone() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_pattern('links')}\s*)?{_pattern('drawn', 'form')}*{_pattern('device')}(?:{_pattern('links')}?{_pattern('device', 'drawn', 'form')})*|\d.*类.*|第.*"
    )


@cache
def _note_pattern() -> str:
    """Words of the table, linked or run together, without groups."""
    word = _pattern("device", "drawn", "form", "status")
    return rf"(?:{word}(?:\s*{_pattern('links')}?\s*{word}){{0,5}})"


def note_kind(folded: str) -> SignKind | None:
    """What a text of nothing but notes is; None for any other."""
    if not _notes_only().fullmatch(folded):
        return None
    if folded in words_of("status"):
        return SignKind.NOTE
    return SignKind.DEVICE if _drawing().search(folded) else SignKind.NOTE


@cache
def _notes_only() -> re.Pattern[str]:
    return re.compile(rf"(?:{_pattern('links')}\s*)?{_note_pattern()}")


@cache
def _drawing() -> re.Pattern[str]:
    return re.compile(_pattern("device", "drawn"))


@cache
def _pattern(*names: str) -> str:
    """The words of these lists as alternatives, longest first, without groups."""
    words = sorted({w for name in names for w in words_of(name)}, key=lambda w: (-len(w), w))
    return f"(?:{'|'.join(map(re.escape, words))})"


def words_of(name: str) -> tuple[str, ...]:
    listed = tables.words("cell_notes.toml")[name]
    assert isinstance(listed, list)
    return tuple(listed)
