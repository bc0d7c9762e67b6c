"""Suits against many online sellers at once, recognised by what is filed in them (mass_suits.toml).

Many courts caption such a suit with the first store ("Moonlark v. A20688 et al"), and every one does so once its list is
unsealed: the caption alone no longer says what it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from monitor.legal_forms import Use, words_pattern
from monitor.sources.us_courts.caption import Caption, is_of_property, is_placeholder, is_schedule_a
from monitor.sources.us_courts.courts import matches, plain

_SEVERAL = re.compile(r"\bdefendants\b(?!')")
_MANY = 4  # parties of a docket, the plaintiff among them: of one seller alone none would be called many


def is_mass_suit(
    caption: Caption, texts: Iterable[str], *, nature: str = "", cause: str = "", parties: int = 0
) -> bool:
    """Whether this is a suit against sellers on a list: a Schedule A suit by its caption; or an intellectual property
    suit in which a restraint without notice is asked for, in the words of such suits, against more than one defendant or
    against somebody whose name is that of a store. Some services leave "et al" out of a caption: filings that speak of
    defendants stand for it.

    `texts` are the descriptions of what was filed, `nature` and `cause` as the court fills them in ("" where it did not
    yet), `parties` how many are listed.
    """
    if is_schedule_a(caption, nature):
        return True
    if not caption.defendant or matches("schedule_a", "never", caption.text):
        return False
    said = [plain(text) for text in texts if text]
    signs = sum(any(_any(patterns, text) for text in said) for patterns in _signs())
    restrained = any(_any(_patterns("restraint"), text) for text in said)
    if not restrained or not signs:
        return False
    if not (is_of_property(nature) or (not nature and _of_property(cause, said, signs))):
        return False
    several = signs > 1 and any(_SEVERAL.search(text) for text in said)
    return caption.others or parties >= _MANY or several or _is_store(caption.defendant)


def _of_property(cause: str, said: Sequence[str], signs: int) -> bool:
    """Of a docket without a nature of suit. Where the cause is not filled in either, the filings must say so themselves,
    by more than one sign."""
    if cause:
        return cause.startswith(tuple(_tables()["property"]["cause"]))
    return signs > 1 and any(_any(_patterns("property", "text"), text) for text in said)


def _is_store(name: str) -> bool:
    return is_placeholder(name) or _any(_patterns("store", "name"), plain(name))


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(p.search(text) for p in patterns)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _patterns(*path: str) -> tuple[re.Pattern[str], ...]:
    found: Any = _tables()
    for name in path:
        found = found[name]
    return tuple(re.compile(p.replace("{firm}", words_pattern(Use.COMMA))) for p in found)


@cache
def _signs() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(_patterns("signs", name) for name in _tables()["signs"])
