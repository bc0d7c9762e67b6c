"""A pattern tried on its attacks, as texts reach it: cleaned and cut, as all that a source says is; bytes as they come."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.sources.kit.text import clean
from tests.patterns.attacks import attacks_on, seconds_of
from tests.patterns.found import Found

ACCEPTED = Path(__file__).with_name("accepted.toml")


@dataclass(frozen=True, slots=True)
class Worst:
    """The slowest of the attacks: its processor seconds, and how it begins."""

    seconds: float
    text: Any = ""


def worst_of(found: Found, size: int, most: float) -> Worst:
    """Stops at the first attack that takes `most` seconds."""
    assert found.pattern is not None
    method, worst = method_of(found), Worst(0.0)
    for text in texts_for(found.pattern, size):
        seconds = seconds_of(method, text, most)
        if seconds > worst.seconds:
            worst = Worst(seconds, text)
        if seconds >= most:
            break
    return worst


def texts_for(pattern: re.Pattern[Any], size: int) -> list[Any]:
    made = attacks_on(pattern, size)
    return list(dict.fromkeys(t if isinstance(t, bytes) else clean(t, size) for t in made))


def method_of(found: Found) -> Callable[[Any], object]:
    pattern = found.pattern
    assert pattern is not None
    if found.method in ("match", "fullmatch"):
        method: Callable[[Any], object] = getattr(pattern, found.method)
        return method
    return lambda text: sum(1 for _ in pattern.finditer(text))


def accepted() -> dict[str, str]:
    """A file, or a pattern as it begins → why it may take longer than in proportion to the length of a text."""
    told = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))
    return {entry.get("file") or entry["begins"]: entry["why"] for entry in (*told["file"], *told["pattern"])}


def is_accepted(found: Found, listed: dict[str, str]) -> str | None:
    """The entry of the list that a pattern stands under."""
    assert found.pattern is not None
    text = found.pattern.pattern
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    file = found.place.partition(":")[0]
    return next((entry for entry in listed if entry == file or text.strip().startswith(entry)), None)
