"""Texts that are chosen by a word of the vocabulary: each such word has its text, and no text is under another.

A text under a misspelt state is never shown, and in place of the right one the reader sees its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from monitor.errors import ConfigError
from monitor.located import Keys, Located, read_toml
from monitor.model.vocabulary import KNOWN, Sort, Use, unknown_words
from monitor.texts import LANGUAGES

_FOLDER = Path(__file__).resolve().parent


class _Table(NamedTuple):
    area: str
    keys: tuple[str, ...]
    sort: Sort


# Tables of which every key is a word of one sort.
_TABLES = (
    _Table("word", ("kind",), Sort.KIND),
    _Table("word", ("state",), Sort.STATE),
    _Table("word", ("role",), Sort.ROLE),
    _Table("word", ("category",), Sort.CATEGORY),
    _Table("word", ("band",), Sort.BAND),
    _Table("word", ("certainty",), Sort.CERTAINTY),
    _Table("bulletin", ("certainty",), Sort.CERTAINTY),
    _Table("rules", ("certainty",), Sort.CERTAINTY),
    _Table("health", ("verdict",), Sort.VERDICT),
)
# Sentences: a kind of hit and its category, one for every pair; or another ending, which wins where it fits.
_SENTENCES = ("bulletin", ("sentence",))
_NO_KIND = ("tail_", "act_", "someone", "and_others", "number_unknown")  # further parts of the sentences
_ENDINGS = frozenset(
    ["complaint", *KNOWN[Sort.CATEGORY], *KNOWN[Sort.ROLE], *(f"{role}_unnamed" for role in KNOWN[Sort.ROLE])]
)


def check_texts(folder: Path = _FOLDER) -> None:
    """Raises ConfigError naming file, line and key for a text under a word nobody declared, and for a word without its
    text."""
    for lang in LANGUAGES:
        files = {area: read_toml(path) for area in _areas() if (path := folder / lang / f"{area}.toml").is_file()}
        for table in _TABLES:
            if table.area in files:
                _check(files[table.area], table, f"{lang}/{table.area}.toml")
        area, keys = _SENTENCES
        if area in files:
            _refuse_unknown(_kinds(files[area], keys, f"{lang}/{area}.toml"))
            _every_sentence(files[area], keys, f"{lang}/{area}.toml")


def _areas() -> list[str]:
    return sorted({*(t.area for t in _TABLES), _SENTENCES[0]})


def _check(file: Located, table: _Table, shown: str) -> None:
    there = _at(file, table.keys)
    _refuse_unknown(
        Use(table.sort, word, shown, file.line(*table.keys, word), ".".join((*table.keys, word))) for word in there
    )
    for word in sorted(KNOWN[table.sort]):
        if word not in there:
            key = ".".join((*table.keys, word))
            raise ConfigError("vocabulary.no_text", file=shown, line=file.line(*table.keys), name=key)


def _refuse_unknown(uses: Iterable[Use]) -> None:
    for found in unknown_words(uses):
        use = found.use
        raise ConfigError(
            f"vocabulary.unknown.{use.sort}",
            file=use.file,
            line=use.line,
            name=use.key,
            value=use.word[:60],
            near=found.near,
        )


def _every_sentence(file: Located, keys: tuple[str, ...], shown: str) -> None:
    """The words of one category are never used for another, so each pair has its own."""
    there = _at(file, keys)
    for category in sorted(KNOWN[Sort.CATEGORY]):
        for kind in sorted(KNOWN[Sort.KIND]):
            if (name := f"{kind}_{category}") not in there:
                raise ConfigError("vocabulary.no_text", file=shown, line=file.line(*keys), name=".".join((*keys, name)))


def _kinds(file: Located, keys: Keys, shown: str) -> Iterator[Use]:
    """The keys of a table as uses of a kind, where what follows the kind is known; else of the whole key, which is none."""
    kinds = sorted(KNOWN[Sort.KIND], key=len, reverse=True)
    for name in _at(file, keys):
        if keys and name.startswith(_NO_KIND):
            continue
        kind = next((k for k in kinds if name == k or name.startswith(f"{k}_")), "")
        ending = name.removeprefix(kind).removeprefix("_")
        word = kind if kind and ending in _ENDINGS else name
        yield Use(Sort.KIND, word, shown, file.line(*keys, name), ".".join((*map(str, keys), name)))


def _at(file: Located, keys: Keys) -> Mapping[str, object]:
    node: object = file.data
    for key in keys:
        node = node.get(str(key)) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else {}
