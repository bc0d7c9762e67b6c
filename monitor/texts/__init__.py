"""All texts people read, one folder per language, one TOML file per area: texts/zh/cli.toml, texts/en/cli.toml.

The words of a source stand beside it, both languages of one text together (sources/us_itc/words.toml for those of an office,
sources/us_itc/ids/words.toml for those of a source): "us_itc.unreadable.nobody", "us_itc.ids.suspect.snapshot_empty". They
are read by path; no source is loaded for them. `formerly.toml` says what texts are called now whose keys lie in state folders.

A key is "area.path.to.text"; a text may hold {placeholders}. Chinese is the first language; a test holds that
both languages have the same keys and placeholders.

The words of the vocabulary stand beside its rows, in both languages (monitor/model): "event.published", "fact.filed", and
"starts.service_date" for what happened on the day a fact holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.texts.days import days_in_words, stretches_in_words

if TYPE_CHECKING:
    from monitor.model import Reason

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).resolve().parent
_SOURCES = _FOLDER.parent / "sources"


@cache
def _area(lang: str, area: str) -> Mapping[str, object]:
    if area in _VOCABULARY:
        return _vocabulary(lang, area)
    path = _FOLDER / lang / f"{area}.toml"
    if path.is_file():
        return tomllib.loads(path.read_text(encoding="utf-8"))
    return _beside_sources(lang, _SOURCES / area) if area.isidentifier() else {}


def _beside_sources(lang: str, office: Path) -> Mapping[str, object]:
    """The words of an office, and below the name of each of its sources those of the source. A file that is no TOML has
    none: the source it belongs to is refused when it is loaded, and the others speak on."""
    found: dict[str, object] = dict(_words(office / "words.toml", lang))
    for file in sorted(office.glob("*/words.toml")):
        found[file.parent.name] = _words(file, lang)
    return found


def _words(file: Path, lang: str) -> Mapping[str, object]:
    try:
        return _in(lang, tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _in(lang: str, node: Mapping[str, object]) -> Mapping[str, object]:
    """The texts of one language of a tree whose leaves are {zh = …, en = …}."""
    return {
        name: value.get(lang) if value.keys() == set(LANGUAGES) else _in(lang, value)
        for name, value in node.items()
        if isinstance(value, Mapping)
    }


@cache
def _formerly() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((_FOLDER / "formerly.toml").read_text(encoding="utf-8"))


_VOCABULARY = frozenset({"event", "fact", "starts"})


def _vocabulary(lang: str, area: str) -> Mapping[str, object]:
    from monitor.model.events import EVENTS
    from monitor.model.facts import FACTS

    if area == "event":
        return {code: event.words[lang] for code, event in EVENTS.items()}
    if area == "fact":
        return {name: fact.words[lang] for name, fact in FACTS.items()}
    return {name: fact.starts[lang] for name, fact in FACTS.items() if fact.starts}


class Texts:
    """The texts of one language: `t("cli.run.help")`, `t("errors.no_name_column", file="a.xlsx")`."""

    def __init__(self, lang: str = "zh") -> None:
        if lang not in LANGUAGES:
            raise ValueError(lang)
        self.lang = lang

    def find(self, key: str) -> str | None:
        area, *path = key.split(".")
        node: object = _area(self.lang, area)
        for part in path:
            if not isinstance(node, Mapping) or part not in node:
                return None
            node = node[part]
        return node if isinstance(node, str) else None

    def __call__(self, key: str, /, **params: object) -> str:
        """The text, filled in. A parameter may be a message itself: {"key": …, "params": …}, or days: {"spans": [first, last,
        number, name of the first, name of the last]} or {"stretches": [[first, last], …]} (monitor/texts/days.py), or a word
        in each language: {"zh": …, "en": …}. A missing key is shown as itself, so that
        nothing is hidden."""
        text = self.find(key)
        if text is None and key in _formerly():
            now = dict(_formerly()[key])
            return self(str(now.pop("key")), **{**now, **params})
        params = {name: self._said(value) for name, value in params.items()}
        if text is None:
            return key if not params else f"{key} {params}"
        return text.format_map(_Shown(params)) if "{" in text else text

    def _said(self, value: object) -> object:
        if isinstance(value, Mapping) and value.keys() == {"key", "params"}:
            return self(str(value["key"]), **value["params"])
        if isinstance(value, Mapping) and value.keys() == {"spans"}:
            return days_in_words(value["spans"], self)
        if isinstance(value, Mapping) and value.keys() == set(LANGUAGES):
            return value[self.lang]
        if isinstance(value, Mapping) and value.keys() == {"stretches"}:
            return stretches_in_words(value["stretches"], self)
        return value

    def reason(self, reason: Reason) -> str:
        return self(reason.key, **reason.params)


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
