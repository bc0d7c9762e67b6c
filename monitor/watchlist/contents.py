"""What the cells of a column look like: names, firms, classes, headings. Shares of the cells that hold something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.watchlist import cells
from monitor.watchlist.owners import looks_like_organisation
from monitor.watchlist.table import Row
from monitor.watchlist.wording import meaning_of, vocabulary

_MOSTLY_NAMES, _MOSTLY_DISTINCT = 0.7, 0.6  # shares of the cells of a column
_KIND_WORDS = re.compile("地理标志|商标$")
_LOOKED_AT = 300  # rows; a column shows what it is long before
_LATIN = re.compile(r"[A-Za-z]")
_LONGEST_NAME = 30
_NO_NAME = re.compile(
    r"[\d\s.,，、;；:：/\\()（）–-]+[类件个家项年号]?|第?[\d、,，; ]+类|是|否|有|无|√|×|\d{4}[-年/.]\d{1,2}.*|\S+@\S+|https?:.*|www\..*"
    r"|.{1,12}(?:省|市|县|区|州|盟|旗|街道|镇|乡)|.*[。！？].*|.{0,20}(?:路|街|大道)\d*号?.*|[A-Z]{0,4}\d{6,}\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contents:
    """`rows`: rows looked at; `filled`: of them with a cell here; the others are shares of the filled ones."""

    rows: int = 0
    filled: int = 0
    names: float = 0.0
    organisations: float = 0.0
    classes: float = 0.0
    kinds: float = 0.0
    digits: float = 0.0
    headings: float = 0.0
    distinct: float = 0.0
    han: float = 0.0
    places: float = 0.0  # known only where the texts may be names otherwise
    length: float = 0.0  # letters, on average

    @property
    def empty(self) -> bool:
        """A column of pictures has no text; a stray word does not make it one of names."""
        return self.rows > 0 and self.filled * 20 <= self.rows

    @property
    def look_like_names(self) -> bool:
        """Short, distinct texts that are no firms, no words of headings and no places."""
        alike = (
            self.filled >= 2 and self.names >= _MOSTLY_NAMES and self.distinct >= _MOSTLY_DISTINCT and self.length <= 16
        )
        return alike and self.headings < 0.5 and self.places < 0.5


def contents_of(rows: Sequence[Row], column: int) -> Contents:
    looked = [r for r in rows[:_LOOKED_AT] if not r.blank]
    texts = [t for r in looked if (t := cells.one_line(r.cell(column)))]
    if not texts:
        return Contents(rows=len(looked))
    count = len(texts)
    names = sum(map(is_like_a_name, texts)) / count
    return Contents(
        rows=len(looked),
        filled=count,
        names=names,
        organisations=sum(map(is_like_a_firm, texts)) / count,
        classes=sum(map(_has_classes, texts)) / count,
        kinds=sum(map(_is_a_kind, texts)) / count,
        digits=sum(any(c.isdigit() for c in t) for t in texts) / count,
        headings=sum(_is_heading(t) for t in texts) / count,
        distinct=len(set(texts)) / count,
        han=sum(map(cells.has_han, texts)) / count,
        places=sum(map(_is_a_place, texts)) / count if names > 0.5 else 0.0,
        length=sum(map(len, texts)) / count,
    )


def is_like_a_name(text: str) -> bool:
    text = cells.unquoted(text)
    return (
        0 < len(text) <= _LONGEST_NAME
        and bool(cells.has_han(text) or _LATIN.search(text))
        and not _NO_NAME.fullmatch(text)
        and not is_like_a_firm(text)
    )


def is_like_a_firm(text: str) -> bool:
    """By the end of its name, brackets after it left out: 某某有限公司（被许可人）."""
    return looks_like_organisation(re.sub(r"[(（][^()（）]*[)）]?$", "", text).strip())


def _is_a_kind(text: str) -> bool:
    plain = cells.fold_name(text)
    return any(plain in words for words in vocabulary()["kinds"].values()) or bool(_KIND_WORDS.search(text))


def _is_a_place(text: str) -> bool:
    from monitor.matching.normalise.gazetteer import han_places

    return text in han_places()


def _has_classes(text: str) -> bool:
    found, bad = cells.classes_in(text)
    return bool(found) and not bad


def _is_heading(text: str) -> bool:
    found = meaning_of(text)
    return found is not None and found.sure and bool(found.field) and (found.exact or len(text) <= 8)
