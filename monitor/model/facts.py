"""The facts a record may carry: type and readers of each. The table stands in facts.toml.

What a source says of a matter beyond its events and mentions is a fact. A fact that no row declares is not refused when it
comes in with a record (a hit is a hit); the run that brought it is suspicious.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from monitor.model import near
from monitor.model.rows import read_rows

READERS = (
    "bulletin case",  # a line of the case in an entry, in `hit show`, a look-up and JSON (assess/case.py)
    "bulletin goods",  # "classes and product" of an entry
    "bulletin sign",  # the sign as filed, in the sentence of an entry
    "case work",  # what a person judged rests on it, an exception rule asks for it, or a labelled pair carries it
    "clocks",  # a deadline counts from it, is set by it or waits for it
    "consequence",  # what may follow if nobody acts is worded from it (forums, [[said_when]])
    "expectation",  # a run is suspicious where too few records of the source have it
    "hit show",  # told with everything else that is known of one hit
    "identity",  # tells whether two records are of one matter
    "other suits",  # what else was brought by whoever brings this suit
    "risk",  # a hit is ranked by it
    "search",  # `monitor lookup` finds its words
    "second reading",  # decides whether a source is asked again about a matter
    "serial filers",  # who takes several watched names
)
"""Where a fact can be told, searched or ranked by. That `hit show --json` prints every fact does not count."""


class FactType(StrEnum):
    """What values a fact has, as they lie in the store (JSON)."""

    TEXT = "text"
    DAY = "day"  # ISO; "2026" or "2026-11" where the source prints no more; "" where it says that there is none
    INSTANT = "instant"  # ISO, with its offset from UTC
    NUMBER = "number"
    FLAG = "flag"
    TEXTS = "texts"
    NUMBERS = "numbers"
    WORDS = "words"  # text by key
    LANGUAGES = "languages"  # a list of texts by language
    EVENTS = "events"  # a list of event codes
    RIGHTS = "rights"  # a list of {type, number} with or without `expires`
    COUNSEL = "counsel"  # a list of {id, name, firm, side, for}; `for` are names of parties
    ROWS = "rows"  # a list of tables


@dataclass(frozen=True, slots=True)
class Fact:
    """One row. `words`, `no_writer`, `no_reader`, `not_in_bulletin` and `starts` are by language.

    `not_in_bulletin`: why a fact of a case, told to whoever asks, stands in no entry.

    `writers` are rooms of the program that find the fact out; which sources write it, the class of each source says.
    `no_writer`: why it is here where nobody writes it yet. `shown` is the place of the texts of its values, where they are words of the program. `starts`
    says what happened on that day, for a clock that counts from it."""

    name: str
    type: FactType
    words: Mapping[str, str]
    writers: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    no_writer: Mapping[str, str] = field(default_factory=dict)
    no_reader: Mapping[str, str] = field(default_factory=dict)
    not_in_bulletin: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    starts: Mapping[str, str] = field(default_factory=dict)

    @property
    def sticky(self) -> bool:
        """Once true, always true."""
        return self.name.startswith("ever_")

    def takes(self, value: object) -> bool:
        """Whether a value is one of this type. None is one of every type: the source does not say."""
        return value is None or _IS[self.type](value)


def read_facts(path: Path) -> Mapping[str, Fact]:
    """The table of a file. Raises ValueError naming file, line, row and key where a row is not as its head says."""
    rows = read_rows(path, _NEEDED, _KEYS)
    return MappingProxyType({name: _fact(name, **row) for name, row in rows.items()})


_NEEDED = ("type", "zh", "en")
_KEYS = (*_NEEDED, "writers", "readers", "no_writer", "no_reader", "not_in_bulletin", "shown", "starts")


def _fact(
    name: str,
    *,
    type: str,
    zh: str,
    en: str,
    writers: Iterable[str] = (),
    readers: Iterable[str] = (),
    no_writer: Mapping[str, str] | None = None,
    no_reader: Mapping[str, str] | None = None,
    not_in_bulletin: Mapping[str, str] | None = None,
    shown: str = "",
    starts: Mapping[str, str] | None = None,
) -> Fact:
    words = {"zh": zh, "en": en}
    writers, readers = tuple(writers), tuple(readers)
    if odd := sorted(set(readers) - set(READERS)):
        raise ValueError(f"{name}: readers {odd}")
    return Fact(
        name=name,
        type=FactType(type),
        words=words,
        writers=writers,
        readers=readers,
        no_writer=no_writer or {},
        no_reader=no_reader or {},
        not_in_bulletin=not_in_bulletin or {},
        shown=shown,
        starts=starts or {},
    )


# --- types --------------------------------------------------------------------------------------------


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    """An ISO date, the front of one, or nothing."""
    if not isinstance(value, str):
        return False
    whole = {0: "2000-01-01", 4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value)
    try:
        date.fromisoformat(whole)
    except ValueError:
        return False
    return len(whole) == 10


def _is_instant(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_words(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())


def _is_row(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_in_languages(value: object) -> bool:
    return isinstance(value, Mapping) and {"zh", "en"} <= value.keys() and _is_words(value)


def _is_right(value: object) -> bool:
    return isinstance(value, Mapping) and {"type", "number"} <= value.keys() and _is_words(value)


def _is_of_counsel(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    parties = value.get("for", [])
    return _listed(_is_text)(parties) and _is_words({k: v for k, v in value.items() if k != "for"})


def _listed(each: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list | tuple) and all(each(v) for v in value)


_IS: Mapping[FactType, Callable[[object], bool]] = {
    FactType.TEXT: _is_text,
    FactType.DAY: _is_day,
    FactType.INSTANT: _is_instant,
    FactType.NUMBER: _is_number,
    FactType.FLAG: _is_flag,
    FactType.TEXTS: _listed(_is_text),
    FactType.NUMBERS: _listed(_is_number),
    FactType.WORDS: _is_words,
    FactType.LANGUAGES: _listed(_is_in_languages),
    FactType.EVENTS: _listed(_is_text),
    FactType.RIGHTS: _listed(_is_right),
    FactType.COUNSEL: _listed(_is_of_counsel),
    FactType.ROWS: _listed(_is_row),
}


# --- the table ----------------------------------------------------------------------------------------

FACTS: Mapping[str, Fact] = read_facts(Path(__file__).with_name("facts.toml"))


def unknown_facts(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that no row declares, each once."""
    return tuple(dict.fromkeys(n for n in names if n not in FACTS))


def is_day(name: str) -> bool:
    """Whether the fact of this name is a day."""
    return name in FACTS and FACTS[name].type is FactType.DAY


def nearest(name: str) -> str:
    """The declared fact that is spelt most like this."""
    return near.nearest(name, FACTS)
