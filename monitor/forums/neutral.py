"""What to do about a hit where its forum says nothing: words of its category that name no office, no law and no remedy.

One file for each category, monitor/forums/categories/<category>.toml, with words for every kind of hit. There is nothing behind
it: the words of one category are never used for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from monitor.forums.plays import read_category
from monitor.forums.schema import Play
from monitor.model import Category, HitKind

FOLDER = Path(__file__).resolve().parent / "categories"


def neutral_play(kind: HitKind, category: Category) -> Play:
    """Raises ConfigError where the category's file is missing or has a fault."""
    return _words(FOLDER, category)[kind]


def check_categories(folder: Path = FOLDER) -> None:
    """Every category has words for every kind of hit. Raises ConfigError naming what is to be written."""
    for category in Category:
        read_category(folder / f"{category.value}.toml")


@cache
def _words(folder: Path, category: Category) -> Mapping[HitKind, Play]:
    return read_category(folder / f"{category.value}.toml")
