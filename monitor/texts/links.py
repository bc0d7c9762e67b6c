"""What an address of a source is, in words: whether it opens a page for everybody, asks for an account, or is a whole file.

Each source says it of its own addresses, in the folder it lies in (`links.toml`): `begins`, the beginnings of them as
regular expressions, and what they are in both languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_SOURCES = Path(__file__).parents[1] / "sources"


def link_words(url: str, lang: str) -> str:
    """ "法院案卷（PACER，须注册并付费）"; "" where no source knows the address."""
    return next((words[lang] for begins, words in _links() if begins.match(url)), "")


@cache
def _links() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """Of all sources in the order of their folders; the longer pattern first, so that the more exact one wins."""
    found = []
    for file in sorted(_SOURCES.glob("**/links.toml")):
        for link in tomllib.loads(file.read_text(encoding="utf-8"))["link"]:
            found += [(re.compile(pattern), link) for pattern in link["begins"]]
    return tuple(sorted(found, key=lambda each: -len(each[0].pattern)))
