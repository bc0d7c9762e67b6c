"""The forms of numbers: how an office's numbers are written, what is asked for where one is met, and where it is looked up.

A form is one `[[numbers]]` table of a forum file (docs/adding-a-forum.md), or of monitor/lookup/numbers.toml where no forum has
it. Files are not read whole for it: the tables are cut out of their text. reading_numbers.py checks every key of one, and that
each example is read as it says.

A template is text with groups of the pattern in braces, and how each is written behind a colon: {n:digits} digits alone,
{n:int} without leading zeros, {serial:5} with at least five digits, {year:yy} its last two, {n:grouped} "7,123,456",
{n:upper}, {type:spelt} in the one spelling that keys have ("C" and "Civ" as "cv"). One whose groups are not all there is not used; "!court " before it: used
where there is none of these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter

from monitor.errors import ConfigError
from monitor.model.numbers import NumberKind

KINDS = (
    "investigation", "complaint", "case", "proceeding", "application", "registration", "international_registration",
    "patent", "copyright", "geographical_indication", "chinese_registration", "matter", "hit", "entry",
)  # fmt: skip
"""What a number can be of. "chinese_registration": of the Chinese register, which is where the watched names come from."""

KINDS_OF_NUMBERS = {kind.name.lower(): kind for kind in NumberKind}
_TABLE = re.compile(r"^\[\[numbers\]\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)
_SEARCH = re.compile(r'^search = "([^"]*)"', re.MULTILINE)
WRITTEN = frozenset({"", "digits", "int", "yy", "grouped", "upper", "lower", "spelt"})
_SPELT = {"c": "cv", "civ": "cv", "cfi": "CFI", "coa": "CoA"}
# Not a part of a longer number, name or amount: neither "19.7123456" nor "A7123456" nor "7123456-8".
_BEFORE, _AFTER = r"(?<![A-Za-z0-9_])(?<![0-9][.,/:\-])", r"(?![A-Za-z0-9_])(?![.,/:\-][0-9])(?!%)"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """One way of writing numbers of one kind.

    `alone`: so unlike anything else that it needs no word before it in running text. `labelled`: so like anything else that it
    is none without such a word, even as the whole of a question. `likely`: of the forms a text has, the one with the
    smallest comes first. `key`, `asked`, `printed`, `page` are templates; `url` finds the number in an address of its office.
    `source`, `checked`: where the form and its page are from.
    """

    office: str
    kind: str
    pattern: re.Pattern[str]
    key: tuple[str, ...] = ()
    asked: tuple[tuple[NumberKind, str], ...] = ()
    printed: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    alone: bool = False
    labelled: bool = False
    likely: int = 50
    place: str = ""
    url: re.Pattern[str] | None = None
    examples: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    checked: str = ""

    def printed_of(self, groups: Mapping[str, str | None]) -> str:
        return next((text for t in self.printed if (text := filled(t, groups)) is not None), "")

    def keys_of(self, groups: Mapping[str, str | None]) -> tuple[str, ...]:
        return tuple(text for t in self.key if (text := filled(t, groups)) is not None)

    def asked_of(self, groups: Mapping[str, str | None]) -> tuple[tuple[NumberKind, str], ...]:
        return tuple((kind, text) for kind, t in self.asked if (text := filled(t, groups)) is not None)

    def page_of(self, groups: Mapping[str, str | None]) -> str:
        return next((text for t in self.page if (text := filled(t, groups)) is not None), "")


class _Part(str):
    """A group of a pattern, written as a template asks."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec in ("", "upper", "lower"):
            return {"upper": self.upper(), "lower": self.lower()}.get(spec, str(self))
        if spec == "spelt":
            bare = self.lower().rstrip(".")
            return _SPELT.get(bare, bare)
        digits = "".join(c for c in self if c.isdigit())
        if spec == "digits":
            return digits
        if spec == "yy":
            return digits[-2:]
        bare = digits.lstrip("0") or "0"
        return bare if spec == "int" else f"{int(bare):,}" if spec == "grouped" else bare.zfill(int(spec))


def filled(template: str, groups: Mapping[str, str | None]) -> str | None:
    """A template with the groups of a number; None where it does not fit them.

    >>> filled("us-itc:DN-{n:int}", {"n": "03936"})
    'us-itc:DN-3936'
    """
    while template.startswith("!"):
        absent, _, template = template[1:].partition(" ")
        if groups.get(absent):
            return None
    if not all(groups.get(name) for name in _names(template)):
        return None
    return template.format_map({name: _Part(groups[name]) for name in _names(template)})


@cache
def _names(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


@cache
def forms_of(file: Path) -> tuple[NumberForm, ...]:
    """The forms of one file, in its order; read without checking, which is reading_numbers.py's work."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if "[[numbers]]" not in text:
        return ()
    cut = "\n".join(_TABLE.findall(text))
    try:
        entries = tomllib.loads(cut)["numbers"]
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("errors.toml_unreadable", file=file.name, line=1, why=str(error)[:160]) from error
    office = file.stem if file.parent.name == "forums" else ""
    search = _SEARCH.search(text)
    return tuple(form_of(entry, office, search[1] if search else "") for entry in entries)


def form_of(entry: Mapping[str, object], office: str, search: str) -> NumberForm:
    page = (*_texts(entry.get("page")), *([search] if search else []))
    return NumberForm(
        office=office,
        kind=str(entry["kind"]),
        pattern=compiled(str(entry["pattern"])),
        key=_texts(entry.get("key")),
        asked=tuple(_asked(entry.get("asked"))),
        printed=_texts(entry["printed"]),
        page=page,
        alone=entry.get("alone") is True,
        labelled=entry.get("labelled") is True,
        likely=int(str(entry.get("likely", 50))),
        place=str(entry.get("place", office)),
        url=re.compile(str(entry["url"]), re.IGNORECASE | re.ASCII) if "url" in entry else None,
        examples={str(k): str(v) for k, v in _mapping(entry.get("examples")).items()},
        source=str(entry.get("source", "")),
        checked=str(entry.get("checked", "")),
    )


def compiled(pattern: str) -> re.Pattern[str]:
    """A form's pattern, which never begins or ends within a longer number. Raises re.error."""
    return re.compile(f"{_BEFORE}(?:{pattern}){_AFTER}", re.IGNORECASE | re.ASCII)


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else ()


def _asked(value: object) -> Iterator[tuple[NumberKind, str]]:
    for kind, template in value if isinstance(value, list) else ():
        yield KINDS_OF_NUMBERS[kind], template


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
