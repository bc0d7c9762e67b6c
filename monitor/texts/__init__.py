"""All texts people read, one folder per language, one TOML file per area: texts/zh/cli.toml, texts/en/cli.toml.

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

if TYPE_CHECKING:
    from monitor.model import Reason

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).resolve().parent


@cache
def _area(lang: str, area: str) -> Mapping[str, object]:
    if area in _VOCABULARY:
        return _vocabulary(lang, area)
    path = _FOLDER / lang / f"{area}.toml"
    if not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


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

    def __call__(self, key: str, **params: object) -> str:
        """The text, filled in. A missing key is shown as itself, so that nothing is hidden."""
        text = self.find(key)
        if text is None:
            return key if not params else f"{key} {params}"
        return text.format_map(_Shown(params)) if "{" in text else text

    def reason(self, reason: Reason) -> str:
        return self(reason.key, **reason.params)


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
