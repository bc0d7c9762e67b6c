"""What an act of a matter is called in words of ours, where its source's own words say more than the code of the act.

An office, or a source, may lay a table beside its reader (`acts.toml`); nothing is registered, and no source is loaded for it:

    of        beginnings of the canonical keys of the matters it speaks for
    act       rows, the first that fits decides: `any` (patterns, at the beginning of the title), `codes` (default: "other" alone),
              `zh`, `en`, `adds` (they stand behind the words of the code), `examples` (titles, tried when the table is read)
    listed    a CSV of its folder: the words of an act by what stands before ":" in its identity, where its code agrees
    rest      the words of an act of code "other" that no row fits
    repeats   by code: titles (whole) that say no more than the words do, and need not be shown beside them
    decor, number, between   what is skipped before the head noun; the number of a paper at the end; what divides several

What is stored is not changed by it. Pure, but for reading the tables of the package.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from monitor.model.events import EVENTS
from monitor.sources.kit.tables import table

OTHER = "other"
LANGUAGES = ("zh", "en")
FILE = "acts.toml"
_MANY = 4  # labels of one filing that are told


@dataclass(frozen=True, slots=True)
class Told:
    """`words` in one language, "" where those of the code say it; `adds`: they stand behind them; `repeats`: the title says no
    more than the words, and need not be shown."""

    words: str = ""
    adds: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    codes: frozenset[str]
    some: tuple[re.Pattern[str], ...]
    words: Mapping[str, str]
    adds: bool


@dataclass(frozen=True, slots=True)
class Acts:
    """One table. `listed`: code of the source → (event, words)."""

    of: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    rest: Mapping[str, str] | None = None
    listed: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    repeats: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    decor: re.Pattern[str] | None = None
    number: re.Pattern[str] | None = None
    between: str = ""

    def told(self, code: str, title: str, ident: str, lang: str) -> Told:
        bare = self._bare(title)
        repeats = any(p.fullmatch(bare) for p in self.repeats.get(code, ()))
        event, words = self.listed.get(ident.partition(":")[0], ("", None))
        if words is not None and event == code:
            return Told(words[lang], repeats=repeats)
        if bare and (row := self.row(code, bare)):
            if row.adds or not self.between:
                return Told(row.words[lang], row.adds, repeats)
            return Told(self._several(code, bare, lang), repeats=repeats)
        return Told(self.rest[lang] if self.rest and code == OTHER else "", repeats=repeats)

    def _bare(self, title: str) -> str:
        return self.number.sub("", title).strip() if self.number else title.strip()

    def row(self, code: str, title: str) -> Row | None:
        """The row that words an act of this code and title."""
        bare = self._bare(title)
        decorated = self.decor.match(bare) if self.decor else None
        head = bare[decorated.end() :] if decorated and decorated.end() < len(bare) else bare
        return next((r for r in self.rows if code in r.codes and any(p.match(head) for p in r.some)), None)

    def _several(self, code: str, bare: str, lang: str) -> str:
        """The words for each label of a filing, each once."""
        parts = [p for p in bare.split(self.between) if p]
        found = dict.fromkeys(row.words[lang] for p in parts if (row := self.row(code, p)) is not None)
        return ("、" if lang == "zh" else ", ").join(list(found)[:_MANY])


def act_told(matter: str, code: str, title: str, ident: str, lang: str) -> Told:
    """What an act is called, `matter` being the canonical key of the matter it happened to. Nothing where no table speaks."""
    found = next((t for t in tables() if matter.startswith(t.of)), None)
    return found.told(code, title, ident, lang) if found else Told()


@cache
def tables() -> tuple[Acts, ...]:
    """The tables of all offices and sources. One that cannot be read has none: the source it belongs to is refused when it is
    loaded, and the others speak on."""
    root = Path(__file__).parent
    found = []
    for file in (*sorted(root.glob(f"*/{FILE}")), *sorted(root.glob(f"*/*/{FILE}"))):
        try:
            found.append(read_acts(file))
        except (OSError, ValueError):
            continue
    return tuple(found)


def read_acts(file: Path) -> Acts:
    """The table of a file. Raises ValueError naming the row, where a key is missing or unknown, a pattern is none, a code is no
    event's, or an example is told by another row."""
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    if unknown := read.keys() - _KEYS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    acts = Acts(
        of=tuple(_texts(read, "of", "of")),
        rows=tuple(_row(n, row) for n, row in enumerate(read.get("act", ()), start=1)),
        rest=_words(read["rest"], "rest") if "rest" in read else None,
        listed=_listed(file, str(read["listed"])) if "listed" in read else {},
        repeats={_event(code): tuple(_patterns(some, code)) for code, some in read.get("repeats", {}).items()},
        decor=_one(read, "decor"),
        number=_one(read, "number"),
        between=str(read.get("between", "")),
    )
    for row, given in zip(acts.rows, read.get("act", ()), strict=True):
        for example in _texts(given, "examples", row.words["en"]):
            if acts.row(min(row.codes), example) is not row:
                raise ValueError(f"{row.words['en']}: {example}")
    return acts


_KEYS = frozenset({"of", "between", "number", "decor", "rest", "repeats", "listed", "act"})
_ROW = frozenset({"codes", "adds", "zh", "en", "any", "examples"})


def _row(number: int, given: Mapping[str, Any]) -> Row:
    at = f"act {number}"
    if unknown := given.keys() - _ROW:
        raise ValueError(f"{at}: {', '.join(sorted(unknown))}")
    codes = frozenset(_event(c) for c in given.get("codes", (OTHER,)))
    some = tuple(_patterns(_texts(given, "any", at), at))
    return Row(codes, some, _words(given, at), bool(given.get("adds", False)))


def _words(given: Mapping[str, Any], at: str) -> Mapping[str, str]:
    words = {lang: given.get(lang) for lang in LANGUAGES}
    if not all(isinstance(w, str) and w for w in words.values()):
        raise ValueError(f"{at}: zh, en")
    return {lang: str(word) for lang, word in words.items()}


def _listed(file: Path, name: str) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    return {row["code"]: (row["event"], _words(row, row["code"])) for row in table(str(file), name)}


def _event(code: str) -> str:
    if code not in EVENTS:
        raise ValueError(code)
    return code


def _texts(given: Mapping[str, Any], key: str, at: str) -> Sequence[str]:
    texts = given.get(key)
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{at}: {key}")
    return texts


def _one(given: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return next(iter(_patterns([str(given[key])], key)), None) if key in given else None


def _patterns(patterns: Iterable[str], at: str) -> Iterator[re.Pattern[str]]:
    for pattern in patterns:
        try:
            yield re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{at}: {pattern}: {error}") from None
